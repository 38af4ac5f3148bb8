import type { Lines } from '../../common/lines';

/** A `key: value` of a block, as Bruno reads it. */
export interface BruPair {
  /** Without quotes and `~`. */
  readonly name: string;
  readonly isEnabled: boolean;
  /** The line of its first annotation, else its own line. */
  readonly firstLine: number;
  readonly line: number;
  /** Differs from `line` only if the value is a `'''` text or a list. */
  readonly lastLine: number;
  /** Trimmed; the content of a `'''` text or a list. */
  readonly value: string;
  /** Character at which the value begins in `line`; after the colon if it is empty. */
  readonly valueStart: number;
  /** Character after the value in `lastLine`. */
  readonly valueEnd: number;
}

/** A block from its name to the line of its `}`. Blocks of text have no pairs. */
export interface BruBlock {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly pairs: readonly BruPair[];
}

const opening = /^[ \t]*([A-Za-z][\w:-]*)[ \t]*\{(.*)$/;
const dictionary =
  /^(?:meta|app|settings|get|post|put|delete|patch|options|head|connect|trace|http|grpc|ws|headers|metadata|query|params:\w+|vars|vars:[\w-]+|assert|auth|auth:.+|body:(?:form-urlencoded|multipart-form|file|grpc|ws))$/;
const textMark = "'''";

/**
 * The blocks of a `.bru` file, top to bottom, in linear time; undefined if Bruno cannot read it. A block ends with the
 * first line that begins with `}` (grammar: `bruToJson.js` of @usebruno/lang). A block with an unknown name counts as text.
 */
export function bruBlocks(lines: Lines): BruBlock[] | undefined {
  const blocks: BruBlock[] = [];
  for (let first = 0; first < lines.lineCount; first++) {
    const text = lines.line(first).replace(/^\uFEFF/, '');
    if (text.trim() === '') continue;
    const [, name = '', rest = ''] = opening.exec(text) ?? [];
    if (name === '') return undefined;
    const isText = !dictionary.test(name);
    if (!isText && rest.trim() !== '') return undefined;
    const content = isText
      ? { pairs: [], last: endOfTextBlock(lines, first, rest) }
      : readPairs(lines, first + 1);
    if (!content || content.last >= lines.lineCount) return undefined;
    if (lines.line(content.last).slice(1).trim() !== '') return undefined;
    blocks.push({ name, first, ...content });
    first = content.last;
  }
  return blocks;
}

/** A `}` ends the block only after the first line of text that is not empty. */
function endOfTextBlock(lines: Lines, first: number, rest: string): number {
  let line = first + 1;
  if (rest === '') {
    while (line < lines.lineCount && lines.line(line) === '') line++;
    line++;
  }
  while (line < lines.lineCount && !lines.line(line).startsWith('}')) line++;
  return line;
}

/** Undefined if a line is neither a pair nor an annotation of the next one. */
function readPairs(lines: Lines, first: number): { pairs: BruPair[]; last: number } | undefined {
  const pairs: BruPair[] = [];
  let annotations: number | undefined;
  let line = first;
  for (; line < lines.lineCount && !lines.line(line).startsWith('}'); line++) {
    const text = lines.line(line);
    if (text.trim() === '') continue;
    if (/^[ \t]*@[^\s(:]+(?:\(|[ \t]*$)/.test(text) && !/\)[ \t]*:/.test(text)) {
      const mark = text.indexOf(`(${textMark}`);
      const end = mark < 0 ? undefined : endOfText(lines, line, mark + 1)?.line;
      // Bruno would read on to the next bracket.
      if (end === undefined && text.includes('(') && !text.includes(')')) return undefined;
      annotations ??= line;
      line = end ?? line;
      continue;
    }
    const pair = pairAt(lines, line, annotations ?? line);
    if (!pair) return undefined;
    pairs.push(pair);
    annotations = undefined;
    line = pair.lastLine;
  }
  return { pairs, last: line };
}

function pairAt(lines: Lines, line: number, firstLine: number): BruPair | undefined {
  const text = lines.line(line);
  const found = /^[ \t]*(~?)("(?:\\"|[^"\\]|\\(?!"))*"|[^\s:"~][^\s:]*)[ \t]*:/.exec(text);
  if (!found) return undefined;
  const [head, disabled = '', key = ''] = found;
  const name = key.startsWith('"') ? key.slice(1, -1).replaceAll('\\"', '"') : key;
  const rest = text.slice(head.length);
  const value = rest.trim();
  const valueStart = head.length + (value === '' ? 0 : rest.length - rest.trimStart().length);
  let end;
  if (value === '[') end = endOfList(lines, line);
  else if (value.startsWith(textMark)) end = endOfText(lines, line, valueStart);
  const common = { name, isEnabled: disabled === '', firstLine, line, valueStart };
  if (!end) return { ...common, lastLine: line, value, valueEnd: valueStart + value.length };
  return { ...common, lastLine: end.line, value: end.text.trim(), valueEnd: end.character };
}

/** Words between a `[` and a `]` on lines of their own. */
function endOfList(
  lines: Lines,
  first: number,
): { line: number; character: number; text: string } | undefined {
  const words: string[] = [];
  for (let line = first + 1; line < lines.lineCount; line++) {
    const word = lines.line(line).trim();
    if (word === ']') return { line, character: lines.line(line).length, text: words.join('\n') };
    if (!/^[\w-]*$/.test(word)) return undefined;
    words.push(word);
  }
  return undefined;
}

/** The end of the `'''` text that begins here; undefined if it never ends. */
function endOfText(
  lines: Lines,
  first: number,
  mark: number,
): { line: number; character: number; text: string } | undefined {
  const parts: string[] = [];
  let from = mark + textMark.length;
  for (let line = first; line < lines.lineCount; line++) {
    const text = lines.line(line);
    const end = text.indexOf(textMark, from);
    if (end >= 0) {
      parts.push(text.slice(from, end));
      return { line, character: end + textMark.length, text: parts.join('\n') };
    }
    parts.push(text.slice(from));
    from = 0;
  }
  return undefined;
}
