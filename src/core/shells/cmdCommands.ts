// Reads the curl commands of a batch file.
import { type CommandNames, type CommandReader, OpenCommand, type ShellWord } from './shellCommand';
import { placeholderInWord, ShellText, WordParts } from './shellText';

const names: CommandNames = {
  // `%~dp0` ends in a backslash. In a condition it is only a name.
  isRequest: (name, before) =>
    /^@?(?:.*[\\/]|%~dp0)?curl(?:\.exe)?$/i.test(name) &&
    !/^(?:exist|defined|==|equ|neq)$/i.test(before.at(-1)?.text ?? ''),
  isBeforeName: (word, before) => areBeforeName([...before, word]),
};

/** What is followed by the name of a command, perhaps after words of its own. */
const opener = /^@?(if|for|do|else|call|start|cmd(?:\.exe)?)$/i;

/** An operator of a condition; its second value may follow directly. */
const comparison = /^(?:==[^]*|equ|neq|lss|leq|gtr|geq)$/i;

/**
 * Whether a command can follow these words: an operator of cmd with its own words, or several. After the name of another
 * program, `curl` is an argument: `ssh` sends it elsewhere, and `powershell -Command` takes the quotes away.
 */
function areBeforeName(words: readonly ShellWord[]): boolean {
  for (let at = 0; at < words.length;) {
    const word = words[at]?.text ?? '';
    at++;
    if (word === '@') continue;
    const [, name = ''] = opener.exec(word) ?? [];
    // Its words end with the bracket.
    if (/^for$/i.test(name)) return true;
    if (/^if$/i.test(name)) at = endOfCondition(words, at);
    else if (/^start$/i.test(name)) at = endOfOptions(words, endOfTitle(words, endOfOptions(words, at)));
    else if (/^cmd/i.test(name)) at = endOfOptions(words, at);
    else if (name === '') return false;
  }
  return true;
}

/** After `/i`, `not` and the condition of an `if`; beyond the words if it continues. */
function endOfCondition(words: readonly ShellWord[], from: number): number {
  let at = from;
  while (/^(?:\/i|not)$/i.test(words[at]?.text ?? '')) at++;
  const [first, second] = words.slice(at);
  if (/^(?:exist|defined|errorlevel|cmdextversion)$/i.test(first?.text ?? '')) return at + 2;
  if (first?.text.includes('==')) return at + (lacksValue(first) ? 2 : 1);
  if (!second || !comparison.test(second.text)) return at + 1;
  return at + (second.text.startsWith('==') && !lacksValue(second) ? 2 : 3);
}

/** Whether the second value of a comparison is a word of its own: not `a==""`, which has the same text as `a==`. */
function lacksValue({ text, parts }: ShellWord): boolean {
  return text.endsWith('==') && parts.at(-1)?.quote === '';
}

/** After the options of `start` or `cmd`. */
function endOfOptions(words: readonly ShellWord[], from: number): number {
  let at = from;
  while (words[at]?.text.startsWith('/'))
    at += /^\/(?:d|node|affinity)$/i.test(words[at]?.text ?? '') ? 2 : 1;
  return at;
}

/** After the title of a window: it begins with a quote, and otherwise the word is a program. */
function endOfTitle(words: readonly ShellWord[], at: number): number {
  return words[at]?.parts[0]?.quote === '"' ? at + 1 : at;
}

/**
 * Reads the curl commands of a batch file, not those in comments. The line is split by cmd's rules, and the words by
 * those of Windows programs: `\"` is a quote for cmd, but not for the program.
 */
export const cmdCommands: CommandReader = function* (text, isNear) {
  const found: OpenCommand[] = [];
  for (let start = 0; start < text.length;) {
    let end = endOfLine(text, start);
    while (text.charAt(end - 1) === '^' && end < text.length) end = endOfLine(text, end + 1);
    if (isNear(start, end + 1)) new CmdLine(text, found).read(start, end);
    start = end + 1;
    yield;
  }
  return found;
};

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const escapedOperator = /\^[|&<>]/y;

