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
import { holding, piecesOf } from './needles.ts';
import type { Selection } from './selection.ts';
import * as sql from './sql.ts';

export class TextReader extends LineReader {
  readonly #engine: Engine;
  readonly #lines = new Map<string, FoundLine>();
  readonly #index = new KeyIndex();
  readonly #searched = new Set<string>();
  /** Everything was read. */
  #whole = false;
  #ordered: FoundLine[] = [];

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
  }

  protected async find(selections: readonly Selection[]): Promise<FoundLine[][]> {
    const pieces = new Set<string>();
    const conditions = selections.flatMap((selection) => this.#wanted(selection, pieces));
    if (pieces.size > 0) conditions.push(holding([...pieces]));
    if (conditions.length > 0 && !this.#whole) await this.#read(conditions);
    return selections.map((selection) => {
      const fits = fitting(selection);
      return (this.#index.with(selection) ?? this.#ordered).filter(({ event }) => fits(event));
    });
  }

  /** Adds the pieces of text that were not looked for yet, and gives what is to be found in other ways. */
  #wanted(selection: Selection, pieces: Set<string>): string[] {
    if ('anyOf' in selection) return selection.anyOf.flatMap((each) => this.#wanted(each, pieces));
    const named = piecesOf(selection);
    if (named === undefined) return [lineCondition(withoutEvents(selection))];
    for (const piece of named) {
      if (this.#searched.has(piece)) continue;
      this.#searched.add(piece);
      pieces.add(piece);
    }
    return [];
  }

  async #read(conditions: readonly string[]): Promise<void> {
    this.#whole = conditions.includes('1');
    for (const line of await linesWhere(this.#engine, sql.any(conditions), MANY)) {
      if (this.#lines.has(line.id)) continue;
      const found = new FoundLine(line);
      this.#lines.set(line.id, found);
      this.#index.add(found);
    }
    this.#ordered = [...this.#lines.values()].sort(inOrder);
  }
}

/** What each line means is told when it is read. */
function withoutEvents<T extends Selection>(selection: T): T {
  const { events: _, ...rest } = selection;
  return rest as T;
}
