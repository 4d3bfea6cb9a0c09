/**
 * ClamAV: clamd's `/path: Name FOUND` and clamav-milter's `Message from <a> to <b> infected by Name`, with LogInfected and
 * LogClean Basic or Full. clamd names no message, only a file. Read from the right, where the program's own words stand:
 * the milter turns `'` in a header to a space, so its quotes end what a stranger wrote; addresses are raw.
 * ClamAV: clamd/scanner.c, clamav-milter/clamfi.c.
 */

import type { Fields, Wording } from './event.ts';

export const clamav: Wording = (text) => {
  if (text.startsWith('Message ')) {
    const mark = text.lastIndexOf(' infected by ');
    if (mark < 0) return undefined;
    return readMessage(text.slice(8, mark), {
      event: 'filter',
      action: 'infected',
      reason: 'INFECTED',
      virus: text.slice(mark + 13),
    });
  }
  if (text.startsWith('Clean message '))
    return readMessage(text.slice(14), { event: 'filter', action: 'clean', reason: 'CLEAN' });
  if (text.endsWith(' FOUND')) return readFound(text);
  if (text.endsWith(': OK')) return { event: 'filter-detail', action: 'clean' };
  if (text.startsWith('ERROR: ') || text.startsWith('WARNING: ') || text.endsWith(' ERROR'))
    return { event: 'warning', reason: text };
  return isDaemonLine(text) ? { event: 'session' } : undefined;
};

/** `QUEUEID from <a> to <b> with subject '..' message-id '..' date '..'`, or `from <a> to <b>`. */
function readMessage(written: string, fields: Fields): Fields {
  let envelope = written;
  if (!written.startsWith('from <')) {
    const start = written.indexOf(' from <');
    const date = written.lastIndexOf("' date '");
    const id = written.lastIndexOf("' message-id '", date);
    const subject = written.lastIndexOf("> with subject '", id);
    if (start < 0 || date < 0 || id < 0 || subject < start) return fields;
    const queueId = written.slice(0, start);
    if (queueId !== 'UNKNOWN' && /^[0-9A-Za-z]+$/.test(queueId)) fields.queueId = queueId;
    if (written.slice(subject + 16, id) !== 'UNKNOWN') fields.subject = written.slice(subject + 16, id);
    const messageId = written.slice(id + 14, date);
    fields.messageId = messageId === 'UNKNOWN' ? '' : messageId;
    envelope = written.slice(start + 1, subject + 1);
  }
  const to = envelope.indexOf('> to <');
  // Not: an address that could hold the mark itself.
  if (to < 0 || to !== envelope.lastIndexOf('> to <') || !envelope.endsWith('>')) return fields;
  const reversePath = envelope.slice(6, to);
  const forwardPath = envelope.slice(to + 6, -1);
  if (reversePath !== 'UNKNOWN') fields.reversePath = reversePath === '<>' ? '' : reversePath;
  if (forwardPath !== 'UNKNOWN') fields.forwardPath = forwardPath;
  return fields;
}

/** `/path: Name FOUND`, `stream(127.0.0.1@1234): Name FOUND`, `/path: Name(md5:size) FOUND`. */
function readFound(text: string): Fields | undefined {
  const colon = text.lastIndexOf(': ');
  if (colon < 0) return undefined;
  const name = text.slice(colon + 2, -6);
  const details = /\([0-9a-f]{32}:\d+\)$/.exec(name);
  const virus = details === null ? name : name.slice(0, details.index);
  return { event: 'filter', action: 'infected', reason: 'INFECTED', virus };
}

// biome-ignore format: a list of words reads best packed
const DAEMON_WORDS: readonly string[] = [
  '+++ ', '--- ', 'clamd daemon ', 'clamav-milter ', 'Running as ', 'Log file size ', 'Reading databases ', 'Not loading ',
  'Bytecode', 'Loaded ', 'LOCAL: ', 'TCP: ', 'Local socket ', 'Limits: ', 'Archive support', 'Archive: ', 'Heuristic', 'ELF ',
  'Portable Executable', 'PDF support', 'Mail files support', 'OLE2 ', 'SWF ', 'HTML support', 'XMLDOCS', 'HWP3',
  'Self checking', 'SelfCheck: ', 'Database ', 'No stats for Database', 'Stopped at ', 'Received ', 'SIGHUP ', 'Accepted ',
  'Pid file ', 'Socket file ', 'Shutdown', 'Closing the main socket', 'Listening ', 'Clean quarantine', 'Skipping scan ',
  'Not scanning an empty message', 'Unix socket', 'Probe for slot ', 'Activating ', 'Activated ', 'Waiting for ',
  'Setting connection queue', 'Global time limit', 'BlockMax', 'AlertExceeds', 'Algorithmic ', 'Phishing ',
];

function isDaemonLine(text: string): boolean {
  return DAEMON_WORDS.some((word) => text.startsWith(word));
}
