import type { OpenCommand, ShellWord } from './shellCommand';
import type { ShellText } from './shellText';

/** After this many here-documents without an end, `<<` counts as something else. Keeps reading linear. */
const maxMissing = 20;

/** The here-documents that a line starts; their bodies follow below it. */
export class HereDocuments {
  #waiting: { delimiter: ShellWord; mayBeIndented: boolean; command: OpenCommand }[] = [];
  #missing = 0;

  /** @param unclear notes that it is not sure how the shell reads what follows an offset */
  constructor(
    private readonly text: ShellText,
    private readonly unclear: (start: number) => void,
  ) {}

  /** @param sign a redirection; only `<<` and `<<-` start a here-document */
  announce(sign: string, delimiter: ShellWord, command: OpenCommand): void {
    if (delimiter.end === delimiter.start || !/^<<-?$/.test(sign)) return;
    this.#waiting.push({ delimiter, mayBeIndented: sign === '<<-', command });
  }

  /**
   * Skips the bodies. They count as part of their commands.
   * @param found called for each, with its range and the word that ends it
   */
  skip(found?: (start: number, end: number, delimiter: ShellWord) => void): void {
    const { text } = this;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { delimiter, mayBeIndented, command } of waiting) {
      const end = this.#missing > maxMissing ? undefined : this.#endOf(delimiter.text, mayBeIndented);
      if (end === undefined) {
        this.#missing++;
        // The shell takes all the rest for it, unless it is something else.
        this.unclear(text.at);
      } else {
        command.touch(text.at, end);
        found?.(text.at, end, delimiter);
        text.at = Math.min(end + 1, text.text.length);
      }
    }
  }

  #endOf(delimiter: string, mayBeIndented: boolean): number | undefined {
    const { text, at } = this.text;
    for (let start = at; start < text.length;) {
      const lineBreak = text.indexOf('\n', start);
      const end = lineBreak < 0 ? text.length : lineBreak;
      const line = text.slice(start, end);
      if ((mayBeIndented ? line.replace(/^\t+/, '') : line) === delimiter) return end;
      start = end + 1;
    }
    return undefined;
  }
}
