/**
 * How text lies on a terminal: widths (a Chinese character takes two columns), wrapping, tables, colours.
 * It knows nothing of mail. Colours go only to a terminal, and never where NO_COLOR is set.
 */
import picocolors from 'picocolors';
import stringWidth from 'string-width';

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Page {
  /** Columns to write into. Not a terminal: as wide as the text. */
  readonly width: number;
  readonly colors: Colors;
}

/** A page for standard output. Output that goes into a file or a pipe is neither coloured nor wrapped. */
export function pageFor(
  stream: { isTTY?: boolean; columns?: number },
  environment: { color: boolean | undefined; columns: number | undefined },
): Page {
  const terminal = stream.isTTY === true;
  const width = environment.columns ?? (terminal ? stream.columns : undefined);
  return {
    width: width === undefined ? Number.POSITIVE_INFINITY : Math.max(40, width),
    colors: picocolors.createColors(environment.color ?? terminal),
  };
}

/** Lines of at most `width` columns. Breaks at spaces, between wide characters, and inside a word only if it must. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  const flush = () => {
    lines.push(line.trimEnd());
    line = '';
    columns = 0;
  };
  for (const piece of pieces(text)) {
    let rest = piece;
    let needed = stringWidth(rest.trimEnd());
    if (columns > 0 && columns + needed > width) {
      flush();
      rest = rest.trimStart();
    }
    while (needed > width) {
      const head = cutTo(rest, width);
      lines.push(head);
      rest = rest.slice(head.length);
      needed = stringWidth(rest.trimEnd());
    }
    line += rest;
    columns += stringWidth(rest);
  }
  if (line !== '' || lines.length === 0) flush();
  return lines;
}

/** Text that is wrapped with its first line behind `head` and the others set in by `head`'s width. */
export function hang(head: string, text: string, width: number, style = (line: string) => line): string {
  const inset = stringWidth(head);
  return wrap(text, Math.max(20, width - inset))
    .map((line, index) => (index === 0 ? head : ' '.repeat(inset)) + style(line))
    .join('\n');
}

/** Facts side by side, as many on a line as fit; only one that is wider than the page is broken. */
export function flow(facts: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const last = lines.at(-1);
    const joined = last === undefined ? fact : last + between + fact;
    if (last !== undefined && stringWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(...wrap(fact, width));
  }
  return lines;
}

/** The text, or as much of it as fits with an ellipsis. */
export function shorten(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return `${cutTo(text, width - 1).trimEnd()}…`;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

export interface Column {
  readonly title: string;
  /**
   * Columns that shrink when the table is wider than the page, the widest first, where one of weight 2 counts as twice
   * as wide; the others keep their width.
   */
  readonly shrinks?: 1 | 2;
  /** No wider than this on any page, a pipe included. */
  readonly most?: number;
  /** For numbers. */
  readonly right?: boolean;
  readonly color?: (cell: string, row: number) => string;
}

/** No column shrinks below this. */
const narrowest = 8;

/** A table without rules: titles, then rows. The last column is not padded. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], page: Page): string {
  const gap = 2;
  const widths = columns.map(({ title, most = Number.POSITIVE_INFINITY }, index) =>
    Math.min(most, Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[index] ?? '')))),
  );
  const weight = (index: number) => widths[index]! * (columns[index]!.shrinks ?? 0);
  for (let excess = sum(widths) + gap * (columns.length - 1) - page.width; excess > 0; excess--) {
    const shrinking = columns.flatMap(({ shrinks }, index) =>
      shrinks && widths[index]! > narrowest ? [index] : [],
    );
    if (shrinking.length === 0) break;
    const widest = shrinking.reduce((most, index) => (weight(index) > weight(most) ? index : most));
    widths[widest]! -= 1;
  }
  const line = (cells: readonly string[], color: (cell: string, column: number) => string) =>
    columns
      .map((_, index) => {
        const cell = shorten(cells[index] ?? '', widths[index]!);
        const blank = ' '.repeat(Math.max(0, widths[index]! - stringWidth(cell)));
        return columns[index]!.right ? blank + color(cell, index) : color(cell, index) + blank;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  return [
    line(titles, (cell) => page.colors.dim(cell)),
    ...rows.map((row, number) => line(row, (cell, index) => columns[index]!.color?.(cell, number) ?? cell)),
  ].join('\n');
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Words with the spaces behind them; every wide character is a piece of its own, with the closing marks behind it. */
function* pieces(text: string): Generator<string> {
  let piece = '';
  for (const character of text) {
    const wide = character > '\u2e7f' && stringWidth(character) === 2;
    const closing = '，。、；：？！」』）'.includes(character);
    if (piece !== '' && !closing && (wide || endsPiece(piece)) && character !== ' ') {
      yield piece;
      piece = '';
    }
    piece += character;
  }
  if (piece !== '') yield piece;
}

function endsPiece(piece: string): boolean {
  const last = [...piece].at(-1)!;
  return last === ' ' || (last > '\u2e7f' && stringWidth(last) === 2 && !'「『（'.includes(last));
}

function cutTo(text: string, width: number): string {
  let cut = '';
  let columns = 0;
  for (const character of text) {
    columns += stringWidth(character);
    if (columns > width && cut !== '') break;
    cut += character;
  }
  return cut;
}
