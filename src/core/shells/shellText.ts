/** The text of a script, and the place up to which it was read. */
export class ShellText {
  at = 0;

  constructor(readonly text: string) {}

  /** The next character, or nothing at the end. */
  get next(): string {
    return this.text.charAt(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The next characters, so many at the most. */
  ahead(count: number): string {
    return this.text.slice(this.at, this.at + count);
  }

  startsWith(part: string): boolean {
    return this.text.startsWith(part, this.at);
  }

  /** So many characters further on, or at the end. */
  skip(count: number): void {
    this.at = Math.min(this.at + count, this.text.length);
  }

  /** Takes what a sticky expression finds here; nothing where it finds nothing. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Whether a sticky expression finds something here. */
  finds(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** Takes a character; false where another one stands here. */
  takes(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    return true;
  }

  /** Takes blanks, and the ends of lines that go on below. `continued` is sticky. */
  skipBlanks(continued: RegExp): void {
    do this.match(/[ \t]+/y);
    while (this.match(continued) !== '');
  }
}
