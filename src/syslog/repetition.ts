/**
 * What rsyslog writes instead of equal lines of one program (`$RepeatedMsgReduction on`): `message repeated 3 times:
 * [ TEXT]`, behind the host and tag of that program. Such a line says once more what TEXT says, up to 800 bytes of it.
 * Not: how often. Not: `last message repeated 3 times` of older daemons, which leaves out what was said, and by whom.
 * Source: rsyslog's runtime/ratelimit.c, ratelimitGenRepMsg.
 */
const BEFORE = 'message repeated ';
const BETWEEN = ' times: [';

/** The text that was repeated, or `text` itself where it is no repetition. */
export function repeatedText(text: string): string {
  if (!text.startsWith(BEFORE) || !text.endsWith(']')) return text;
  let at = BEFORE.length;
  while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at++;
  if (at === BEFORE.length || !text.startsWith(BETWEEN, at)) return text;
  at += BETWEEN.length;
  // A blank stands between the tag and the text, and is a part of rsyslog's message.
  return text.slice(text[at] === ' ' ? at + 1 : at, -1);
}
