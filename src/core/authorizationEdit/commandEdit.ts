import type { Lines } from '../common/lines';
import type { TextEdit } from '../common/textEdit';
import type { CurlWord } from '../shells/shellCommand';

/** An option of a command with its value. */
export interface CommandOption {
  readonly words: readonly CurlWord[];
  /** The word before them. */
  readonly before: CurlWord;
  /** What of its first word stays; empty for most. */
  readonly kept: string;
}

/** Takes options away such that the command stays one command; those that stand alone on a line with their line. */
export function removeOptions(
  lines: Lines,
  words: readonly CurlWord[],
  removed: readonly CommandOption[],
): TextEdit[] {
  const gone = new Set(removed.flatMap(each => (each.kept === '' ? each.words : [])));
  const lastKept = words.findLastIndex(word => !gone.has(word));
  const positions = new Map(words.map((word, index) => [word, index]));
  const edits: TextEdit[] = [];
  for (const each of removed) {
    const range = optionRange(each);
    if (each.kept !== '') {
      edits.push({ range, newText: each.kept });
      continue;
    }
    const isFollowed = (positions.get(each.words.at(-1) ?? each.before) ?? lastKept) < lastKept;
    const whole =
      isFollowed && isAlone(lines, range)
        ? { startLine: range.startLine, startCharacter: 0, endLine: range.endLine + 1, endCharacter: 0 }
        : { ...range, ...startOfGap(lines, each.before, range) };
    edits.push({ range: behindOthers(whole, edits.at(-1)), newText: '' });
  }
  return edits;
}

/** Whether nothing but this and what continues the command stands on its lines. */
function isAlone(
  lines: Lines,
  { startLine, startCharacter, endLine, endCharacter }: TextEdit['range'],
): boolean {
  const before = lines.line(startLine).slice(0, startCharacter);
  const after = lines.line(endLine).slice(endCharacter);
  return isLineStart(before) && /^\s*[\\`^]\s*$/.test(after);
}

/** Blanks, or the prompt of a terminal that waits for the rest of a command. */
function isLineStart(text: string): boolean {
  return /^\s*(?:>{1,2} \s*)?$/.test(text);
}

/** Where what separates a word from the one before begins; where something else stands there, only its blanks go. */
function startOfGap(
  lines: Lines,
  before: CurlWord,
  { startLine, startCharacter }: TextEdit['range'],
): Pick<TextEdit['range'], 'startLine' | 'startCharacter'> {
  for (let line = before.endLine; line <= startLine; line++) {
    const from = line === before.endLine ? before.endCharacter : 0;
    const between = lines.line(line).slice(from, line === startLine ? startCharacter : undefined);
    if (/^\s*(?:(?:>{1,2} |[\\`^])\s*)?$/.test(between)) continue;
    return { startLine, startCharacter: lines.line(startLine).slice(0, startCharacter).trimEnd().length };
  }
  return { startLine: before.endLine, startCharacter: before.endCharacter };
}

/** Two options in a row may both claim what is between them. */
function behindOthers(range: TextEdit['range'], last: TextEdit | undefined): TextEdit['range'] {
  if (!last) return range;
  const { endLine, endCharacter } = last.range;
  const isBehind =
    range.startLine > endLine || (range.startLine === endLine && range.startCharacter >= endCharacter);
  return isBehind ? range : { ...range, startLine: endLine, startCharacter: endCharacter };
}

/**
 * Puts an option behind a word: on a line of its own where the command has one option a line, else on the word's.
 * @param lineEnd what continues a command on the next line, with the end of line
 */
export function insertOption(
  lines: Lines,
  words: readonly CurlWord[],
  anchor: CurlWord,
  option: string,
  lineEnd: string,
): TextEdit {
  const next = words[words.indexOf(anchor) + 1];
  const { endLine, endCharacter } = anchor;
  if (next?.startLine === endLine + 1) {
    const start = lines.line(next.startLine).slice(0, next.startCharacter);
    if (isLineStart(start)) {
      return { range: at(next.startLine, 0), newText: `${start}${option} ${lineEnd}` };
    }
  }
  return { range: at(endLine, endCharacter), newText: ` ${option}` };
}

function at(line: number, character: number): TextEdit['range'] {
  return { startLine: line, startCharacter: character, endLine: line, endCharacter: character };
}

/** From the first to the last word of an option. */
export function optionRange({ words, before }: Pick<CommandOption, 'words' | 'before'>): TextEdit['range'] {
  const first = words[0] ?? before;
  const last = words.at(-1) ?? before;
  const { startLine, startCharacter } = first;
  const { endLine, endCharacter } = last;
  return { startLine, startCharacter, endLine, endCharacter };
}
