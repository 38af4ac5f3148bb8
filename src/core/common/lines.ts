/** Where lines come from: VS Code's TextDocument fits with a two-line adapter; line text without its end of line. */
export interface Lines {
  readonly lineCount: number;
  line(index: number): string;
}

/** Lines from `first` to `last`, both included; empty where `last` is smaller. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Characters of one line, from `start` to before `end`. */
export interface LineSpan {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The lines of a text: `\r\n`, `\n` and a lone `\r` are ends of line, as VS Code counts them. */
export function linesOf(text: string): Lines {
  const all = text.split(/\r\n|\n|\r/);
  return { lineCount: all.length, line: index => all[index] ?? '' };
}

/** The blanks a line begins with, as an inserted line repeats them. */
export function indentationOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}

/** The nearest line number that the document has; for a document without lines 0. */
export function clampLine(lines: Lines, line: number): number {
  return Math.max(0, Math.min(Math.trunc(line) || 0, lines.lineCount - 1));
}
