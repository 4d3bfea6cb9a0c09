/**
 * How far each followed source was read. Written after the lines that were read, so that what is lost in between is read
 * again and, since a line is stored once, adds nothing. What a position says is the matter of its source (src/intake).
 */
import type { Engine } from './engine.ts';
import { list, text } from './sql.ts';

/** Source by its name; the position as JSON. */
export type Positions = ReadonlyMap<string, string>;

export async function readPositions(engine: Engine): Promise<Positions> {
  const answer = await engine.text(
    'SELECT hex(source), hex(argMax(position, version)), max(version) FROM positions GROUP BY source FORMAT TSV',
  );
  const positions = new Map<string, string>();
  for (const row of answer === '' ? [] : answer.split('\n')) {
    const [source = '', position = '', version = '0'] = row.split('\t');
    positions.set(unhex(source), unhex(position));
    last = Math.max(last, Number(version));
  }
  return positions;
}

/** The newest version. It grows even where the clock was set back. */
let last = 0;

export async function writePositions(engine: Engine, positions: Positions): Promise<void> {
  if (positions.size === 0) return;
  last = Math.max(last + 1, Date.now() * 1000);
  const rows = [...positions].map(([source, position]) => `(${text(source)}, ${text(position)})`);
  // SELECT, not VALUES: chDB takes a pipe on standard input for the data of VALUES.
  await engine.run(
    `INSERT INTO positions SELECT row.1, row.2, ${last} FROM (SELECT arrayJoin([${rows.join(', ')}]) AS row)`,
  );
}

export async function dropPositions(engine: Engine, sources: readonly string[]): Promise<void> {
  if (sources.length > 0)
    await engine.run(`DELETE FROM positions WHERE source IN ${list(sources.map(text))}`);
}

function unhex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('utf8');
}
