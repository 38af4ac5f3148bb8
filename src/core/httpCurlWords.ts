import type { LineRange, Lines } from './httpLines';

/** A word of a command line and where it stands, quotes included. */
export interface CurlWord {
  /** What the command sees: without quotes and escapes. */
  readonly text: string;
  /** The last quote it opened, as a style to keep: `'`, `"` or none. */
  readonly quote: '' | '"' | "'";
  /** Its quote never ends: the word took everything up to the end of the block. */
  readonly isOpen: boolean;
  /** The shell puts something in for a part of it: `$NAME` outside of single quotes. A request file has no shell. */
  readonly expands: boolean;
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/**
 * Splits the command that begins at a range's first line into words, with the shell's quotes: `'…'`, `"…"`, `$'…'`.
 * The command ends with the first line that neither ends in `\` nor leaves a quote open.
 */
export function curlWords(lines: Lines, range: LineRange): { words: CurlWord[]; lastLine: number } {
  const words: CurlWord[] = [];
  let word: OpenWord | undefined;
  let open: '' | Quote = '';
  for (let line = range.first; ; line++) {
    const text = lines.line(line);
    let continues = false;
    for (let at = 0; at < text.length;) {
      const piece: Piece = open ? quotedPiece(text, at, open) : plainPiece(text, at);
      if (piece.kind === 'blank' || piece.kind === 'continuation') {
        if (word) words.push(closed(word, false, line, at));
        word = undefined;
        continues = piece.kind === 'continuation';
      } else {
        word ??= { parts: [], quote: '', startLine: line, startCharacter: at };
        word.parts.push(piece.text);
        if (piece.kind === 'quote') {
          open = piece.opens;
          if (open) word.quote = open === '"' ? '"' : "'";
        }
      }
      at = piece.end;
    }
    if (open && line < range.last) word?.parts.push('\n');
    else if (word) {
      words.push(closed(word, open !== '', line, text.length));
      word = undefined;
    }
    if (line >= range.last || !(continues || open)) return { words, lastLine: line };
  }
}

type Quote = '"' | "'" | "$'";

interface OpenWord {
  readonly parts: string[];
  quote: '' | '"' | "'";
  readonly startLine: number;
  readonly startCharacter: number;
}

type Piece =
  | { readonly kind: 'blank'; readonly end: number }
  | { readonly kind: 'continuation'; readonly end: number }
  | { readonly kind: 'text'; readonly text: string; readonly end: number }
  | { readonly kind: 'quote'; readonly text: ''; readonly opens: '' | Quote; readonly end: number };

function plainPiece(text: string, at: number): Piece {
  const character = text.charAt(at);
  if (/\s/.test(character)) return { kind: 'blank', end: endOf(/\s+/y, text, at) };
  if (character === '\\') {
    if (isBlankFrom(text, at + 1)) return { kind: 'continuation', end: text.length };
    return { kind: 'text', text: text.charAt(at + 1), end: at + 2 };
  }
  if (character === '"' || character === "'")
    return { kind: 'quote', text: '', opens: character, end: at + 1 };
  if (text.startsWith("$'", at)) return { kind: 'quote', text: '', opens: "$'", end: at + 2 };
  if (text.startsWith('{{', at)) {
    // One that never closes is text: else it would swallow the next one's end.
    const end = Math.max(at + 2, endOf(/\{\{[^{}]*\}\}/y, text, at));
    return { kind: 'text', text: text.slice(at, end), end };
  }
  const end = Math.max(at + 1, endOf(/[^\s\\"'${]+/y, text, at));
  return { kind: 'text', text: text.slice(at, end), end };
}

function quotedPiece(text: string, at: number, open: Quote): Piece {
  const quote = open === '"' ? '"' : "'";
  const character = text.charAt(at);
  if (character === quote) return { kind: 'quote', text: '', opens: '', end: at + 1 };
  if (character === '\\' && open !== "'") {
    const next = text.charAt(at + 1);
    const isEscape = open === "$'" || '"\\$`'.includes(next);
    return { kind: 'text', text: isEscape ? next : `\\${next}`, end: Math.min(at + 2, text.length) };
  }
  const end = Math.max(
    at + 1,
    endOf(open === '"' ? /[^"\\]+/y : open === "'" ? /[^']+/y : /[^'\\]+/y, text, at),
  );
  return { kind: 'text', text: text.slice(at, end), end };
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function isBlankFrom(text: string, at: number): boolean {
  return endOf(/\s*/y, text, at) === text.length;
}

function closed(word: OpenWord, isOpen: boolean, endLine: number, endCharacter: number): CurlWord {
  const { quote, startLine, startCharacter } = word;
  const text = word.parts.join('');
  return { text, quote, isOpen, expands: false, startLine, startCharacter, endLine, endCharacter };
}
