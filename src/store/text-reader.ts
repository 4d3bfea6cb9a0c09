/**
 * Finds lines by looking at the text of all of them, where nobody wrote down what they name: a log that is asked one question
 * and thrown away (`--log`) costs more to understand as a whole than to be looked through for each step of the answer. What
 * was looked for once is kept.
 */
import type { Engine } from './engine.ts';
import { fitting } from './fitting.ts';
import { FoundLine, inOrder, KeyIndex } from './found-lines.ts';
import { lineCondition } from './line-condition.ts';
import { linesWhere, MANY } from './line-query.ts';
import { LineReader } from './line-reader.ts';
import { linesWithin } from './lines-within.ts';
import { holding, piecesOf } from './needles.ts';
import type { Selection } from './selection.ts';
import * as sql from './sql.ts';

/** Shorter pieces stand in most lines, and more of them take longer to look for than reading all lines. */
const SHORTEST = 3;
const MOST_PIECES = 8_000;
/** Lines that are in memory at once where all have to be read. */
const AT_ONCE = 50_000;

export class TextReader extends LineReader {
  readonly #engine: Engine;
  readonly #lines = new Map<string, FoundLine>();
  readonly #index = new KeyIndex();
  readonly #searched = new Set<string>();
  #ordered: FoundLine[] = [];

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
  }

  protected async find(selections: readonly Selection[]): Promise<FoundLine[][]> {
    const pieces = new Set<string>();
    const others: Selection[] = [];
    for (const selection of selections) this.#wanted(selection, pieces, others);
    if (pieces.size > 0) {
      const lines = await linesWhere(this.#engine, holding([...pieces]), MANY);
      for (const piece of pieces) this.#searched.add(piece);
      for (const line of lines) this.#keep(new FoundLine(line));
    }
    if (others.length > 0) await this.#readFitting(others);
    if (pieces.size > 0 || others.length > 0) this.#ordered = [...this.#lines.values()].sort(inOrder);
    return selections.map((selection) => {
      const fits = fitting(selection);
      return (this.#index.with(selection) ?? this.#ordered).filter(({ event }) => fits(event));
    });
  }

  /** Adds the pieces of text that were not looked for yet, and what is to be found in other ways. */
  #wanted(selection: Selection, pieces: Set<string>, others: Selection[]): void {
    if ('anyOf' in selection) {
      for (const each of selection.anyOf) this.#wanted(each, pieces, others);
      return;
    }
    const named = [...(piecesOf(selection) ?? [''])];
    if (named.length > MOST_PIECES || named.some(({ length }) => length < SHORTEST)) others.push(selection);
    else for (const piece of named) if (!this.#searched.has(piece)) pieces.add(piece);
  }

  /** What each line means is told when it is read: only those that are meant are kept. */
  async #readFitting(selections: readonly Selection[]): Promise<void> {
    const conditions = selections.map(({ events: _, ...rest }) => lineCondition(rest as Selection));
    const tests = selections.map(fitting);
    for await (const lines of linesWithin(this.#engine, sql.any(conditions), AT_ONCE))
      for (const line of lines) {
        const found = new FoundLine(line);
        if (tests.some((fits) => fits(found.event))) this.#keep(found);
      }
  }

  #keep(found: FoundLine): void {
    if (this.#lines.has(found.line.id)) return;
    this.#lines.set(found.line.id, found);
    this.#index.add(found);
  }
}
