// Inserts and removes options of a command, of curl or PowerShell.
import type { Lines } from '../common/lines';
import type { TextEdit } from '../common/textEdit';
import type { ScriptWord } from '../shells/shellCommand';

/** An option of a command with its value. */
export interface CommandOption {
  readonly words: readonly ScriptWord[];
  /** The word before them. */
  readonly before: ScriptWord;
  /** The part of its first word that stays; usually empty. */
  readonly kept: string;
}

/** Removes options and keeps the command whole. An option alone on a line goes with its line. */
export function removeOptions(
  lines: Lines,
  words: readonly ScriptWord[],
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
    edits.push({ range: afterOthers(whole, edits.at(-1)), newText: '' });
  }
  return edits;
}

/** Whether these lines have nothing but a line continuation. */
function isAlone(
  lines: Lines,
  { startLine, startCharacter, endLine, endCharacter }: TextEdit['range'],
): boolean {
  const before = lines.line(startLine).slice(0, startCharacter);
  const after = lines.line(endLine).slice(endCharacter);
  return isLineStart(before) && /^\s*[\\`^]\s*$/.test(after);
}

/** Blanks, or a terminal's prompt for a further line. */
function isLineStart(text: string): boolean {
  return /^\s*(?:>{1,2} \s*)?$/.test(text);
}

/** Where the gap before a word begins. If the gap has anything else, only its blanks count. */
function startOfGap(
  lines: Lines,
  before: ScriptWord,
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

/** Two adjacent options may both claim the gap between them. */
function afterOthers(range: TextEdit['range'], last: TextEdit | undefined): TextEdit['range'] {
  if (!last) return range;
  const { endLine, endCharacter } = last.range;
  const isAfter =
    range.startLine > endLine || (range.startLine === endLine && range.startCharacter >= endCharacter);
  return isAfter ? range : { ...range, startLine: endLine, startCharacter: endCharacter };
}

/**
 * Inserts an option after a word: on its own line if the command has one option per line, else on the word's line.
 * @param lineEnd the line continuation with the line break
 */
export function insertOption(
  lines: Lines,
  words: readonly ScriptWord[],
  anchor: ScriptWord,
  option: string,
  lineEnd: string,
): TextEdit {
  const next = words[words.indexOf(anchor) + 1];
  const { endLine, endCharacter } = anchor;
  if (next?.startLine === endLine + 1) {
    const start = lines.line(next.startLine).slice(0, next.startCharacter);
    if (isLineStart(start)) {
      // In an array of a shell, lines need no continuation.
      const isContinued = lines.line(endLine).trimEnd().endsWith(lineEnd.charAt(0));
      const end = isContinued ? ` ${lineEnd}` : lineEnd.slice(1);
      return { range: at(next.startLine, 0), newText: `${start}${option}${end}` };
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
