import type { ShellText } from './shellText';

/** How a shell's lines look of which nobody needs to know more than where they end. */
export interface PlainLines {
  /**
   * As much of a line, with the strings that go on below it, as can be told without reading; sticky. Each number of
   * pieces is limited: an expression keeps book of them.
   */
  readonly text: RegExp;
  /** What continues a line, with its end. */
  readonly continuation: string;
  /** Whether these lines hold a request with brackets that close further down. */
  mayGoOn(lines: string): boolean;
}

/**
 * Goes through a script from top to bottom: skips plain lines that are not near, and has the others read. Most lines are
 * skipped, which is what makes an edit in a long script quick.
 * @param isNear as a `CommandReader` is given it
 * @param readCommands reads the commands that begin at the text's place, at least up to the end of the line
 */
export function readNearLines(
  text: ShellText,
  plain: PlainLines,
  isNear: (start: number, end: number) => boolean,
  readCommands: () => void,
): void {
  // What was looked over and is to be read is not looked over again, however little is read at a time.
  let lookedOver = 0;
  while (!text.isAtEnd) {
    const start = text.at;
    if (start < lookedOver) {
      readCommands();
      continue;
    }
    const { end, isPlain } = plainLinesAt(text.text, start, plain);
    const isSkipped = isPlain && !isNear(start, end) && !plain.mayGoOn(text.text.slice(start, end));
    if (isSkipped) text.at = end;
    else lookedOver = Math.max(end, start + 1);
  }
}

/** How far a line goes, with those it is continued on; where it is not plain, how far that could be told. */
function plainLinesAt(
  text: string,
  start: number,
  plain: PlainLines,
): { readonly end: number; readonly isPlain: boolean } {
  for (let at = start; ;) {
    plain.text.lastIndex = at;
    plain.text.test(text);
    at = plain.text.lastIndex;
    if (at >= text.length) return { end: text.length, isPlain: true };
    if (text.startsWith(plain.continuation, at)) at += plain.continuation.length;
    else if (text.charAt(at) !== '\n') return { end: at, isPlain: false };
    else if (isPiped(text, start, at)) at++;
    else return { end: at + 1, isPlain: true };
  }
}

/** Whether a line that ends here may go on below: behind a `|` the command may be on the next one. */
function isPiped(text: string, start: number, end: number): boolean {
  let at = end - 1;
  while (at > start && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at--;
  return at >= start && text.charAt(at) === '|';
}

/** Whether a text has a bracket that it does not close; one that closes nothing counts for nothing. */
export function leavesOpen(text: string, opening: string, closing: string): boolean {
  let depth = 0;
  for (const [character] of text.matchAll(/[(){}]/g)) {
    if (opening.includes(character)) depth++;
    else if (depth > 0 && closing.includes(character)) depth--;
  }
  return depth > 0;
}
