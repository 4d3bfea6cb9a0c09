/**
 * Reads the lines of a few messages, one question after another. What is asked for in one turn of the event loop becomes
 * one question to the store, since planning a question costs more than finding some lines more. How lines are found is
 * the matter of place-reader.ts and text-reader.ts. One reader answers one question of a person; what was written
 * meanwhile it may not see.
 */
import type { JourneyEvent } from '../journey/journey.ts';
import type { FoundLine } from './found-lines.ts';
import type { Selection } from './selection.ts';

interface Asked {
  readonly selection: Selection;
  readonly resolve: (lines: FoundLine[]) => void;
  readonly reject: (error: unknown) => void;
}

export abstract class LineReader {
  #asked: Asked[] = [];
  #answering: Promise<void> = Promise.resolve();

  /** The lines of each selection, in the order of (at, seq). */
  protected abstract find(selections: readonly Selection[]): Promise<FoundLine[][]>;

  async events(selection: Selection): Promise<JourneyEvent[]> {
    return (await this.load(selection)).map(({ event }) => event);
  }

  /** In the order of (at, seq). */
  load(selection: Selection): Promise<FoundLine[]> {
    return new Promise((resolve, reject) => {
      // One after another: the second finds what the first read.
      if (this.#asked.length === 0)
        queueMicrotask(() => {
          this.#answering = this.#answering.then(() => this.#answer());
        });
      this.#asked.push({ selection, resolve, reject });
    });
  }

  async #answer(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const lines = await this.find(asked.map(({ selection }) => selection));
      for (const [i, { resolve }] of asked.entries()) resolve(lines[i]!);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
