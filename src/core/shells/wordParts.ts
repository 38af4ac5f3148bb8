import type { ShellWord, WordPart } from './shellCommand';

/** Collects the parts of a word, if they are needed. */
export class WordParts {
  readonly #parts: WordPart[] = [];
  #expands = false;

  constructor(private readonly isRead: boolean) {}

  add(text: string, start: number, end: number, quote: WordPart['quote'], expands = false): void {
    // Empty quotes are a part; empty text is none.
    if (!this.isRead || (start === end && quote === '')) return;
    this.#expands ||= expands;
    this.#parts.push({ text, start, end, quote, expands });
  }

  /** The word of these parts. Written out, because an object spread takes longer than reading the word. */
  joined(quote: ShellWord['quote'], isOpen: boolean, start: number, end: number): ShellWord {
    const parts = this.#parts;
    const [first] = parts;
    const text = parts.length > 1 ? parts.map(part => part.text).join('') : (first?.text ?? '');
    return { text, parts, quote, expands: this.#expands, isOpen, start, end };
  }
}
