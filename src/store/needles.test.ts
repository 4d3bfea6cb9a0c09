import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from '../programs/parse.ts';
import { Framer } from '../syslog/framer.ts';
import { eachKey } from './keys.ts';
import { needleOf } from './needles.ts';
import { toRow } from './row.ts';

const JOURNEYS = fileURLToPath(new URL('../../test/journeys/', import.meta.url));

it('every line of the golden journeys holds a piece of each of its keys', () => {
  let keys = 0;
  for (const name of readdirSync(JOURNEYS, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.log')) continue;
    const lines = readFileSync(`${JOURNEYS}${name}`, 'latin1');
    const framer = new Framer({ tz: 'UTC', year: 2026 });
    for (const line of lines.split('\n')) {
      const frame = framer.frame(line);
      const event = parse(frame);
      const { head, text } = toRow(frame, event, frame.written ?? line, 0, 0, 0);
      const stored = (text === '' ? head : text).toLowerCase();
      eachKey(event, (kind, key) => {
        keys++;
        expect(stored, `${kind} ${key}`).toContain(needleOf(kind, key).toLowerCase());
      });
    }
  }
  expect(keys).toBeGreaterThan(1000);
});
