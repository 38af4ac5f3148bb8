import type { ShellWord, WordPart } from './shellCommand';

/** Collects the parts of a word; nothing of a word that nobody wants to know. */
export class WordParts {
  readonly #parts: WordPart[] = [];
  #expands = false;

  constructor(private readonly isRead: boolean) {}

  add(text: string, start: number, end: number, quote: WordPart['quote'], expands = false): void {
    // Empty quotes are a part, nothing at all is none.
    if (!this.isRead || (start === end && quote === '')) return;
    this.#expands ||= expands;
    this.#parts.push({ text, start, end, quote, expands });
  }

  joined(): Pick<ShellWord, 'text' | 'parts' | 'expands'> {
    return { text: this.#parts.map(({ text }) => text).join(''), parts: this.#parts, expands: this.#expands };
  }
}
