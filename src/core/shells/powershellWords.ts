import type { Nesting } from './nesting';
import type { ShellWord } from './shellCommand';
import type { ShellText } from './shellText';

/** What closes a list of commands within a word or a bracket. */
export type Closer = ')' | '}';

/** Reads the words of a PowerShell script; of the commands within them, another one tells. */
export class PowershellWords {
  constructor(
    private readonly text: ShellText,
    private readonly nested: Nesting<Closer>,
  ) {}

  /** Takes a comment, `#` or `<#`. */
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
    this.text.skipBlanks(/`\n/y);
  }

  /**
   * One word; a bracket with what is in it is part of it. `$name=` ends behind the sign where a command may follow.
   * `isFlat`: brackets only separate words.
   */
  word(isRead: boolean, mayAssign: boolean, isFlat = false): ShellWord {
    const { text } = this;
    const start = text.at;
    const parts: string[] = [];
    let quote: ShellWord['quote'] = '';
    let expands = false;
    let isOpen = false;
    for (;;) {
      const from = text.at;
      const character = text.next;
      let part: string;
      if (/^@["']\n/.test(text.ahead(3))) {
        const end = text.text.indexOf(`\n${text.text.charAt(from + 1)}@`, from);
        isOpen = end < 0;
        text.at = isOpen ? text.text.length : end + 3;
        part = text.text.slice(from, text.at);
        expands ||= part.startsWith('@"');
      } else if (character === "'") {
        quote = "'";
        const content = this.#singleQuoted();
        part = content.text;
        isOpen = !content.isClosed;
      } else if (character === '"') {
        quote = '"';
        const content = this.#doubleQuoted();
        part = content.text;
        expands ||= content.expands;
        isOpen = !content.isClosed;
      } else if (character === '`') {
        // Before a line break, or as the last character of all, it waits for more.
        if (/^\n?$/.test(text.text.charAt(from + 1))) break;
        part = text.text.charAt(from + 1);
        text.skip(2);
      } else if (isFlat && /^(?:[@$]?\(|@?\{)/.test(text.ahead(2))) break;
      else if (/[({]/.test(character) || /^[@$][({]/.test(text.ahead(2))) {
        expands = true;
        isOpen = !this.#bracket();
        part = text.text.slice(from, text.at);
      } else if (character === '$') {
        expands = true;
        part = text.match(/\$(?:\w[\w:]*)?/y);
      } else if (mayAssign && character === '=' && text.text.charAt(start) === '$') {
        text.skip(1);
        parts.push('=');
        break;
      } else part = text.match(mayAssign ? /@|[^\s"'`$;|&<>(){}@=]+|=/y : /@|[^\s"'`$;|&<>(){}@]+/y);
      if (text.at === from) break;
      if (isRead) parts.push(part);
      if (isOpen) break;
    }
    return { text: parts.join(''), quote, expands, isOpen, start, end: text.at };
  }

  #singleQuoted(): { text: string; isClosed: boolean } {
    const { text } = this;
    const parts: string[] = [];
    text.skip(1);
    for (;;) {
      parts.push(text.match(/[^']+/y));
      if (text.match(/''/y) === '') return { text: parts.join(''), isClosed: text.takes("'") };
      parts.push("'");
    }
  }

  #doubleQuoted(): { text: string; expands: boolean; isClosed: boolean } {
    const { text } = this;
    const parts: string[] = [];
    let expands = false;
    text.skip(1);
    for (;;) {
      const from = text.at;
      const character = text.next;
      if (text.match(/""/y) !== '') {
        parts.push('"');
      } else if (character === '' || character === '"') {
        return { text: parts.join(''), expands, isClosed: text.takes('"') };
      } else if (character === '`') {
        parts.push(text.text.charAt(from + 1));
        text.skip(2);
      } else if (character === '$') {
        expands = true;
        const isClosed = /^\$[({]/.test(text.ahead(2))
          ? this.#bracket()
          : text.match(/\$\w*(?::\w+)?/y) !== '';
        parts.push(text.text.slice(from, text.at));
        if (!isClosed) return { text: parts.join(''), expands, isClosed };
      } else parts.push(text.match(/[^"`$]+/y));
    }
  }

  /** `(…)`, `{…}`, `@(…)`, `@{…}`, `$(…)` with the commands in it, and `${name}`; false where it never ends. */
  #bracket(): boolean {
    if (this.text.match(/\$\{(?:[\w:]+\})?/y) !== '') return true;
    const opening = this.text.match(/[@$]?[({]/y);
    return this.nested.commands(opening.endsWith('(') ? ')' : '}');
  }
}
