import {
  type CommandNames,
  type CommandReader,
  leavesOpen,
  OpenCommand,
  type ShellCommand,
  type ShellWord,
} from './shellCommand';

/** Deeper brackets are read as text; nobody writes them, and reading them would take the stack. */
const deepest = 60;

const names: CommandNames = {
  isRequest: name =>
    /^(?:.*[\\/])?(?:curl|wget)(?:\.exe)?$|^(?:irm|iwr|invoke-restmethod|invoke-webrequest)$/i.test(name),
  isBeforeName: word =>
    /^(?:\[[\w.[\]]+\])?\$(?:[\w:.]+|\{[^}]*\})\s*(?:[-+*/]?=)?$|^(?:[-+*/]?=|return|\.)$/i.test(word),
};

/** As much of a line, with the strings that go on below it, as can be told without reading; as in scripts for sh. */
const plainText =
  /(?:[^'"`#<@\n]+|'[^']*'|"[^"`$]*(?:(?:`[^]|\$(?:(?![({])|\{[^{}"'`$\n]*\}))[^"`$]*){0,500}"|`[^\n]#*|(?<![^ \t\n;&|(){}<>])#[^\n]*|(?<!<)#|<(?!#)|@(?!["'])){0,500}/y;

/**
 * The commands of a PowerShell script that send requests: curl, Invoke-RestMethod, Invoke-WebRequest and their short
 * names, also within brackets and blocks; none in comments and strings.
 */
export const powershellCommands: CommandReader = (text, isNear) => new PowershellReader(text).read(isNear);

/** An entry of a hash table; places are characters of its text. */
export interface HashEntry {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  /** Where the value ends, without blanks behind it. */
  readonly end: number;
  readonly value: ShellWord | undefined;
}

/** The entries of a hash table `@{ name = value; … }`. */
export function hashEntries(text: string): HashEntry[] {
  return new PowershellReader(text).hash();
}

class PowershellReader {
  readonly #found: ShellCommand[] = [];
  #at = 0;
  #depth = 0;

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
      if (this.text.startsWith('`\n', at)) at += 2;
      else if (this.text.charAt(at) !== '\n') return undefined;
      else if (!/\|[ \t]*$/.test(this.text.slice(Math.max(start, at - 20), at))) return at + 1;
      else at++;
    }
  }

  /** Whether a request may have brackets that close further down. */
  #mayGoOn(start: number, end: number): boolean {
    const text = this.text.slice(start, end);
    if (!/curl|wget|irm|iwr|invoke-/i.test(text)) return false;
    return leavesOpen(text, '({', ')}');
  }

  hash(): HashEntry[] {
    const entries: HashEntry[] = [];
    this.#at = 2;
    for (;;) {
      this.#skipBlanks();
      this.#match(/[\s;]+/y);
      const start = this.#at;
      const character = this.text.charAt(start);
      if (character === '#' || this.text.startsWith('<#', start)) {
        this.#comment();
        continue;
      }
      if (character === '' || character === '}') return entries;
      const [, single, double, bare] =
        /^(?:'([^']*)'|"([^"]*)"|([\w-]+))\s*=[ \t]*/.exec(this.text.slice(start, start + 200)) ?? [];
      this.#match(/(?:'[^']*'|"[^"]*"|[\w-]+)\s*=[ \t]*/y);
      const valueStart = this.#at;
      const words = this.#statement();
      const end = words.at(-1)?.end ?? valueStart;
      if (this.#at === start) this.#at++;
      const value = words.length === 1 ? words[0] : undefined;
      entries.push({ key: single ?? double ?? bare ?? '', start, valueStart, end, value });
    }
  }

  /** The words up to the end of a statement. */
  #statement(): ShellWord[] {
    const words: ShellWord[] = [];
    for (;;) {
      this.#skipBlanks();
      if (/^[\n;})]?$/.test(this.text.charAt(this.#at))) return words;
      const word = this.#word(true, false);
      if (word.end === word.start) this.#at++;
      else words.push(word);
    }
  }

  /** Reads commands up to the bracket that closes the list; false where it never comes. */
  #list(closer: ')' | '}'): boolean {
    this.#depth++;
    const isClosed = this.#commands(closer);
    this.#depth--;
    return isClosed;
  }

  /**
   * Reads commands up to what closes them, or for no closer up to the end of the line. There, brackets around commands
   * that are no requests only separate them: where those close is of no interest, and need not be found.
   */
  #commands(closer: '' | ')' | '}'): boolean {
    let command = this.#newCommand();
    let isPiped = false;
    for (;;) {
      this.#skipBlanks();
      const character = this.text.charAt(this.#at);
      if (character === '') return closer === '';
      const isFlat = closer === '' && !command.isRequest;
      if (character === '#' || this.text.startsWith('<#', this.#at)) this.#comment();
      else if (character === closer) {
        this.#at++;
        return true;
      } else if (character === '\n') {
        this.#at++;
        // Behind a `|` the command may be on the next line.
        if (isPiped && command.isEmpty) continue;
        if (closer === '') return true;
        command = this.#newCommand();
      } else if (isFlat && this.#match(/[@$]?\(|@?\{/y) !== '') command = this.#newCommand();
      else if (/[;|&)}]/.test(character)) {
        isPiped = this.#match(/[;|&]+|[)}]/y) === '|';
        command = this.#newCommand(isPiped ? command : undefined);
      } else if (character === '<' || character === '>') {
        const start = this.#at;
        this.#match(/[<>]+(?:&\d)?/y);
        this.#skipBlanks();
        const isBare = this.text.charAt(this.#at) === '#';
        const { end, isOpen } = isBare ? { end: this.#at, isOpen: false } : this.#word(false, false);
        command.touch(start, isOpen ? start : end);
      } else {
        const word = this.#word(command.isRead, command.isUnnamed, isFlat);
        // `2>`, `*>`: the sign belongs to the redirection.
        const isStream = /^[<>]/.test(this.text.charAt(word.end)) && /^(?:\d|\*)$/.test(word.text);
        if (word.end === word.start) this.#at++;
        else if (!isStream) command.add(word);
      }
    }
  }

  #newCommand(source?: OpenCommand): OpenCommand {
    return new OpenCommand(names, this.#found, source);
  }

  #comment(): void {
    if (this.text.charAt(this.#at) === '#') {
      this.#match(/[^\n]*/y);
      return;
    }
    const end = this.text.indexOf('#>', this.#at + 2);
    this.#at = end < 0 ? this.text.length : end + 2;
  }

  /** One word; a bracket with what is in it is part of it. `$name=` ends behind the sign where a command may follow. */
  #word(isRead: boolean, mayAssign: boolean, isFlat = false): ShellWord {
    const start = this.#at;
    const parts: string[] = [];
    let quote: ShellWord['quote'] = '';
    let expands = false;
    let isOpen = false;
    for (;;) {
      const from = this.#at;
      const character = this.text.charAt(from);
      let part: string;
      if (/^@["']\n/.test(this.text.slice(from, from + 3))) {
        const end = this.text.indexOf(`\n${this.text.charAt(from + 1)}@`, from);
        isOpen = end < 0;
        this.#at = isOpen ? this.text.length : end + 3;
        part = this.text.slice(from, this.#at);
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
        if (/^\n?$/.test(this.text.charAt(from + 1))) break;
        part = this.text.charAt(from + 1);
        this.#at = Math.min(from + 2, this.text.length);
      } else if (isFlat && /^(?:[@$]?\(|@?\{)/.test(this.text.slice(from, from + 2))) break;
      else if (/[({]/.test(character) || /^[@$][({]/.test(this.text.slice(from, from + 2))) {
        expands = true;
        isOpen = !this.#bracket();
        part = this.text.slice(from, this.#at);
      } else if (character === '$') {
        expands = true;
        part = this.#match(/\$(?:\w[\w:]*)?/y);
      } else if (mayAssign && character === '=' && this.text.charAt(start) === '$') {
        this.#at++;
        parts.push('=');
        break;
      } else part = this.#match(mayAssign ? /@|[^\s"'`$;|&<>(){}@=]+|=/y : /@|[^\s"'`$;|&<>(){}@]+/y);
      if (this.#at === from) break;
      if (isRead) parts.push(part);
      if (isOpen) break;
    }
    return { text: parts.join(''), quote, expands, isOpen, start, end: this.#at };
  }

  #singleQuoted(): { text: string; isClosed: boolean } {
    const parts: string[] = [];
    this.#at++;
    for (;;) {
      parts.push(this.#match(/[^']+/y));
      if (this.text.startsWith("''", this.#at)) {
        parts.push("'");
        this.#at += 2;
        continue;
      }
      const isClosed = this.#match(/'/y) !== '';
      return { text: parts.join(''), isClosed };
    }
  }

  #doubleQuoted(): { text: string; expands: boolean; isClosed: boolean } {
    const parts: string[] = [];
    let expands = false;
    this.#at++;
    for (;;) {
      const from = this.#at;
      const character = this.text.charAt(from);
      if (this.text.startsWith('""', from)) {
        parts.push('"');
        this.#at += 2;
      } else if (character === '' || character === '"') {
        return { text: parts.join(''), expands, isClosed: this.#match(/"/y) !== '' };
      } else if (character === '`') {
        parts.push(this.text.charAt(from + 1));
        this.#at = Math.min(from + 2, this.text.length);
      } else if (character === '$') {
        expands = true;
        const isClosed = /^\$[({]/.test(this.text.slice(from, from + 2))
          ? this.#bracket()
          : this.#match(/\$\w*(?::\w+)?/y) !== '';
        parts.push(this.text.slice(from, this.#at));
        if (!isClosed) return { text: parts.join(''), expands, isClosed };
      } else parts.push(this.#match(/[^"`$]+/y));
    }
  }

  /** `(…)`, `{…}`, `@(…)`, `@{…}`, `$(…)` with the commands in it, and `${name}`; false where it never ends. */
  #bracket(): boolean {
    if (this.#match(/\$\{(?:[\w:]+\})?/y) !== '') return true;
    const opening = this.#match(/[@$]?[({]/y);
    if (this.#depth >= deepest) return true;
    return this.#list(opening.endsWith('(') ? ')' : '}');
  }

  #skipBlanks(): void {
    do this.#match(/[ \t]+/y);
    while (this.#match(/`\n/y) !== '');
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
