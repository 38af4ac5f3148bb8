import type { Nesting } from './nesting';
import type { ShellWord } from './shellCommand';
import type { ShellText } from './shellText';
import { WordParts } from './wordParts';

/** Closes a list of commands in a word or a bracket. */
export type Closer = ')' | '}';

/** Quotes, also typographic ones: any of a kind closes any of it (language specification, 2.3.5.2). */
const singleQuote = /['‘’‚‛]/;
const doubleQuote = /["“”„]/;

/** A plain part of a word. The tokenizer takes U+0085 for a blank too. */
const plainPart = /@|[^\s\u0085'‘’‚‛"“”„`$;|&<>(){}@]+/y;
const plainPartOfAssignment = /@|[^\s\u0085'‘’‚‛"“”„`$;|&<>(){}@=]+|=/y;

/** What an escape stands for, besides the character itself (about_Special_Characters). */
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** Reads the words of a PowerShell script. `Nesting` reads the commands in them. */
export class PowershellWords {
  constructor(
    private readonly text: ShellText,
    private readonly nested: Nesting<Closer>,
  ) {}

  /** Skips a comment, `#` or `<#`. */
  comment(): void {
    const { text } = this;
    if (text.next === '#') {
      text.match(/[^\n]*/y);
      return;
    }
    const end = text.text.indexOf('#>', text.at + 2);
    text.at = end < 0 ? text.text.length : end + 2;
  }

  /** Whether a comment begins here. */
  isComment(): boolean {
    return this.text.next === '#' || this.text.startsWith('<#');
  }

  skipBlanks(): void {
    this.text.skipBlanks(/`\n|[\u0085\u00a0]+/y);
  }

  /**
   * Reads one word, with the brackets in it.
   * @param isRead whether to collect its parts
   * @param mayAssign whether `$name=` is a word, after which a command may follow
   * @param isFlat whether brackets only separate words
   */
  word(isRead: boolean, mayAssign: boolean, isFlat = false): ShellWord {
    const { text } = this;
    const start = text.at;
    const parts = new WordParts(isRead);
    let quote: ShellWord['quote'] = '';
    let isClosed = true;
    for (let from = start; ; from = text.at) {
      const character = text.next;
      const plain = (expands = false): void => {
        parts.add(text.text.slice(from, text.at), from, text.at, '', expands);
      };
      if (/^@['‘’‚‛"“”„]\n/.test(text.ahead(3))) {
        const isDouble = doubleQuote.test(text.text.charAt(from + 1));
        isClosed = text.match(isDouble ? /@.\n[^]*?\n["“”„]@/y : /@.\n[^]*?\n['‘’‚‛]@/y) !== '';
        if (!isClosed) text.at = text.text.length;
        plain(isDouble);
      } else if (singleQuote.test(character)) {
        quote = "'";
        isClosed = this.#singleQuoted(parts);
      } else if (doubleQuote.test(character)) {
        quote = '"';
        isClosed = this.#doubleQuoted(parts);
      } else if (character === '`') {
        // Before a line break and at the end of the text, it continues the line.
        if (/^\n?$/.test(text.text.charAt(from + 1))) break;
        text.skip(2);
        parts.add(escaped(text.text.charAt(from + 1)), from, text.at, '');
      } else if (isFlat && /^(?:[@$]?\(|@?\{)/.test(text.ahead(2))) break;
      else if (/[({]/.test(character) || /^[@$][({]/.test(text.ahead(2))) {
        isClosed = this.#bracket();
        plain(true);
      } else if (character === '$') {
        text.match(/\$(?:\w[\w:]*)?/y);
        plain(true);
      } else if (mayAssign && character === '=' && text.text.charAt(start) === '$') {
        text.skip(1);
        plain();
        break;
      } else {
        text.match(mayAssign ? plainPartOfAssignment : plainPart);
        plain();
      }
      if (text.at === from || !isClosed) break;
    }
    return parts.joined(quote, !isClosed, start, text.at);
  }

  #singleQuoted(parts: WordParts): boolean {
    const { text } = this;
    text.skip(1);
    parts.add('', text.at, text.at, "'");
    for (;;) {
      const from = text.at;
      const plain = text.match(/[^'‘’‚‛]+/y);
      if (plain !== '') parts.add(plain, from, text.at, "'");
      else if (text.match(/['‘’‚‛]{2}/y) !== '') parts.add(text.text.charAt(from), from, text.at, "'");
      else return text.match(/[^]/y) !== '';
    }
  }

  #doubleQuoted(parts: WordParts): boolean {
    const { text } = this;
    text.skip(1);
    parts.add('', text.at, text.at, '"');
    for (;;) {
      const from = text.at;
      const character = text.next;
      if (text.match(/["“”„]{2}/y) !== '') parts.add(character, from, text.at, '"');
      else if (character === '') return false;
      else if (doubleQuote.test(character)) return text.match(/[^]/y) !== '';
      else if (character === '`') {
        text.skip(2);
        parts.add(escaped(text.text.charAt(from + 1)), from, text.at, '"');
      } else if (character === '$') {
        const isClosed = /^\$[({]/.test(text.ahead(2))
          ? this.#bracket()
          : text.match(/\$\w*(?::\w+)?/y) !== '';
        parts.add(text.text.slice(from, text.at), from, text.at, '"', true);
        if (!isClosed) return false;
      } else parts.add(text.match(/[^"“”„`$]+/y), from, text.at, '"');
    }
  }

  /** `(…)`, `{…}`, `@(…)`, `@{…}`, `$(…)` with the commands in it, and `${name}`. False if it never ends. */
  #bracket(): boolean {
    if (this.text.match(/\$\{(?:[\w:]+\})?/y) !== '') return true;
    const opening = this.text.match(/[@$]?[({]/y);
    return this.nested.commands(opening.endsWith('(') ? ')' : '}');
  }
}

function escaped(character: string): string {
  return escapes[character] ?? character;
}
