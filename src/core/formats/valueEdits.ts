// Edits a value in a document, on one line or several.
import type { LineRange, Lines } from '../common/lines';
import { insertLine, type TextEdit } from '../common/textEdit';

/** A value on one line or several. */
export interface PresentValue {
  readonly line: number;
  readonly lastLine: number;
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** No edit if the value is already there. Adds a space after a bare colon. */
export function replaceValue(
  lines: Lines,
  present: PresentValue,
  wanted: string,
  written = wanted,
): TextEdit[] {
  const { line, lastLine, value, valueStart, valueEnd } = present;
  if (value === wanted) return [];
  const needsBlank = lines.line(line).charAt(valueStart - 1) === ':';
  const range = { startLine: line, startCharacter: valueStart, endLine: lastLine, endCharacter: valueEnd };
  return [{ range, newText: needsBlank ? ` ${written}` : written }];
}

/** Inserts lines below a line. `removed` are the lines that another edit deletes, which this one must not overlap. */
export function insertBelow(
  lines: Lines,
  line: number,
  text: string,
  eol: string,
  removed: readonly number[],
): TextEdit {
  if (!removed.includes(line + 1)) return insertLine(lines, line + 1, text, eol);
  const end = lines.line(line).length;
  const range = { startLine: line, startCharacter: end, endLine: line, endCharacter: end };
  return { range, newText: eol + text };
}

/** From the first line to the end of the last one, without its line break. */
export function rangeOfLines(lines: Lines, { first, last }: LineRange): TextEdit['range'] {
  return { startLine: first, startCharacter: 0, endLine: last, endCharacter: lines.line(last).length };
}

/** The line numbers of these ranges, in order. */
export function lineNumbers(ranges: readonly LineRange[]): number[] {
  return ranges
    .flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
    .sort((a, b) => a - b);
}
