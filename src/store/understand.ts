/** A stored line, understood anew: what is kept is the line, what it means is read whenever it is asked for. */
import type { JourneyEvent } from '../journey/journey.ts';
import { parse } from '../programs/parse.ts';
import { decode } from '../syslog/bytes.ts';
import { Framer } from '../syslog/framer.ts';
import type { StoredLine } from './stored-line.ts';

/** Only texts are read with it, so that no time zone matters. */
const framer = new Framer({ tz: 'UTC' });

export function understand(line: StoredLine): JourneyEvent {
  const { id, at, seq, host, program, pid, head, malformed } = line;
  const text = line.text === '' && head !== '' ? textWithin(head, program) : line.text;
  const event = parse({ at, host: decode(host), program: decode(program), pid, text, malformed });
  // In place: it was made for this line, and a copy costs as much as reading it.
  return Object.assign(event, { at, id, seq, written: decode(head + line.text) });
}

/**
 * What is not the end of its line is not stored beside it. A line that is read otherwise than it was has no text: the
 * journal takes any name for a program, and lines that say nothing.
 */
function textWithin(line: string, program: string): string {
  const frame = framer.frame(line);
  return frame.program === program ? frame.text : '';
}
