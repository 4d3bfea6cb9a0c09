/** What milters and policy services say of a message: `QUEUEID: text`, the id as the server that asks them names it. */
import { jobIdEnd } from '../mail/queue-id.ts';

export interface Said {
  /** Undefined where the text names none. */
  readonly queueId: string | undefined;
  readonly said: string;
}

export function behindJobId(text: string): Said {
  const end = jobIdEnd(text);
  const named = end > 0 && text.startsWith(': ', end);
  return named
    ? { queueId: text.slice(0, end), said: text.slice(end + 2) }
    : { queueId: undefined, said: text };
}
