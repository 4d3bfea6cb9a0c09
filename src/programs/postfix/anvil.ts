/**
 * Postfix' anvil, which counts what clients do (src/anvil/anvil.c): the highest counts since it last said so, and whose
 * they were. It refuses nobody; smtpd does, and warns of the limit.
 */
import type { Fields } from '../event.ts';
import { session } from './session.ts';
import { warning } from './warning.ts';

/** `statistics: max connection rate 2/60s for (smtp:192.0.2.1) at Jul  3 16:39:25`, `statistics: max cache size 1 at ...`. */
export function anvil(text: string): Fields | undefined {
  if (!text.startsWith('statistics: max ')) return warning(text) ?? session(text);
  const fields: Fields = { event: 'session' };
  let end = text.indexOf(' at ', 16);
  const open = text.indexOf(' for (', 16);
  if (open >= 0) {
    const colon = text.indexOf(':', open);
    const close = text.indexOf(') at ', open);
    if (colon < 0 || close < colon) return undefined;
    fields.client = { ip: text.slice(colon + 1, close) };
    end = open;
  }
  if (end < 0) return undefined;
  const space = text.lastIndexOf(' ', end - 1);
  fields.action = text.slice(12, space);
  fields.reason = text.slice(space + 1, end);
  return fields;
}
