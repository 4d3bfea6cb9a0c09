/** The SQL that finds witnesses (selection.ts). */
import { spanConditions } from './line-condition.ts';
import type { Span, Witness } from './selection.ts';
import * as sql from './sql.ts';

/** Without WHERE. */
export function witnessCondition(witnesses: readonly Witness[], span: Span = {}): string {
  return [...spanConditions(span), sql.any(witnesses.map(one))].join(' AND ');
}

function one({ events, holding, lacking, daemons, inQueue }: Witness): string {
  const parts = [`event IN ${sql.list(events.map(sql.text))}`];
  if (holding !== undefined)
    parts.push(sql.any(holding.map((text) => `positionCaseInsensitive(text, ${sql.bytes(text)}) > 0`)));
  if (lacking !== undefined) parts.push(`NOT match(text, ${sql.text(lacking)})`);
  if (daemons !== undefined)
    parts.push(sql.any(daemons.map((daemon) => `endsWith(program, ${sql.text(`/${daemon}`)})`)));
  if (inQueue) parts.push(`${FIRST_WORD} IN (${IN_QUEUE})`);
  return `(${parts.join(' AND ')})`;
}

/** The queue id of a line that begins with one, and what stands behind it. */
const FIRST_WORD = "substring(text, 1, position(text, ' '))";

/** Of several lives of one queue id, one that never ended is enough; retries count as well. */
const IN_QUEUE = `SELECT ${FIRST_WORD} AS id FROM lines WHERE event IN ('queue-active', 'arrival', 'removed') GROUP BY id
  HAVING countIf(event != 'removed') > countIf(event = 'removed')`;
