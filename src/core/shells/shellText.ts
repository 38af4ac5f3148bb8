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
