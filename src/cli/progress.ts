/**
 * The progress of a long read: one line on standard error that writes over itself. Only on a terminal.
 */
import type { ImportProgress } from '../intake/import-files.ts';
import type { Language } from '../words/language.ts';
import { safe } from '../words/safe.ts';
import { phrases } from './phrases.ts';
import { count } from './quantity.ts';
import { shorten } from './terminal.ts';

const barWidth = 24;
const pause = 100; // milliseconds

export class Progress {
  readonly #language: Language;
  readonly #terminal = process.stderr.isTTY === true;
  readonly #begun = performance.now();
  #shown = Number.NEGATIVE_INFINITY;

  constructor(language: Language) {
    this.#language = language;
  }

  show({ path, position, size, lines }: ImportProgress): void {
    const now = performance.now();
    if (!this.#terminal || now - this.#begun < 300 || now - this.#shown < pause) return;
    this.#shown = now;
    const speed = Math.round((lines * 1000) / (now - this.#begun));
    const share = size ? Math.min(1, position / size) : undefined;
    const words = phrases(this.#language).importing(safe(path), count(lines), count(speed));
    const bar =
      share === undefined ? '' : `${drawn(share)} ${String(Math.floor(share * 100)).padStart(3)} %  `;
    process.stderr.write(`\r${shorten(bar + words, (process.stderr.columns || 80) - 1)}\x1b[K`);
  }

  clear(): void {
    if (this.#shown > Number.NEGATIVE_INFINITY) process.stderr.write('\r\x1b[K');
    this.#shown = Number.NEGATIVE_INFINITY;
  }
}

function drawn(share: number): string {
  const full = Math.round(share * barWidth);
  return '━'.repeat(full) + '─'.repeat(barWidth - full);
}
