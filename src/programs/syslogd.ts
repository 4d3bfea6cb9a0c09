/**
 * What a syslog daemon says under no name of a program: `last message repeated 3 times` (sysklogd, BSD's syslogd,
 * rsyslog before 5.5). What was said, and by whom, stands only in the line before, which another host may have written
 * meanwhile; so it decides nothing. rsyslog's `message repeated 3 times: [ ... ]` is read in src/syslog.
 */
import type { Wording } from './event.ts';

export const syslogd: Wording = (text) =>
  text.startsWith('last message repeated ') && text.endsWith(' times')
    ? { event: 'session', reason: text }
    : undefined;
