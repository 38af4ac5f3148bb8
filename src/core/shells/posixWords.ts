// Reads the words of a POSIX shell.
import type { ShellWord, WordPart } from './shellCommand';
import { ShellReader } from './shellReader';
import { placeholderInWord, WordParts } from './shellText';

/** Closes a list of commands in a word or a bracket. */
export type Closer = ')' | '`';

/** Continues a command of a request file on the next line. */
const continuedLine = /\\[^\S\n]*(?:\n|$)/y;

/** With three levels of brackets in it. */
const arithmetic =
  /\$?\(\((?:[^()\n]|\((?:[^()\n]|\((?:[^()\n]|\([^()\n]{0,200}\)){0,200}\)){0,200}\)){0,200}\)\)/y;

/** A substitution in backticks, unless it is very long, in which no backslash may be part of a quote. */
const inBackticks = /`(?:[^\\`]|\\+[^\\"']){0,4000}`/y;

/** Words without special characters, as most are: what ends them, and what may follow. */
const plainWord = { end: /[ \t\n\\"'`$;&|<>(){]/g, followed: /[ \t\n;&|()]|(?<![/=])[<>](?!\()|$/y };
const plainRequestFileWord = { end: /[\s\\"'${]/g, followed: /\s|$/y };

const meaningInDouble = (piece: string): string => {
  if (!piece.startsWith('\\')) return piece;
  const next = piece.charAt(1);
  if (next === '\n') return '';
  return '"\\$`'.includes(next) ? next : piece;
};
const singleQuotes = { close: /'/y, piece: /[^']+/y };
const ansiQuotes = {
  close: /'/y,
  piece: /[^'\\]+|\\(?:[0-7]{1,3}|x[\da-fA-F]{1,2}|u[\da-fA-F]{1,4}|U[\da-fA-F]{1,8}|c[^'\\]|[^])?/y,
  meaning: meaningOfAnsi,
};
const doubleQuotes = {
  close: /"/y,
  piece: /[^"\\$`]+|\\[^]?/y,
  meaning: meaningInDouble,
  expansion: /[$`]/y,
};
const requestFileQuotes = { close: /"/y, piece: /[^"\\]+|\\[^]?/y, meaning: meaningInDouble };

/**
 * Reads the words of a script for sh, bash or zsh, or of a command in a request file: its clients know the shell's quotes
 * and `{{…}}`, but no operators and no expansions.
 */
export abstract class PosixWords extends ShellReader<Closer> {
  protected readonly isRequestFile: boolean = false;

  /**
   * Reads one word.
   * @param isRead whether to collect its parts
   * @param isFlat whether substitutions only separate words
   */
  word(isRead: boolean, closer = '', isFlat = false): ShellWord {
    const start = this.at;
    const isShell = !this.isRequestFile;
    const { end, followed } = isShell ? plainWord : plainRequestFileWord;
    const plain = this.until(end, followed);
    if (plain !== '') {
      return { text: plain, parts: [], quote: '', expands: false, isOpen: false, start, end: this.at };
    }
    const parts = new WordParts(this, isRead);
    let quote: ShellWord['quote'] = '';
    let isClosed = true;
    for (let from = start; ; from = this.at) {
      const character = this.next;
      if (this.takes("'")) {
        quote = "'";
        isClosed = this.quoted(parts, "'", singleQuotes);
      } else if (this.startsWith("$'")) {
        quote = "'";
        this.skip(2);
        isClosed = this.quoted(parts, "$'", ansiQuotes);
      } else if (character === '"' || (isShell && this.startsWith('$"'))) {
        quote = '"';
        isClosed = this.#doubleQuoted(parts);
      } else if (character === '\\') {
        // At the end of the text, it continues the line.
        if (from + 1 === this.text.length) break;
        // In request files blanks may follow it, and the next line begins another word.
        if (!isShell && this.finds(continuedLine)) break;
        this.skip(2);
        parts.add(from, '', false, this.text.charAt(from + 1).replace('\n', ''));
      } else if (!isShell) {
        // A variable that never closes is text; otherwise it would end with the next one.
        this.match(/\{\{[^{}\n]*\}\}|[^\s\\"'${]+|[${]/y);
        parts.add(from, '');
      } else if (this.match(placeholderInWord) !== '') parts.add(from, '');
      else if (isFlat && (character === '`' || /^(?:\$\((?!\()|[<>]\()/.test(this.ahead(3)))) break;
      else if (character === '$' || (character === '`' && closer !== '`') || this.isProcess()) {
        isClosed = this.expansion(parts, '');
      } else if (character === '{') {
        // `{a,b}` makes several words of one.
        const isList =
          this.match(/\{(?=[^ \t\n\\"'`$;&|<>(){}]*(?:,|\.\.))[^ \t\n\\"'`$;&|<>(){}]*\}/y) !== '';
        if (!isList) this.skip(1);
        parts.add(from, '', isList);
      } else {
        this.match(/[^ \t\n\\"'`$;&|<>(){]+/y);
        parts.add(from, '');
      }
      if (this.at === from || !isClosed) break;
    }
    return parts.joined(quote, !isClosed, start);
  }

  /** `<(…)` stands for a file name. */
  protected isProcess(): boolean {
    return this.startsWith('<(') || this.startsWith('>(');
  }

  /** Skips `((…))` on one line, where `<<` and `#` are operators. */
  protected arithmetic(opening: '((' | '$(('): boolean {
    return this.startsWith(opening) && this.match(arithmetic) !== '';
  }

  #doubleQuoted(parts: WordParts): boolean {
    this.match(/\$?"/y);
    return this.quoted(parts, '"', this.isRequestFile ? requestFileQuotes : doubleQuotes);
  }

  /** `$name`, `${…}`, `$((…))`, `$(…)`, backticks, `<(…)`. */
  protected expansion(parts: WordParts, quote: WordPart['quote']): boolean {
    const from = this.at;
    const isClosed = this.#skipExpansion(quote === '"');
    // A lone `$` is text.
    parts.add(from, quote, this.text.slice(from, this.at) !== '$');
    return isClosed;
  }

  #skipExpansion(isInDouble: boolean): boolean {
    if (this.isTooDeep) this.skip(1);
    else if (this.arithmetic('$((')) return true;
    else if (this.match(/[$<>]\(/y) !== '') return this.nested(')');
    else if (this.next === '`') {
      this.skipBacktick();
      return this.nested('`');
    } else if (this.match(/\$\{/y) !== '') return this.deeper(() => this.#braces(isInDouble));
    // `$name[@]`, `$=name`, `$~name` and `$^name` of zsh are lists, also in quotes; elsewhere they hold text.
    else this.match(/\$(?:[=~^]{0,2}\w+(?:\[[@*]\])?|[@*#?$!-])?/y);
    return true;
  }

  /** Reads the rest of `${…}`. */
  #braces(isInDouble: boolean): boolean {
    const parts = new WordParts(this, false);
    // In double quotes, shells differ in whether single quotes quote in `${x:-…}`; in a pattern they do (POSIX 2.6.2).
    const isText = isInDouble && this.finds(/!?(?:\w+|[@*#?$!-])(?:\[[\w@*]*\])?:?[-=?+]/y);
    for (;;) {
      while (this.match(/[^"'\\$`}]+|\\[^]?/y) !== '');
      let isClosed = true;
      if (this.startsWith("$'") && !isText) {
        this.skip(2);
        isClosed = this.quoted(parts, "$'", ansiQuotes);
      } else if (this.startsWith("'") && isText) {
        // Without a special character in them, it makes no difference.
        if (this.match(/'[^'"{}$`\\\n]*'/y) === '') {
          this.unclear(this.at);
          if (this.match(/'[^'\n]*'(?=\})/y) === '') this.skip(1);
        }
      } else if (this.takes("'")) isClosed = this.quoted(parts, "'", singleQuotes);
      else if (this.next === '"') isClosed = this.#doubleQuoted(parts);
      else if (this.next === '$' || this.next === '`') isClosed = this.#skipExpansion(isInDouble);
      else return this.takes('}');
      if (!isClosed) return false;
    }
  }

  /**
   * Skips an opening backtick. Up to the next one the shell removes backslashes before it reads quotes (POSIX 2.6.3), which
   * this reader does not do.
   */
  protected skipBacktick(): void {
    if (!this.finds(inBackticks)) this.unclear(this.at);
    this.skip(1);
  }
}

const ansiMeanings: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"', '?': '?' },
};

/** Decodes an escape of `$'…'` (Bash Reference Manual §3.1.2.4). Others stay as written. */
function meaningOfAnsi(piece: string): string {
  if (!piece.startsWith('\\')) return piece;
  const kind = piece.charAt(1);
  const digits = piece.slice(2);
  if (/[0-7]/.test(kind)) return String.fromCharCode(parseInt(piece.slice(1), 8) & 0xff);
  if (/[xuU]/.test(kind) && digits !== '') {
    const code = parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  if (kind === 'c' && digits !== '') return String.fromCharCode(digits.charCodeAt(0) & 0x1f);
  return ansiMeanings[kind] ?? piece;
}

class RequestFileWords extends PosixWords {
  protected override readonly isRequestFile = true;

  protected commands(): boolean {
    return true;
  }

  /** Skips to the next word. False at the end of the command. */
  skipToWord(): boolean {
    do this.match(/[^\S\n]+/y);
    while (this.match(continuedLine) !== '');
    return !this.isAtEnd && this.next !== '\n';
  }
}

/**
 * Reads the words of a command in a request file, and where it ends. It ends with the first line that neither ends in `\`
 * nor leaves a quote open.
 * @param text ends with the command's block
 * @param start where the command begins
 */
export function requestFileWords(
  text: string,
  start = 0,
): { readonly words: ShellWord[]; readonly end: number } {
  const reader = new RequestFileWords(text);
  reader.at = start;
  const words: ShellWord[] = [];
  while (reader.skipToWord()) words.push(reader.word(true));
  return { words, end: reader.at };
}
