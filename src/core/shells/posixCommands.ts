import {
  type CommandNames,
  type CommandReader,
  leavesOpen,
  OpenCommand,
  type ShellCommand,
  type ShellWord,
} from './shellCommand';

/** Deeper substitutions are read as text; nobody writes them, and reading them would take the stack. */
const deepest = 60;

/** As many here-documents without an end are looked for; after them `<<` is taken for something else. */
const mostMissing = 20;

const keywords = /^(?:if|then|elif|else|while|until|do|time|coproc|!|\{|[$%❯➜])$/;
const wrappers =
  /^(?:.*\/)?(?:sudo|doas|env|command|builtin|exec|nohup|nice|timeout|stdbuf|xargs|retry|watch|noglob|nocorrect)$/;

const names: CommandNames = {
  isRequest: name => /^(?:.*\/)?curl(?:\.exe)?$/.test(name),
  isBeforeName(word, before) {
    if (keywords.test(word) || wrappers.test(word) || /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(word))
      return true;
    // What a wrapper takes: options, perhaps with a value, and numbers.
    return (
      before.some(each => wrappers.test(each)) &&
      (/^(?:-.*|[\d.]+[smhd]?)$/.test(word) || (before.at(-1) ?? '').startsWith('-'))
    );
  },
};

/**
 * As much of a line, with the strings that go on below it, as can be told without reading: plain text, comments, and
 * strings with no more than simple substitutions. Each number of pieces is limited: an expression keeps book of them.
 */
const variable = /\$(?:(?![({])|\{[^{}"'`$\\\n]*\})/.source;
const substitution = `\\$\\([^()"'\`\\\\\n$]*(?:(?:'[^'\n]*'|"[^"\\\\$\`\n]*(?:${variable}[^"\\\\$\`\n]*){0,60}"|${variable})[^()"'\`\\\\\n$]*){0,60}\\)`;
const plainText = new RegExp(
  `(?:${[
    /[^'"\\#<$\n]+|'[^']*'|\\[^\n]#*|(?<![^ \t\n;&|()<>`])#[^\n]*|#|<(?!<)|\$\(/.source,
    variable,
    // Unrolled, with no two ways to read the same text: else a string that never ends would take for ever.
    `"[^"\\\\$\`]*(?:(?:\\\\[^]|${variable}|${substitution})[^"\\\\$\`]*){0,500}"`,
  ].join('|')}){0,500}`,
  'y',
);

/**
 * The curl commands of a script for sh, bash or zsh, also within substitutions, subshells and pipelines; none in
 * comments, strings and here-documents.
 */
export const posixCommands: CommandReader = (text, isNear) => new PosixReader(text).read(isNear);

class PosixReader {
  readonly #found: ShellCommand[] = [];
  #at = 0;
  #depth = 0;
  #waiting: { delimiter: string; mayBeIndented: boolean; command: OpenCommand }[] = [];
  #missing = 0;

  constructor(private readonly text: string) {}

  read(isNear: (start: number, end: number) => boolean): ShellCommand[] {
    while (this.#at < this.text.length) {
      const start = this.#at;
      const end = this.#endOfPlainLines(start);
      if (end !== undefined && !isNear(start, end) && !this.#mayGoOn(start, end)) this.#at = end;
      else this.#commands('');
    }
    return this.#found.sort((one, other) => one.start - other.start);
  }

  /** Behind the line, and those it is continued on; undefined where only reading tells. */
  #endOfPlainLines(start: number): number | undefined {
    for (let at = start; ;) {
      plainText.lastIndex = at;
      plainText.test(this.text);
      at = plainText.lastIndex;
      if (at >= this.text.length) return this.text.length;
      if (this.text.startsWith('\\\n', at)) at += 2;
      else if (this.text.charAt(at) !== '\n') return undefined;
      else if (!/\|[ \t]*$/.test(this.text.slice(Math.max(start, at - 20), at))) return at + 1;
      else at++;
    }
  }

  /** Whether a request may have brackets that close further down. */
  #mayGoOn(start: number, end: number): boolean {
    const text = this.text.slice(start, end);
    if (!text.includes('curl')) return false;
    return text.includes('`') || leavesOpen(text, '(', ')');
  }

  /** Reads commands up to the character that closes the list; false where it never comes. */
  #list(closer: ')' | '`'): boolean {
    this.#depth++;
    const isClosed = this.#commands(closer);
    this.#depth--;
    return isClosed;
  }

  /**
   * Reads commands up to what closes them, or for no closer up to the end of the line. There, brackets around commands
   * that are no requests only separate them: where those close is of no interest, and need not be found.
   */
  #commands(closer: '' | ')' | '`'): boolean {
    let command = this.#newCommand();
    let isPiped = false;
    let isInBackticks = false;
    for (;;) {
      this.#skipBlanks();
      const isFlat = closer === '' && (!command.isRequest || isInBackticks);
      const character = this.text.charAt(this.#at);
      if (character === '') return closer === '';
      if (character === '#') this.#match(/[^\n]*/y);
      else if (character === closer) {
        this.#at++;
        return true;
      } else if (character === '\n') {
        this.#at++;
        this.#skipHereDocuments();
        // Behind a `|` the command may be on the next line.
        if (isPiped && command.isEmpty) continue;
        if (closer === '') return true;
        command = this.#newCommand();
      } else if (
        isFlat &&
        (character === '`' || /^[$<>]\((?!\()/.test(this.text.slice(this.#at, this.#at + 3)))
      ) {
        isInBackticks = character === '`' ? !isInBackticks : isInBackticks;
        this.#at += character === '`' ? 1 : 2;
        command = this.#newCommand();
      } else if (character === '<' || character === '>' || this.text.startsWith('&>', this.#at)) {
        this.#redirection(command);
      } else if (/[;&|]/.test(character)) {
        isPiped = /^\|&?$/.test(this.#match(/[;&|]+/y));
        command = this.#newCommand(isPiped ? command : undefined);
      } else if (character === '(') {
        if (!this.#arithmetic('((')) this.#openBracket(closer);
        command = this.#newCommand();
      } else if (character === ')') {
        // Of a pattern of `case`, or of a bracket that only separates.
        this.#at++;
        command = this.#newCommand();
      } else this.#addWord(command, closer, isFlat);
    }
  }

  #newCommand(source?: OpenCommand): OpenCommand {
    return new OpenCommand(names, this.#found, source);
  }

  #openBracket(closer: string): void {
    this.#at++;
    if (closer !== '' && this.#depth < deepest) this.#list(')');
  }

  #addWord(command: OpenCommand, closer: string, isFlat: boolean): void {
    const word = this.#word(command.isRead, closer, isFlat);
    if (word.end === word.start) {
      this.#at++;
      return;
    }
    // `2>`: the number belongs to the redirection.
    const isDescriptor = /^[<>]/.test(this.text.charAt(word.end)) && /^\d+$/.test(word.text);
    if (!isDescriptor) command.add(word);
  }

  #redirection(command: OpenCommand): void {
    const start = this.#at;
    if (this.#isProcess()) {
      command.add(this.#word(command.isRead));
      return;
    }
    const sign = this.#match(/<<<|<<-?|&>>?|[<>][>&|]?/y);
    this.#skipBlanks();
    if (this.text.charAt(this.#at) === '#') {
      command.touch(start, this.#at);
      return;
    }
    const { text, end, isOpen } = this.#word(true);
    command.touch(start, isOpen ? start : end);
    if (/^<<-?$/.test(sign) && text !== '') {
      this.#waiting.push({ delimiter: text, mayBeIndented: sign === '<<-', command });
    }
  }

  /** The bodies of the here-documents that were announced on the line above. */
  #skipHereDocuments(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { delimiter, mayBeIndented, command } of waiting) {
      if (this.#missing > mostMissing) return;
      const end = this.#endOfHereDocument(delimiter, mayBeIndented);
      if (end === undefined) this.#missing++;
      else {
        command.touch(this.#at, end);
        this.#at = Math.min(end + 1, this.text.length);
      }
    }
  }

  #endOfHereDocument(delimiter: string, mayBeIndented: boolean): number | undefined {
    for (let start = this.#at; start < this.text.length;) {
      const lineBreak = this.text.indexOf('\n', start);
      const end = lineBreak < 0 ? this.text.length : lineBreak;
      const line = this.text.slice(start, end);
      if ((mayBeIndented ? line.replace(/^\t+/, '') : line) === delimiter) return end;
      start = end + 1;
    }
    return undefined;
  }

  /** One word. Its text is put together only where it is wanted. */
  #word(isRead: boolean, closer = '', isFlat = false): ShellWord {
    const start = this.#at;
    const parts: string[] = [];
    let quote: ShellWord['quote'] = '';
    let expands = false;
    let isOpen = false;
    for (;;) {
      const from = this.#at;
      const character = this.text.charAt(from);
      let part: string | undefined;
      if (character === "'") {
        quote = "'";
        part = this.#match(/'[^']*/y).slice(1);
        isOpen = !this.#closes("'");
      } else if (this.text.startsWith("$'", from)) {
        quote = "'";
        part = this.#ansiQuoted();
        isOpen = !this.#closes("'");
      } else if (character === '"' || this.text.startsWith('$"', from)) {
        quote = '"';
        const content = this.#doubleQuoted();
        part = content.text;
        expands ||= content.expands;
        isOpen = !content.isClosed;
      } else if (character === '\\') {
        // The last character of all waits for more, like one before a line break.
        if (from + 1 === this.text.length) break;
        part = this.text.startsWith('\n', from + 1) ? '' : this.text.charAt(from + 1);
        this.#at = Math.min(from + 2, this.text.length);
      } else if (
        isFlat &&
        (character === '`' || /^(?:\$\((?!\()|[<>]\()/.test(this.text.slice(from, from + 3)))
      )
        break;
      else if (character === '$' || (character === '`' && closer !== '`') || this.#isProcess()) {
        expands = true;
        isOpen = !this.#expansion();
        part = this.text.slice(from, this.#at);
      } else part = this.#match(/[^ \t\n\\"'`$;&|<>()]+/y);
      if (this.#at === from) break;
      if (isRead) parts.push(part);
      if (isOpen) break;
    }
    return { text: parts.join(''), quote, expands, isOpen, start, end: this.#at };
  }

  /** `<(…)` stands for a file name. */
  #isProcess(): boolean {
    return this.text.startsWith('<(', this.#at) || this.text.startsWith('>(', this.#at);
  }

  /** `$'…'`, up to its closing quote. */
  #ansiQuoted(): string {
    this.#at += 2;
    const parts: string[] = [];
    for (;;) {
      parts.push(this.#match(/[^'\\]+/y));
      if (this.text.charAt(this.#at) !== '\\') return parts.join('');
      parts.push(this.text.charAt(this.#at + 1));
      this.#at = Math.min(this.#at + 2, this.text.length);
    }
  }

  #doubleQuoted(): { text: string; expands: boolean; isClosed: boolean } {
    this.#match(/\$?"/y);
    const parts: string[] = [];
    let expands = false;
    for (;;) {
      const from = this.#at;
      const character = this.text.charAt(from);
      if (character === '' || character === '"') {
        return { text: parts.join(''), expands, isClosed: this.#closes('"') };
      }
      if (character === '\\') {
        const next = this.text.charAt(from + 1);
        parts.push(next === '\n' ? '' : '"\\$`'.includes(next) ? next : `\\${next}`);
        this.#at = Math.min(from + 2, this.text.length);
      } else if (character === '$' || character === '`') {
        expands = true;
        const isClosed = this.#expansion();
        parts.push(this.text.slice(from, this.#at));
        if (!isClosed) return { text: parts.join(''), expands, isClosed };
      } else parts.push(this.#match(/[^"\\$`]+/y));
    }
  }

  /** `$name`, `${…}`, `$((…))`, `$(…)`, backticks, `<(…)`; false where it never ends. */
  #expansion(): boolean {
    if (this.#depth >= deepest) {
      this.#at++;
      return true;
    }
    if (this.#arithmetic('$((')) return true;
    if (this.#match(/[$<>]\(/y) !== '') return this.#list(')');
    if (this.#match(/`/y) !== '') return this.#list('`');
    if (this.#match(/\$\{/y) !== '') return this.#braces();
    this.#match(/\$(?:\w+|[@*#?$!-])?/y);
    return true;
  }

  #braces(): boolean {
    this.#depth++;
    let isClosed = true;
    while (isClosed) {
      this.#match(/[^"\\$`}]+/y);
      const character = this.text.charAt(this.#at);
      if (character === '"') isClosed = this.#doubleQuoted().isClosed;
      else if (character === '$' || character === '`') isClosed = this.#expansion();
      else if (character === '\\') this.#at = Math.min(this.#at + 2, this.text.length);
      else {
        isClosed = this.#closes('}');
        break;
      }
    }
    this.#depth--;
    return isClosed;
  }

  /** `((…))` on one line: what looks like a here-document or a comment in it is none. */
  #arithmetic(opening: '((' | '$(('): boolean {
    if (!this.text.startsWith(opening, this.#at)) return false;
    return this.#match(/\$?\(\((?:[^()\n]|\([^()\n]{0,200}\)){0,200}\)\)/y) !== '';
  }

  /** Takes the closing quote; false where there is none. */
  #closes(quote: string): boolean {
    if (this.text.charAt(this.#at) !== quote) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    do this.#match(/[ \t]+/y);
    while (this.#match(/\\\n/y) !== '');
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