/** A loop over the output of a command, up to its quote: `for /f "…" %%i in ('`, with `usebackq` a backtick. */
const loopOverOutput =
  /^@?for[ \t]+\/f\b(?:(?!usebackq)[^'`])*'$|^@?for[ \t]+\/f\b(?=[^'`]*\busebackq\b)[^'`]*`$/i;

/**
 * A `)` that may end a block: only redirections, `else` and the next command can follow. The target of a redirection is read
 * whole, up to `)else`: if its brackets could also be those of other blocks, there would be a million ways to read a line.
 */
const endOfBlock =
  /\)(?:[ \t)]|\d?>>?(?:&\d|[ \t]*(?:"[^"\n]{0,300}"|(?:(?!\)else\b)[^\s&|<>"]){1,300}(?=[\s&|<>"]|\)else\b|$)))){0,20}(?=[\n&|]|else\b|$)/iy;

/** Whether a word before a redirection is the number of a stream. In quotes it is an argument. */
function isNumber({ text, start, end }: ShellWord): boolean {
  return end - start === 1 && /^\d$/.test(text);
}

/** Reads a line and its continuation lines. */
class CmdLine extends ShellText {
  #open = 0;
  /** Whether a quote is open for cmd: `\"` opens or closes one, also where it is text for the program. */
  #isQuoted = false;
  #command: OpenCommand;
  /** If one loop is not closed, no later one is. Searching for each would be quadratic. */
  #mayCloseLoops = true;

  /** @param isNested inside the quotes of a `for /f`, where `^|` is a pipe */
  constructor(
    text: string,
    private readonly found: OpenCommand[],
    private readonly isNested = false,
  ) {
    super(text);
    this.#command = new OpenCommand(names, found);
  }

  read(from: number, to: number): void {
    this.at = from;
    while (this.at < to) {
      this.#skipBlanks();
      if (this.isNested && this.finds(escapedOperator)) this.at++;
      const { at, next } = this;
      if (next === '\n') this.#isQuoted = false;
      const isPlain = !this.#isQuoted;
      if (isPlain && this.#command.isEmpty && this.match(/@?(?:rem(?=[ \t\n]|$)|:)[^\n]*/iy) !== '') continue;
      if (isPlain && /[\n&|]/.test(next)) {
        const isPiped = this.match(/\n|&+|\|+/y) === '|';
        this.#command = new OpenCommand(names, this.found, isPiped ? this.#command : undefined);
      } else if (isPlain && next === '(' && this.#command.isUnnamed) this.#openBracket(to);
      else if (isPlain && next === ')' && this.#closes(at)) {
        this.at++;
        this.#open = Math.max(0, this.#open - 1);
        this.#command = new OpenCommand(names, this.found);
      } else if (isPlain && /[<>]/.test(next)) {
        this.#redirection();
        this.#command.touch(at, this.at);
      } else if (next !== '') {
        const word = this.#word();
        const isStream = isPlain && this.finds(this.isNested ? /\^?[<>]/y : /[<>]/y) && isNumber(word);
        if (word.end === word.start) this.at++;
        else if (!isStream) this.#command.add(word);
      }
    }
  }

  /**
   * Whether the `)` here ends a block. Of one that began on a line above, only the end is read: there, the bracket has no
   * other to belong to.
   * @param from the beginning of the word, or of its command if it is not the first one
   */
  #closes(from: number): boolean {
    if (this.#open > 0) return true;
    if (this.isNested) return false;
    const start = this.#command.isEmpty ? from : this.#command.start;
    return this.at === start || (this.finds(endOfBlock) && !this.#isInBrackets(start));
  }

  /** Whether the last bracket before this place is an open one. Reads no further than to that, because there may be many. */
  #isInBrackets(start: number): boolean {
    for (let at = this.at - 1; at >= start; at--) {
      const character = this.text.charAt(at);
      if (character === '(' || character === ')') return character === '(';
    }
    return false;
  }

  #redirection(): void {
    if (/&\d$/.test(this.match(/[<>]+(?:\^?&\d)?/y))) return;
    this.#skipBlanks();
    this.#word(true);
  }

  #skipBlanks(): void {
    // After `^` and a line break, the first sign of the next line is escaped, too.
    this.skipBlanks(this.isNested && !this.#isQuoted ? /[,;=]+|\^\n(?![&|<>])/y : /\^\n(?![&|<>])/y);
  }

  #openBracket(to: number): void {
    const { start } = this.#command;
    this.at++;
    this.#open++;
    this.#command = new OpenCommand(names, this.found);
    this.#skipBlanks();
    if (start < 0 || !loopOverOutput.test(this.text.slice(start, this.at + 1))) return;
    // The last quote before the bracket closes it.
    const closing = new RegExp(`${this.next}(?=[ \\t]{0,18}\\))`, 'g');
    closing.lastIndex = this.at + 1;
    const end = this.#mayCloseLoops ? (closing.exec(this.text.slice(0, to))?.index ?? -1) : -1;
    this.#mayCloseLoops = end >= 0;
    if (end < 0) return;
    // Nested text ends at the quote.
    const outside = this.found.length;
    new CmdLine(this.text.slice(0, end), this.found, true).read(this.at + 1, end);
    // If it begins with a quote, cmd takes the first and the last one away, unless there are only two ("cmd /?").
    for (const inside of this.found.slice(outside))
      inside.isUnclear = this.text.startsWith('"', inside.start);
    this.at = end + 1;
  }

  /** @param isTarget of a redirection, which `,`, `;` and `=` end, too: the rest belongs to the command */
  #word(isTarget = false): ShellWord {
    const start = this.at;
    const parts = new WordParts(this, true);
    let isQuoted = false;
    let hasQuotes = false;
    for (;;) {
      const from = this.at;
      // In a `for /f`, cmd makes blanks of these signs.
      const isSplit = !this.#isQuoted && (isTarget || (this.isNested && !isQuoted));
      const add = (text?: string) => {
        parts.add(from, isQuoted ? '"' : '', false, text);
      };
      if (this.isNested && !this.#isQuoted && this.finds(escapedOperator)) break;
      const isEscaped =
        !this.#isQuoted &&
        this.next === '^' &&
        !(isQuoted ? /^\n?$/ : /^[ \t\n]?$/).test(this.text.charAt(from + 1));
      if (isEscaped) this.at++;
      const character = this.next;
      if (isQuoted && this.startsWith('""')) {
        // One that is text, for current versions of the C runtime.
        this.at += 2;
        add('"');
      } else if (this.takes('"')) {
        hasQuotes = true;
        isQuoted = !isQuoted;
        if (isQuoted) parts.add(this.at, '"');
        if (!isEscaped) this.#isQuoted = !this.#isQuoted;
      } else if (character === '\\') {
        const slashes = this.match(/\\+/y);
        const isQuote = this.next === '"';
        const isEscapedQuote = isQuote && slashes.length % 2 === 1;
        const plain = isQuote ? '\\'.repeat(slashes.length >> 1) : slashes;
        if (isEscapedQuote) this.at++;
        add(isEscapedQuote ? `${plain}"` : plain);
        if (isEscapedQuote) this.#isQuoted = !this.#isQuoted;
      } else if (character === '\n' || character === '') break;
      else if (isEscaped) {
        this.at++;
        add(character);
      } else if (/[ \t]/.test(character)) {
        if (!isQuoted) break;
        this.match(/[ \t]+/y);
        add();
      } else if (isSplit && /[,;=]/.test(character)) {
        if (this.at > start) break;
        this.at++;
      } else if (this.match(placeholderInWord) !== '') add();
      else if (/[|&<>]/.test(character) || (character === ')' && !this.#isQuoted && this.#closes(start))) {
        if (!this.#isQuoted) break;
        this.at++;
        add();
      } else if (!this.#isQuoted && this.finds(/\^(?:\n|[ \t]|$)/y)) {
        // A blank separates words in spite of `^`. At the end of the text, and before one in the next line, it does too.
        if (!this.finds(/\^\n(?![ \t])/y)) break;
        this.at += 2;
      } else {
        // In pieces: an expression needs memory for each character of a word.
        this.match(isSplit ? /[^"\\^ \t\n|&<>),;=]{1,9999}|[\^)]/y : /[^"\\^ \t\n|&<>)]{1,9999}|[\^)]/y);
        add();
      }
      if (this.at === from) break;
    }
    const joined = parts.joined(hasQuotes ? '"' : '', isQuoted, start);
    return /%[^%\n]+%|![^!\n]+!/.test(joined.text) ? { ...joined, expands: true } : joined;
  }
}
