/**
 * Draws docs/terminal.svg: what the terminal shows for the first question of sample/show.txt. Every character in it is
 * printed by the command below; the prompt is added, and leaves out where the log lies and in which zone. Run it
 * again when the output changes:
 * `node scripts/picture.mjs`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './build.mjs';

const columns = 100;
const [wide, high, margin] = [8.43, 19, 18]; // pixels of a character at 14 px, of a line, around the text
const palette = {
  31: '#f47067',
  32: '#6bc46d',
  33: '#daaa3f',
  34: '#6cb6ff',
  35: '#dcbdfb',
  36: '#56d4dd',
  90: '#768390',
};
const [ground, ink, faint] = ['#1c2128', '#d5dce4', '#8b949e'];

prepare();
const [query] = readFileSync(join(root, 'sample', 'show.txt'), 'utf8').split('\n');
const command = ['trace', query];
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [
    join(root, 'bin', 'waybill'),
    ...command,
    '--log',
    'sample/mail.log',
    '--tz',
    'Asia/Taipei',
    '--lang',
    'en',
  ],
  { cwd: root, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(columns) } },
);
if (status !== 0) throw new Error(`waybill ended with ${status}: ${stderr}`);

const prompt = `\x1b[32m$\x1b[39m waybill trace '${query}'`;
const lines = [prompt, '', ...stdout.trimEnd().split('\n')];
const width = Math.round(columns * wide + 2 * margin);
const height = lines.length * high + 2 * margin;
const text = lines
  .map((line, index) => {
    const y = margin + index * high + 14;
    return spans(line)
      .map(
        ({ from, words, style }) =>
          `<text x="${(margin + from * wide).toFixed(1)}" y="${y}"${style}>${escaped(words)}</text>`,
      )
      .join('');
  })
  .filter((line) => line !== '')
  .join('\n');
writeFileSync(
  join(root, 'docs', 'terminal.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`waybill trace '${query}' in a terminal`)}">
<rect width="100%" height="100%" rx="8" fill="${ground}"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="14" fill="${ink}" xml:space="preserve">
${text}
</g>
</svg>
`,
);
console.log(`docs/terminal.svg: ${lines.length} lines`);

/** Words at their column, cut at every change of colour. Long runs of spaces are left out. */
function spans(line) {
  const found = [];
  let column = 0;
  let state = { color: undefined, bold: false, dim: false };
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    const code = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (code !== undefined) {
      for (const number of code.split(';').map(Number)) state = next(state, number);
      continue;
    }
    for (const { 0: words, index } of part.matchAll(/\S+(?: \S+)*/g))
      found.push({ from: column + [...part.slice(0, index)].length, words, style: styleOf(state) });
    column += [...part].length;
  }
  return found;
}

function next(state, number) {
  if (number === 0) return { color: undefined, bold: false, dim: false };
  if (number === 1) return { ...state, bold: true };
  if (number === 2) return { ...state, dim: true };
  if (number === 22) return { ...state, bold: false, dim: false };
  if (number === 39) return { ...state, color: undefined };
  return palette[number] === undefined ? state : { ...state, color: palette[number] };
}

function styleOf({ color, bold, dim }) {
  const fill = color ?? (dim ? faint : undefined);
  return (fill === undefined ? '' : ` fill="${fill}"`) + (bold ? ' font-weight="bold"' : '');
}

function escaped(words) {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
