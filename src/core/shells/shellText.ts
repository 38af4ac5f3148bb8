import type { ShellWord, WordPart } from './shellCommand';

/**
 * Sticky. A placeholder in a URL, as documentation writes them: `https://host/clients/<client-id>`. For a shell it is two
 * redirections, but whoever fills it in takes it for a part of the word.
 */
export const placeholderInWord = /(?<=[/=])<[A-Za-z][\w -]{0,60}>/y;

/** A text and the current position in it. */
export class ShellText {
  at = 0;

  constructor(readonly text: string) {}

  /** The next character; empty at the end. */
  get next(): string {
    return this.text.charAt(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  ahead(count: number): string {
    return this.text.slice(this.at, this.at + count);
  }

  startsWith(part: string): boolean {
    return this.text.startsWith(part, this.at);
  }

  skip(count: number): void {
    this.at = Math.min(this.at + count, this.text.length);
  }

  /** Consumes the match of a sticky expression; empty without a match. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /**
   * Consumes what precedes the first match of a global expression, or before the end, if a sticky one matches there;
   * empty if not. Unlike a repetition, V8 keeps no places to go back to for it, and never overflows with some million characters.
   */
  until(end: RegExp, followed: RegExp): string {
    end.lastIndex = this.at;
    const start = this.at;
    this.at = end.exec(this.text)?.index ?? this.text.length;
    if (!this.finds(followed)) this.at = start;
    return this.text.slice(start, this.at);
  }

  /** Whether a sticky expression matches here. */
  finds(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** Consumes a character if it is the next one. */
  takes(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    return true;
  }

  /** Consumes blanks and line continuations. `continued` is sticky. */
  skipBlanks(continued: RegExp): void {
    do this.match(/[ \t]+/y);
    while (this.match(continued) !== '');
  }
}

/** Collects the parts of a word, up to the position in its text. */
export class WordParts {
  readonly #parts: WordPart[] = [];
  #expands = false;

  /** @param isRead whether the parts are needed */
  constructor(
    private readonly source: ShellText,
    private readonly isRead: boolean,
  ) {}

  /** Adds the text from an offset on. `text` is what it means: itself by default. */
  add(start: number, quote: WordPart['quote'], expands = false, text?: string): void {
    const end = this.source.at;
    // Empty quotes are a part; empty text is none.
    if (!this.isRead || (start === end && quote === '')) return;
    this.#expands ||= expands;
    this.#parts.push({ text: text ?? this.source.text.slice(start, end), start, end, quote, expands });
  }

  /** The word of these parts. Written out, because an object spread takes longer than reading the word. */
  joined(quote: ShellWord['quote'], isOpen: boolean, start: number): ShellWord {
    const parts = this.#parts;
    const [first] = parts;
    const text = parts.length > 1 ? parts.map(part => part.text).join('') : (first?.text ?? '');
    return { text, parts, quote, expands: this.#expands, isOpen, start, end: this.source.at };
  }
}
