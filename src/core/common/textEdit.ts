import type { Lines } from './lines';

/** A change of a text, as plain data; lines and characters from 0, the end is not included. */
export interface TextEdit {
  readonly range: {
    readonly startLine: number;
    readonly startCharacter: number;
    readonly endLine: number;
    readonly endCharacter: number;
  };
  readonly newText: string;
}

/** A new line before an existing one, or behind the last one: there the line break comes before the new line. */
export function insertLine(lines: Lines, line: number, text: string, eol: string): TextEdit {
  const isBehindLast = line >= lines.lineCount;
  const at = isBehindLast ? lines.lineCount - 1 : line;
  const character = isBehindLast ? lines.line(at).length : 0;
  return {
    range: { startLine: at, startCharacter: character, endLine: at, endCharacter: character },
    newText: isBehindLast ? eol + text : text + eol,
  };
}

/** Whole lines, given in order; a run goes in one edit. The document's last line takes the line break before it along. */
export function deleteLines(lines: Lines, deleted: readonly number[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let index = 0; index < deleted.length; index++) {
    const first = deleted[index] ?? 0;
    while (deleted[index + 1] === (deleted[index] ?? 0) + 1) index++;
    const last = deleted[index] ?? 0;
    const range =
      last + 1 < lines.lineCount
        ? { startLine: first, startCharacter: 0, endLine: last + 1, endCharacter: 0 }
        : {
            ...{ startLine: first - 1, startCharacter: lines.line(first - 1).length },
            ...{ endLine: last, endCharacter: lines.line(last).length },
          };
    edits.push({ range, newText: '' });
  }
  return edits;
}

/** Top to bottom, as a plan has them. */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort(
    ({ range: a }, { range: b }) => a.startLine - b.startLine || a.startCharacter - b.startCharacter,
  );
}
