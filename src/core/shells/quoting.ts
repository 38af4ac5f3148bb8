import { firstIndexWhere } from '../common/collections';
import type { ShellWord, WordPart } from './shellCommand';

/** Whose rules for quotes apply. */
export type Quoting = 'posix' | 'powershell' | 'cmd' | 'requestFile';

type Escape = (text: string) => string;

const inSingleQuotes: Escape = text => text.replaceAll("'", "'\\''");
/** Special characters outside of quotes. */
const special = /[\s"'\\`$&|;<>()*?[\]{}~#!^]/g;

const escapes: Readonly<Record<Quoting, Readonly<Record<WordPart['quote'], Escape>>>> = {
  posix: {
    "'": inSingleQuotes,
    '"': text => text.replace(/["\\`$]/g, '\\$&'),
    "$'": text => text.replace(/['\\]/g, '\\$&'),
    '': text => text.replace(special, '\\$&'),
  },
  requestFile: {
    "'": inSingleQuotes,
    '"': text => text.replace(/["\\`]/g, '\\$&'),
    "$'": text => text.replace(/['\\]/g, '\\$&'),
    // A variable needs no escapes.
    '': text =>
      text.replace(/\{\{[^{}]*\}\}|[\s"'\\]/g, found => (found.startsWith('{{') ? found : `\\${found}`)),
  },
  powershell: {
    "'": text => text.replaceAll("'", "''"),
    '"': text => text.replace(/["`$]/g, '`$&'),
    "$'": text => text,
    '': text => text.replace(/[\s"'`$;|&<>(){}@,#]/g, '`$&'),
  },
  cmd: {
    "'": text => text,
    '"': text => text.replaceAll('%', '%%').replaceAll('"', '\\"'),
    "$'": text => text,
    // Outside of quotes a blank cannot be escaped.
    '': text => (/[\s"&|<>^%]/.test(text) ? `"${escapes.cmd['"'](text)}"` : text),
  },
};

/** Escapes a text for the given quotes, or for outside of quotes, so that the command gets it unchanged. */
export function escapedIn(quoting: Quoting, quote: WordPart['quote'], text: string): string {
  return escapes[quoting][quote](text);
}

/** The source of a part of a word's text. */
export interface WordPiece {
  readonly quote: WordPart['quote'];
  /** The offset in the script of an offset in the word's text, between the ends of the piece. */
  placeOf(offset: number): number;
}

/** Maps the text of a word to its source. */
export class WordPlaces {
  readonly #parts: readonly WordPart[];
  /** Where each part begins in the text. */
  readonly #offsets: number[] = [];

  constructor({ parts, text, start, end }: ShellWord) {
    this.#parts = parts.length > 0 ? parts : [{ text, start, end, quote: '', expands: false }];
    let offset = 0;
    for (const part of this.#parts) {
      this.#offsets.push(offset);
      offset += part.text.length;
    }
  }

  /**
   * The source between two offsets of the text. Undefined if it is not one piece in the same quotes, or has an expansion
   * that is more than a variable.
   */
  piece(from: number, to: number): WordPiece | undefined {
    const first = this.#indexAt(from);
    const last = to > from ? this.#indexAt(to - 1) : first;
    const { quote } = this.#parts[first] ?? {};
    if (quote === undefined) return undefined;
    for (let index = first; index <= last; index++) {
      const part = this.#parts[index];
      const isNext = index === first || part?.start === this.#parts[index - 1]?.end;
      const isKnown = !part?.expands || /^\$(?:\w+|\{\w+\})$/.test(part.text);
      if (!isNext || !isKnown || part?.quote !== quote) return undefined;
    }
    return {
      quote,
      placeOf: offset => (offset < to || to <= from ? this.#startOf(offset) : this.#endOf(to - 1)),
    };
  }

  /** The last part that begins at or before an offset. */
  #indexAt(offset: number): number {
    return firstIndexWhere(this.#offsets, start => start > offset) - 1;
  }

  #startOf(offset: number): number {
    const index = this.#indexAt(offset);
    const part = this.#parts[index];
    const within = offset - (this.#offsets[index] ?? 0);
    if (!part) return 0;
    return isLiteral(part) ? part.start + within : within < part.text.length ? part.start : part.end;
  }

  /** The end of the source of the character at an offset. */
  #endOf(offset: number): number {
    const index = this.#indexAt(offset);
    const part = this.#parts[index];
    if (!part) return 0;
    return isLiteral(part) ? part.start + offset - (this.#offsets[index] ?? 0) + 1 : part.end;
  }
}

/** Whether each character of a part stands for itself. */
function isLiteral({ text, start, end }: WordPart): boolean {
  return text.length === end - start;
}
