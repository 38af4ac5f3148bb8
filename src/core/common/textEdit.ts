import type { Lines } from './lines';

/** A text edit without vscode. Lines and characters count from 0; the end is exclusive. */
export interface TextEdit {
  readonly range: {
    readonly startLine: number;
    readonly startCharacter: number;
    readonly endLine: number;
    readonly endCharacter: number;
  };
  readonly newText: string;
}

/** Inserts a line before an existing one, or after the last one. */
export function insertLine(lines: Lines, line: number, text: string, eol: string): TextEdit {
  const isAfterLast = line >= lines.lineCount;
  const at = isAfterLast ? lines.lineCount - 1 : line;
  const character = isAfterLast ? lines.line(at).length : 0;
  return {
    range: { startLine: at, startCharacter: character, endLine: at, endCharacter: character },
    newText: isAfterLast ? eol + text : text + eol,
  };
}

/** Deletes whole lines, given in order. Adjacent lines become one edit. */
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

export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort(
    ({ range: a }, { range: b }) => a.startLine - b.startLine || a.startCharacter - b.startCharacter,
  );
}
