import assert from 'node:assert/strict';
import type { TextEdit } from '../../src/core/common/textEdit';

const marker = '$$CURSOR$$';

/** Removes the `$$CURSOR$$` marks from a text, and returns their lines. */
export function withCursors(marked: string): { text: string; cursors: number[] } {
  const parts = marked.split(marker);
  const cursors = parts.slice(0, -1).map((_, index) => {
    const before = parts.slice(0, index + 1).join('');
    return before.split(/\r\n|\n|\r/).length - 1;
  });
  return { text: parts.join(''), cursors };
}

/** The text after the edits. Fails if they overlap, are out of order or beyond the text. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n|\n|\r/g)) starts.push(lineBreak.index + lineBreak[0].length);
  const offset = (line: number, character: number): number => {
    const start = starts[line];
    assert.ok(start !== undefined, `line ${line} of ${starts.length}`);
    const length = text.slice(start, starts[line + 1]).replace(/[\r\n]+$/, '').length;
    assert.ok(character >= 0 && character <= length, `character ${character} of ${length} in line ${line}`);
    return start + character;
  };
  let result = '';
  let done = 0;
  for (const { range, newText } of edits) {
    const from = offset(range.startLine, range.startCharacter);
    const to = offset(range.endLine, range.endCharacter);
    assert.ok(from >= done && to >= from, `edits overlap at line ${range.startLine}`);
    result += text.slice(done, from) + newText;
    done = to;
  }
  return result + text.slice(done);
}
