// Reads the words of PowerShell.
import type { ShellWord, WordPart } from './shellCommand';
import { ShellReader } from './shellReader';
import { placeholderInWord, WordParts } from './shellText';

/** Closes a list of commands in a word or a bracket. */
export type Closer = ')' | '}';

/** What an escape stands for, besides the character itself (about_Special_Characters). */
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

const escaped = (piece: string): string => escapes[piece.charAt(1)] ?? piece.charAt(1);

/** With typographic quotes, each of which closes the others of its kind; two stand for one (language specification, 2.3.5.2). */
const singleQuotes = {
  close: /['‘’‚‛]/y,
  piece: /[^'‘’‚‛]+|['‘’‚‛]{2}/y,
  meaning: (piece: string) => (/^['‘’‚‛]/.test(piece) ? piece.charAt(0) : piece),
};
const doubleQuotes = {
  close: /["“”„]/y,
  piece: /[^"“”„`$]+|["“”„]{2}|`[^]?/y,
  meaning: (piece: string) =>
    piece.startsWith('`') ? escaped(piece) : /^["“”„]/.test(piece) ? piece.charAt(0) : piece,
  expansion: /\$/y,
};

/** A plain part of a word. For the tokenizer, U+0085 is a blank too, and U+FEFF is none. After a comma, `#` begins a comment. */
const plainPart = /[@\ufeff]|[^\s\u0085'‘’‚‛"“”„`$;|&<>(){}@#]+|(?<!,)#/y;
const plainPartOfAssignment = /[@\ufeff]|[^\s\u0085'‘’‚‛"“”„`$;|&<>(){}@=#]+|=|(?<!,)#/y;

/** Reads the words of a PowerShell script (about_Parsing, "Argument mode"; issues 6467 and 15888 of PowerShell). */
export abstract class PowershellWords extends ShellReader<Closer> {
  /** Skips a comment, `#` or `<#`. False if none begins here. */
  comment(): boolean {
    if (this.startsWith('<#')) {
      const end = this.text.indexOf('#>', this.at + 2);
      this.at = end < 0 ? this.text.length : end + 2;
      return true;
    }
    return this.match(/#[^\n]*/y) !== '';
  }

  skipSpaces(): void {
    this.skipBlanks(/`\n|[\u0085\u00a0]+/y);
  }

  /**
   * Reads one word, with the brackets in it.
   * @param isRead whether to collect its parts
   * @param mayAssign whether `$name=` is a word, after which a command may follow
   * @param isFlat whether brackets only separate words
   */
  word(isRead: boolean, mayAssign: boolean, isFlat = false): ShellWord {
    const start = this.at;
    const parts = new WordParts(this, isRead);
    let quote: ShellWord['quote'] = '';
    let isClosed = true;
    // A string or a bracket at the beginning is a whole argument, with its members. The next one may follow directly.
    let isValue = true;
    for (let from = start; ; from = this.at) {
      const character = this.next;
      // Blanks may follow its header, and it may be empty.
      if (this.match(/@['‘’‚‛"“”„][ \t]*(?=\n)/y) !== '') {
        const isDouble = /["“”„]/.test(this.text.charAt(from + 1));
        isClosed = this.match(isDouble ? /[^]*?\n["“”„]@/y : /[^]*?\n['‘’‚‛]@/y) !== '';
        if (!isClosed) this.at = this.text.length;
        parts.add(from, '', isDouble);
      } else if (this.match(singleQuotes.close) !== '') {
        quote = "'";
        isClosed = this.quoted(parts, "'", singleQuotes);
      } else if (this.match(doubleQuotes.close) !== '') {
        quote = '"';
        isClosed = this.quoted(parts, '"', doubleQuotes);
      } else if (character === '`') {
        // Before a line break and at the end of the text, it continues the line.
        if (/^\n?$/.test(this.text.charAt(from + 1))) break;
        this.skip(2);
        isValue = false;
        parts.add(from, '', false, escaped(this.text.slice(from, this.at)));
      } else if (this.match(placeholderInWord) !== '') parts.add(from, '');
      else if (isFlat && /^(?:[@$]?\(|@?\{)/.test(this.ahead(2))) break;
      else if (character === '$' || /^@?[({]/.test(this.ahead(2))) {
        isValue &&= character !== '$' || this.startsWith('$(');
        isClosed = this.expansion(parts, '');
      } else if (mayAssign && character === '=' && this.text.charAt(start) === '$') {
        this.skip(1);
        parts.add(from, '');
        break;
      } else {
        isValue = false;
        // After an index, `#` begins a comment in an expression, but perhaps not in an argument.
        if (this.finds(/(?<=\])#[^\n]*['‘’‚‛"“”„]/y)) this.unclear(from);
        this.match(mayAssign ? plainPartOfAssignment : plainPart);
        parts.add(from, '');
      }
      if (this.at === from || !isClosed || (isValue && !this.finds(/\.\w|::|\[/y))) break;
    }
    return parts.joined(quote, !isClosed, start);
  }

  /** `$name`, and `(…)`, `{…}`, `@(…)`, `@{…}`, `$(…)` with the commands in them. */
  protected expansion(parts: WordParts, quote: WordPart['quote']): boolean {
    const from = this.at;
    let isClosed = true;
    // In braces, a name may have any characters: `${env:ProgramFiles(x86)}` (about_Variables).
    if (
      this.match(
        quote === ''
          ? /\$\{(?:[^`{}\n]|`[^\n]){1,300}\}(?:\.\w+)*|\$\{/y
          : /\$\{(?:(?:[^`{}\n]|`[^\n]){1,300}\})?/y,
      ) === ''
    ) {
      const opening = this.match(/[@$]?[({]/y);
      // Outside of quotes, with its members.
      if (opening === '') this.match(quote === '' ? /\$(?:\w[\w:]*(?:\.\w+)*)?/y : /\$\w*(?::\w+)?/y);
      else isClosed = this.nested(opening.endsWith('(') ? ')' : '}');
    }
    parts.add(from, quote, true);
    return isClosed;
  }
}
