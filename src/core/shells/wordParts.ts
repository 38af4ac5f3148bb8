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

  /** The word that they are. Written out: spreading one object into another takes more time than reading the word. */
  joined(quote: ShellWord['quote'], isOpen: boolean, start: number, end: number): ShellWord {
    const parts = this.#parts;
    const [first] = parts;
    const text = parts.length > 1 ? parts.map(part => part.text).join('') : (first?.text ?? '');
    return { text, parts, quote, expands: this.#expands, isOpen, start, end };
  }
}
