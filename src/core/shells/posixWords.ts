import type { Nesting } from './nesting';
import type { ShellWord } from './shellCommand';
import type { ShellText } from './shellText';

/** What closes a list of commands within a word or a bracket. */
export type Closer = ')' | '`';

/** Reads the words of a script for sh, bash or zsh; of the commands within them, another one tells. */
export class PosixWords {
  constructor(
    private readonly text: ShellText,
    private readonly nested: Nesting<Closer>,
  ) {}

  /** One word. Its text is put together only where it is wanted. `isFlat`: substitutions only separate words. */
  word(isRead: boolean, closer = '', isFlat = false): ShellWord {
    const { text } = this;
    const start = text.at;
    const parts: string[] = [];
    let quote: ShellWord['quote'] = '';
    let expands = false;
    let isOpen = false;
    for (;;) {
      const from = text.at;
      const character = text.next;
      let part: string | undefined;
      if (character === "'") {
        quote = "'";
        part = text.match(/'[^']*/y).slice(1);
        isOpen = !text.takes("'");
      } else if (text.startsWith("$'")) {
        quote = "'";
        part = this.#ansiQuoted();
        isOpen = !text.takes("'");
      } else if (character === '"' || text.startsWith('$"')) {
        quote = '"';
        const content = this.#doubleQuoted();
        part = content.text;
        expands ||= content.expands;
        isOpen = !content.isClosed;
      } else if (character === '\\') {
        // The last character of all waits for more, like one before a line break.
        if (from + 1 === text.text.length) break;
        part = text.startsWith('\\\n') ? '' : text.text.charAt(from + 1);
        text.skip(2);
      } else if (isFlat && (character === '`' || /^(?:\$\((?!\()|[<>]\()/.test(text.ahead(3)))) break;
      else if (character === '$' || (character === '`' && closer !== '`') || this.isProcess()) {
        expands = true;
        isOpen = !this.#expansion();
        part = text.text.slice(from, text.at);
      } else part = text.match(/[^ \t\n\\"'`$;&|<>()]+/y);
      if (text.at === from) break;
      if (isRead) parts.push(part);
      if (isOpen) break;
    }
    return { text: parts.join(''), quote, expands, isOpen, start, end: text.at };
  }

  /** `<(…)` stands for a file name. */
  isProcess(): boolean {
    return this.text.startsWith('<(') || this.text.startsWith('>(');
  }

  /** `((…))` on one line: what looks like a here-document or a comment in it is none. */
  arithmetic(opening: '((' | '$(('): boolean {
    if (!this.text.startsWith(opening)) return false;
    return this.text.match(/\$?\(\((?:[^()\n]|\([^()\n]{0,200}\)){0,200}\)\)/y) !== '';
  }

  /** `$'…'`, up to its closing quote. */
  #ansiQuoted(): string {
    const { text } = this;
    text.skip(2);
    const parts: string[] = [];
    for (;;) {
      parts.push(text.match(/[^'\\]+/y));
      if (text.next !== '\\') return parts.join('');
      parts.push(text.text.charAt(text.at + 1));
      text.skip(2);
    }
  }

  #doubleQuoted(): { text: string; expands: boolean; isClosed: boolean } {
    const { text } = this;
    text.match(/\$?"/y);
    const parts: string[] = [];
    let expands = false;
    for (;;) {
      const from = text.at;
      const character = text.next;
      if (character === '' || character === '"') {
        return { text: parts.join(''), expands, isClosed: text.takes('"') };
      }
      if (character === '\\') {
        const next = text.text.charAt(from + 1);
        parts.push(next === '\n' ? '' : '"\\$`'.includes(next) ? next : `\\${next}`);
        text.skip(2);
      } else if (character === '$' || character === '`') {
        expands = true;
        const isClosed = this.#expansion();
        parts.push(text.text.slice(from, text.at));
        if (!isClosed) return { text: parts.join(''), expands, isClosed };
      } else parts.push(text.match(/[^"\\$`]+/y));
    }
  }

  /** `$name`, `${…}`, `$((…))`, `$(…)`, backticks, `<(…)`; false where it never ends. */
  #expansion(): boolean {
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
        if (!this.#doubleQuoted().isClosed) return false;
      } else if (character === '$' || character === '`') {
        if (!this.#expansion()) return false;
      } else if (character === '\\') text.skip(2);
      else return text.takes('}');
    }
  }
}
