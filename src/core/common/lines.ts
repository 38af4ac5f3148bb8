import { finish, type Steps } from './steps';

/** The lines of a document, without their line breaks (`toLines` adapts a `vscode.TextDocument`). */
export interface Lines {
  readonly lineCount: number;
  line(index: number): string;
  /** What was read of lines that never change: see `readOnce`. */
  readonly known?: Map<string, unknown>;
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

/** Splits a text at `\r\n`, `\n` and `\r`, as VS Code does. These lines never change. */
export function linesOf(text: string): Lines {
  // Most documents have no `\r`, and splitting at one character is faster.
  const all = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  return { lineCount: all.length, line: index => all[index] ?? '', known: new Map() };
}

/** Reads something of a document, only once if its lines never change. `name` tells apart what is read. */
export function* readOnceInSteps<T>(lines: Lines, name: string, read: () => Steps<T>): Steps<T> {
  if (lines.known?.has(name)) return lines.known.get(name) as T;
  const found = yield* read();
  lines.known?.set(name, found);
  return found;
}

/** As `readOnceInSteps`, without pauses. */
export function readOnce<T>(lines: Lines, name: string, read: () => T): T {
  return finish(
    readOnceInSteps(lines, name, function* () {
      return read();
    }),
  );
}

/** The spaces and tabs that a line begins with. */
export function indentationOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}

/** The nearest line number that exists; 0 for a document without lines. */
export function clampLine(lines: Lines, line: number): number {
  return Math.max(0, Math.min(Math.trunc(line) || 0, lines.lineCount - 1));
}

/** The lines as one text, separated by `\n`. */
export function joinLines(lines: Lines): string {
  return Array.from({ length: lines.lineCount }, (_, index) => lines.line(index)).join('\n');
}
