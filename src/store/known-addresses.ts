/** Every address that lines of some months name, as addressKey has them: for those that are much like one that was asked for. */
import { addressKey } from '../mail/identity.ts';
import type { Engine } from './engine.ts';
import { spanConditions } from './line-condition.ts';
import type { Span } from './selection.ts';
import * as sql from './sql.ts';

/** Microseconds: in 2149, with the last month of ClickHouse's Date. */
const LAST_TIME = 5_658_000_000_000_000;

/** As the lines' readers found them. */
export async function knownAddresses(
  engine: Engine,
  { since = 0, until = Number.MAX_SAFE_INTEGER }: Span,
): Promise<string[]> {
  const month = (at: number) => `toStartOfMonth(${sql.time(Math.min(at, LAST_TIME))})`;
  return unhexed(
    await engine.text(
      `SELECT DISTINCT hex(address) FROM addresses WHERE month >= ${month(since)} AND month <= ${month(until)} FORMAT TSV`,
    ),
  );
}

/** What looks like an address, where nobody wrote down what the lines name; `sender=` may stand before it. */
const ADDRESS = '[^\\\\s<>,;:()"]+@[^\\\\s<>,;:()"]+';

export async function addressesInText(engine: Engine, span: Span): Promise<string[]> {
  // Where a line wraps its text, all of it stands before.
  const where = [...spanConditions(span), "position(whole, '@') > 0"].join(' AND ');
  const found = unhexed(
    await engine.text(
      `WITH if(text = '', start, text) AS whole SELECT DISTINCT hex(arrayJoin(extractAll(whole, '${ADDRESS}'))) FROM lines WHERE ${where} FORMAT TSV`,
    ),
  );
  return [...new Set(found.flatMap((text) => [text, text.slice(text.indexOf('=') + 1)]).map(addressKey))];
}

function unhexed(answer: string): string[] {
  return answer === '' ? [] : answer.split('\n').map((hex) => Buffer.from(hex, 'hex').toString('utf8'));
}
