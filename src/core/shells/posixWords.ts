import type { Nesting } from './nesting';
import type { ShellWord, WordPart } from './shellCommand';
import type { ShellText } from './shellText';
import { WordParts } from './wordParts';

/** Closes a list of commands in a word or a bracket. */
export type Closer = ')' | '`';

/**
 * Who reads a command. A shell expands variables and ends words at operators. A client of request files knows the
 * shell's quotes and `{{…}}`, but no operators and no expansions.
 */
export type WordReader = 'shell' | 'requestFile';

/** Continues a command of a request file on the next line. */
export const continuedLine = /\\[^\S\n]*(?:\n|$)/y;

/** Words without special characters, as most are. */
const plainWord = /[^ \t\n\\"'`$;&|<>(){]+(?=[ \t\n;&|()]|[<>](?!\()|$)/y;
const plainRequestFileWord = /[^\s\\"'${]+(?=\s|$)/y;

/** Reads the words of a script for sh, bash or zsh. `Nesting` reads the commands in them. */
export class PosixWords {
  constructor(
    private readonly text: ShellText,
    private readonly nested: Nesting<Closer>,
    private readonly reader: WordReader = 'shell',
  ) {}

  /**
   * Reads one word.
   * @param isRead whether to collect its parts
   * @param isFlat whether substitutions only separate words
   */
  word(isRead: boolean, closer = '', isFlat = false): ShellWord {
    const { text } = this;
    const start = text.at;
    const isShell = this.reader === 'shell';
    const plain = text.match(isShell ? plainWord : plainRequestFileWord);
    if (plain !== '') {
      return { text: plain, parts: [], quote: '', expands: false, isOpen: false, start, end: text.at };
    }
    const parts = new WordParts(isRead);
    let quote: ShellWord['quote'] = '';
    let isClosed = true;
    for (let from = start; ; from = text.at) {
      const character = text.next;
      if (character === "'") {
        quote = "'";
        text.skip(1);
        isClosed = this.#singleQuoted(parts);
      } else if (text.startsWith("$'")) {
        quote = "'";
        text.skip(2);
        isClosed = this.#ansiQuoted(parts);
      } else if (character === '"' || (isShell && text.startsWith('$"'))) {
        quote = '"';
        isClosed = this.#doubleQuoted(parts);
      } else if (character === '\\') {
        // At the end of the text, it continues the line.
        if (from + 1 === text.text.length) break;
        // In request files blanks may follow it, and the next line begins another word.
        if (!isShell && text.finds(continuedLine)) break;
        text.skip(2);
        parts.add(text.text.charAt(from + 1).replace('\n', ''), from, text.at, '');
      } else if (!isShell) {
        // A variable that never closes is text; otherwise it would end with the next one.
        text.match(/\{\{[^{}\n]*\}\}|[^\s\\"'${]+|[${]/y);
        parts.add(text.text.slice(from, text.at), from, text.at, '');
      } else if (isFlat && (character === '`' || /^(?:\$\((?!\()|[<>]\()/.test(text.ahead(3)))) break;
      else if (character === '$' || (character === '`' && closer !== '`') || this.isProcess()) {
        isClosed = this.#expansion(parts, '');
      } else if (character === '{') {
        // `{a,b}` makes several words of one.
        const isList =
          text.match(/\{(?=[^ \t\n\\"'`$;&|<>(){}]*(?:,|\.\.))[^ \t\n\\"'`$;&|<>(){}]*\}/y) !== '';
        if (!isList) text.skip(1);
        parts.add(text.text.slice(from, text.at), from, text.at, '', isList);
      } else {
        text.match(/[^ \t\n\\"'`$;&|<>(){]+/y);
        parts.add(text.text.slice(from, text.at), from, text.at, '');
      }
      if (text.at === from || !isClosed) break;
    }
    return parts.joined(quote, !isClosed, start, text.at);
  }

  /** `<(…)` stands for a file name. */
  isProcess(): boolean {
    return this.text.startsWith('<(') || this.text.startsWith('>(');
  }

  /** Skips `((…))` on one line, where `<<` and `#` are operators. */
  arithmetic(opening: '((' | '$(('): boolean {
    if (!this.text.startsWith(opening)) return false;
    return this.text.match(/\$?\(\((?:[^()\n]|\([^()\n]{0,200}\)){0,200}\)\)/y) !== '';
  }

  #singleQuoted(parts: WordParts): boolean {
    const { text } = this;
    const from = text.at;
    parts.add(text.match(/[^']+/y), from, text.at, "'");
    return text.takes("'");
  }

  /** `$'…'` with the escapes of C, after its opening quote. */
  #ansiQuoted(parts: WordParts): boolean {
    const { text } = this;
    parts.add('', text.at, text.at, "$'");
    for (;;) {
      const from = text.at;
      const plain = text.match(/[^'\\]+/y);
      const escape = plain === '' ? text.match(ansiEscape) : '';
      if (text.at === from) return text.takes("'");
      parts.add(escape === '' ? plain : meaningOfAnsi(escape), from, text.at, "$'");
    }
  }

  #doubleQuoted(parts: WordParts): boolean {
    const { text } = this;
    text.match(/\$?"/y);
    parts.add('', text.at, text.at, '"');
    for (;;) {
      const from = text.at;
      const character = text.next;
      if (character === '' || character === '"') return text.takes('"');
      if (character === '\\') {
        text.skip(2);
        const next = text.text.charAt(from + 1);
        const meaning = next === '\n' ? '' : '"\\$`'.includes(next) ? next : `\\${next}`;
        parts.add(meaning, from, text.at, '"');
      } else if (this.reader === 'shell' && (character === '$' || character === '`')) {
        if (!this.#expansion(parts, '"')) return false;
      } else {
        text.match(this.reader === 'shell' ? /[^"\\$`]+/y : /[^"\\]+/y);
        parts.add(text.text.slice(from, text.at), from, text.at, '"');
      }
    }
  }

  /** `$name`, `${…}`, `$((…))`, `$(…)`, backticks, `<(…)`. False if it never ends. */
  #expansion(parts: WordParts, quote: WordPart['quote']): boolean {
    const { text } = this;
    const from = text.at;
    const isClosed = this.#skipExpansion();
    const written = text.text.slice(from, text.at);
    // A lone `$` is text.
    parts.add(written, from, text.at, quote, written !== '$');
    return isClosed;
  }

  #skipExpansion(): boolean {
    const { text } = this;
    if (this.nested.isTooDeep) {
      text.skip(1);
      return true;
    }
    if (this.arithmetic('$((')) return true;
    if (text.match(/[$<>]\(/y) !== '') return this.nested.commands(')');
    if (text.match(/`/y) !== '') return this.nested.commands('`');
    if (text.match(/\$\{/y) !== '') return this.nested.deeper(() => this.#braces());
    text.match(/\$(?:\w+|[@*#?$!-])?/y);
    return true;
  }

  #braces(): boolean {
    const { text } = this;
    for (;;) {
      text.match(/[^"\\$`}]+/y);
      const character = text.next;
      if (character === '"') {
        if (!this.#doubleQuoted(new WordParts(false))) return false;
      } else if (character === '$' || character === '`') {
        if (!this.#skipExpansion()) return false;
      } else if (character === '\\') text.skip(2);
      else return text.takes('}');
    }
  }
}

const ansiEscape = /\\(?:[0-7]{1,3}|x[\da-fA-F]{1,2}|u[\da-fA-F]{1,4}|U[\da-fA-F]{1,8}|c[^'\\]|[^])?/y;

const ansiMeanings: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** Decodes an escape of `$'…'` (Bash Reference Manual §3.1.2.4). Unknown ones stay as written. */
function meaningOfAnsi(escape: string): string {
  const kind = escape.charAt(1);
  const meaning = ansiMeanings[kind];
  if (meaning !== undefined) return meaning;
  const digits = escape.slice(2);
  if (/[0-7]/.test(kind)) return String.fromCharCode(parseInt(escape.slice(1), 8) & 0xff);
  if (/[xuU]/.test(kind) && digits !== '') {
    const code = parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  if (kind === 'c' && digits !== '') return String.fromCharCode(digits.charCodeAt(0) & 0x1f);
  return escape;
}
