import {
  type CommandNames,
  type CommandReader,
  OpenCommand,
  type ShellCommand,
  type ShellWord,
} from './shellCommand';
import { WordParts } from './wordParts';

const names: CommandNames = {
  isRequest: name => /^@?(?:.*[\\/])?curl(?:\.exe)?$/i.test(name),
  // `if` and `for` have further words before the command.
  isBeforeName: (word, before) =>
    /^@?(?:if|for|do|else|call|start|cmd(?:\.exe)?)$/i.test(before[0] ?? word) || word === '@',
};

/**
 * Reads the curl commands of a batch file, not those in comments. The line is split by cmd's rules, and the words by
 * those of Windows programs: `\"` is a quote for cmd, but not for the program.
 */
export const cmdCommands: CommandReader = function* (text, isNear) {
  const found: ShellCommand[] = [];
  for (let start = 0; start < text.length;) {
    let end = endOfLine(text, start);
    while (text.charAt(end - 1) === '^' && end < text.length) end = endOfLine(text, end + 1);
    if (isNear(start, end + 1)) readLine(text, start, end, found);
    start = end + 1;
    yield;
  }
  return found;
};

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const escapedOperator = /^\^[|&<>]/;

/** The first quote before `to` that a closing bracket follows. */
function closingQuote(text: string, opening: number, to: number): number | undefined {
  const quote = text.charAt(opening);
  const next = (from: number) => {
    for (let at = from; at < to; at++) if (text.charAt(at) === quote) return at;
    return -1;
  };
  for (let end = next(opening + 1); end >= 0; end = next(end + 1)) {
    if (/^[ \t]*\)/.test(text.slice(end + 1, end + 20))) return end;
  }
  return undefined;
}

/** A loop over the output of a command, up to its quote: `for /f "…" %%i in ('`, with `usebackq` a backtick. */
const loopOverOutput =
  /^@?for[ \t]+\/f\b(?:(?!usebackq)[^'`])*'$|^@?for[ \t]+\/f\b[^'`]*\busebackq\b[^'`]*`$/i;

/**
 * Reads a line and its continuation lines.
 * @param isNested inside the quotes of a `for /f`, where `^|` is a pipe
 */
function readLine(whole: string, from: number, to: number, found: ShellCommand[], isNested = false): void {
  // Nested text ends at `to`. Otherwise do not copy: one copy for each line would be quadratic.
  const text = isNested ? whole.slice(0, to) : whole;
  let at = from;
  let open = 0;
  let command = new OpenCommand(names, found);
  /** If one loop is not closed, no later one is. Searching for each would be quadratic. */
  let mayCloseLoops = true;

  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const matched = pattern.exec(text)?.[0] ?? '';
    at += matched.length;
    return matched;
  };
  const skipBlanks = (): void => {
    do match(/[ \t]+/y);
    while (match(/\^\n/y) !== '');
  };

  const word = (): ShellWord => {
    const start = at;
    const parts = new WordParts(true);
    const add = (part: string, from: number): void => {
      parts.add(part, from, at, isQuoted ? '"' : '');
    };
    let isQuotedForCmd = false;
    let isQuoted = false;
    let hasQuotes = false;
    for (;;) {
      const from = at;
      if (isNested && !isQuotedForCmd && escapedOperator.test(text.slice(from, from + 2))) break;
      const isEscaped =
        !isQuotedForCmd &&
        text.charAt(from) === '^' &&
        !(isQuoted ? /^\n?$/ : /^[ \t\n]?$/).test(text.charAt(from + 1));
      if (isEscaped) at++;
      const character = text.charAt(at);
      if (character === '"') {
        at++;
        hasQuotes = true;
        isQuoted = !isQuoted;
        if (isQuoted) add('', at);
        if (!isEscaped) isQuotedForCmd = !isQuotedForCmd;
      } else if (character === '\\') {
        const slashes = match(/\\+/y);
        const isQuote = text.charAt(at) === '"';
        const isEscapedQuote = isQuote && slashes.length % 2 === 1;
        const plain = isQuote ? '\\'.repeat(slashes.length >> 1) : slashes;
        if (isEscapedQuote) at++;
        add(isEscapedQuote ? `${plain}"` : plain, from);
        if (isEscapedQuote) isQuotedForCmd = !isQuotedForCmd;
      } else if (character === '\n' || character === '') {
        break;
      } else if (isEscaped) {
        at++;
        add(character, from);
      } else if (/[ \t]/.test(character)) {
        if (!isQuoted) break;
        add(match(/[ \t]+/y), from);
      } else if (/[|&<>]/.test(character) || (character === ')' && open > 0)) {
        if (!isQuotedForCmd) break;
        at++;
        add(character, from);
      } else if (!isQuotedForCmd && /^\^(?:$|[ \t])/.test(text.slice(at, at + 2))) {
        // A blank separates words in spite of `^`. At the end of the text, `^` continues the line.
        break;
      } else if (!isQuotedForCmd && text.startsWith('^\n', at)) {
        // If the next line begins with blanks, the word has ended.
        if (/[ \t]/.test(text.charAt(at + 2))) break;
        at += 2;
      } else add(match(/[^"\\^ \t\n|&<>)]+|[\^)]/y), from);
      if (at === from) break;
    }
    const joined = parts.joined(hasQuotes ? '"' : '', isQuoted, start, at);
    return /%[^%\n]+%|![^!\n]+!/.test(joined.text) ? { ...joined, expands: true } : joined;
  };

  while (at < to) {
    skipBlanks();
    if (isNested && escapedOperator.test(text.slice(at, at + 2))) at++;
    const character = text.charAt(at);
    if (command.isEmpty && match(/@?(?:rem(?=[ \t\n]|$)|:)[^\n]*/iy) !== '') continue;
    if (character === '\n' || character === '&' || character === '|') {
      const sign = match(/\n|&+|\|+/y);
      command = new OpenCommand(names, found, sign === '|' ? command : undefined);
    } else if (character === '(' && command.isUnnamed) {
      const start = command.start;
      at++;
      open++;
      command = new OpenCommand(names, found);
      skipBlanks();
      if (start >= 0 && loopOverOutput.test(text.slice(start, at + 1))) {
        // The last quote before the bracket closes it.
        const end: number | undefined = mayCloseLoops ? closingQuote(text, at, to) : undefined;
        mayCloseLoops = end !== undefined;
        if (end === undefined) continue;
        readLine(text, at + 1, end, found, true);
        at = end + 1;
      }
    } else if (character === ')' && open > 0) {
      at++;
      open--;
      command = new OpenCommand(names, found);
    } else if (character === '<' || character === '>') {
      const start = at;
      match(/[<>]+(?:&\d)?/y);
      skipBlanks();
      command.touch(start, word().end);
    } else if (character !== '') {
      const next = word();
      const isStream = /^[<>]/.test(text.charAt(next.end)) && /^\d$/.test(next.text);
      if (next.end === next.start) at++;
      else if (!isStream) command.add(next);
    }
  }
}
