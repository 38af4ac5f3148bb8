/** The lines of a document, without their line breaks (`toLines` adapts a `vscode.TextDocument`). */
export interface Lines {
  readonly lineCount: number;
  line(index: number): string;
}

/** Lines from `first` to `last`, both included. Empty if `last` is smaller. */
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

/** Splits a text at `\r\n`, `\n` and `\r`, as VS Code does. */
export function linesOf(text: string): Lines {
  const all = text.split(/\r\n|\n|\r/);
  return { lineCount: all.length, line: index => all[index] ?? '' };
}

/** The spaces and tabs that a line begins with. */
export function indentationOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}

/** The nearest line number that exists; 0 for a document without lines. */
export function clampLine(lines: Lines, line: number): number {
  return Math.max(0, Math.min(Math.trunc(line) || 0, lines.lineCount - 1));
}
