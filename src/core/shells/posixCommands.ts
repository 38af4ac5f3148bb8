// Reads the curl commands of a script for sh, bash or zsh.
import { firstIndexWhere } from '../common/collections';
import { finish } from '../common/steps';
import { expansionName } from './expansionName';
import { HereDocuments } from './hereDocuments';
import { leavesOpen, type PlainLines } from './plainLines';
import { type Closer, PosixWords } from './posixWords';
import type { CommandNames, CommandReader, OpenCommand, ShellWord, WordPart } from './shellCommand';
import { WordParts } from './shellText';

const keywords = /^(?:if|then|elif|else|while|until|do|time|coproc|!|\{|[$%❯➜])$/;
const wrappers =
  /^(?:.*\/)?(?:sudo|doas|env|command|builtin|exec|nohup|nice|timeout|stdbuf|xargs|retry|watch|noglob|nocorrect)$/;

/**
 * The options of a wrapper whose value is the next word; other options of it have none, or a plain number (manuals of Linux and
 * macOS).
 */
const optionsWithValue: Readonly<Record<string, RegExp>> = {
  sudo: /^-\w*[CDghpRrTtUu]$|^--(?:chdir|chroot|close-from|command-timeout|group|host|other-user|prompt|role|type|user)$/,
  doas: /^-\w*[Cu]$/,
  env: /^-\w*[CPu]$|^--(?:chdir|unset)$/,
  exec: /^-\w*a$/,
  nice: /^-\w*n$|^--adjustment$/,
  stdbuf: /^-[eio]$|^--(?:error|input|output)$/,
  timeout: /^-\w*[ks]$|^--(?:kill-after|signal)$/,
  xargs: /^-\w*[aDdEIJ]$|^--(?:arg-file|delimiter)$/,
};

/**
 * xargs adds words of its input, and watch gives the words to a shell, which reads them again (xargs(1), watch(1)). There are
 * several programs and many functions of the name `retry`, which do that too.
 */
const changers = /^(?:.*\/)?(?:xargs|watch|retry)$/;

/** The name of the wrapper whose arguments follow these words. */
function wrapperIn(before: readonly ShellWord[]): string | undefined {
  return before.findLast(({ text }) => wrappers.test(text))?.text.replace(/.*\//, '');
}

/** Whether the value of an option of a wrapper follows these words. */
function isBeforeValue(before: readonly ShellWord[]): boolean {
  return optionsWithValue[wrapperIn(before) ?? '']?.test(before.at(-1)?.text ?? '') === true;
}

const names: CommandNames = {
  isRequest: name => /^(?:.*\/)?curl(?:\.exe)?$/.test(name),
  isBeforeName({ text: word }, before) {
    if (keywords.test(word) || wrappers.test(word) || /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(word))
      return true;
    if (word === '-p' && before.at(-1)?.text === 'time') return true;
    // The arguments of a wrapper: options, perhaps with a value, numbers, and what only the shell knows. Another program
    // may send what follows elsewhere: `sudo -E ssh -q server curl …`.
    return (
      wrapperIn(before) !== undefined &&
      (/^(?:-.*|[\d.]+[smhd]?|[$`][^]*)$/.test(word) || isBeforeValue(before))
    );
  },
  isWrapper: word => wrappers.test(word),
  changerIn({ text, parts }, before) {
    if (changers.test(text)) return text;
    if (wrapperIn(before) === undefined) return undefined;
    // Outside of quotes it may become several words, and as a whole word an assignment or a program: `env $x curl`.
    const isValue = isBeforeValue(before) || before.at(-1)?.text.endsWith('timeout') === true;
    const part = parts.find(
      ({ text: own, quote, expands }) => expands && (quote === '' || (!isValue && text.startsWith(own))),
    );
    return part && expansionName(part.text);
  },
};

/** Plain lines have only comments, and strings with simple substitutions. */
const variable = /\$(?:(?![({])|\{[^{}"'`$\\\n]*\})/.source;
/** Outside of double quotes, `$'` begins a string with escapes. */
const unquotedVariable = `(?!\\$')${variable}`;
const substitution = `\\$\\((?![^()\n]*\\bcase\\b)[^()"'\`\\\\\n$]*(?:(?:'[^'\n]*'|"[^"\\\\$\`\n]*(?:${variable}[^"\\\\$\`\n]*){0,60}"|${unquotedVariable})[^()"'\`\\\\\n$]*){0,60}\\)`;
const plain: PlainLines = {
  text: new RegExp(
    `(?:${[
      /[^'"\\#<$\n]+|'[^']*'|\\(?!\\{1,2}['"])[^\n]#*|(?<![^ \t\n;&])#[^\n]*|(?<![|()<>`])#|<(?!<)|\$\(/
        .source,
      unquotedVariable,
      // Unrolled, so that there is only one way to match a text; otherwise a string that never ends would be exponential.
      `"[^"\\\\$\`]*(?:(?:\\\\[^]|${variable}|${substitution})[^"\\\\$\`]*){0,500}"`,
    ].join('|')}){0,500}`,
    'y',
  ),
  continuation: '\\\n',
  joins: /\|/,
  mayGoOn: lines =>
    lines.includes('=(') || (lines.includes('curl') && (lines.includes('`') || leavesOpen(lines, '(', ')'))),
};

/**
 * Reads the curl commands of a script for sh, bash or zsh, also in substitutions, subshells and pipelines; not in
 * comments, strings and here-documents.
 */
export const posixCommands: CommandReader = (text, isNear) => new PosixReader(text).read(plain, isNear);

/**
 * How the shell reads a character: in quotes or outside; in a here-document with variables; `literal` where it expands no
 * variable, or may not.
 */
type PosixQuote = WordPart['quote'] | 'hereDocument' | 'literal';

/** After these in `${…}`, what quotes mean depends on the operator and on the quotes around it. */
const quoteInBraces = /['\\]/;

/** Characters of the name of an array that is recognized. */
const longestName = 60;

/** Here-documents within each other that are read. */
const maxHereDocuments = 3;

/** How the shell reads the characters at these offsets of a script (ascending), without those in comments. */
export function posixQuotesAt(text: string, places: readonly number[]): ReadonlyMap<number, PosixQuote> {
  const found = new Map<number, PosixQuote>();
  const firstFrom = (start: number) => firstIndexWhere(places, place => place >= start);
  const note = (start: number, end: number, quote: PosixQuote) => {
    for (let index = firstFrom(start); (places[index] ?? Infinity) < end; index++) {
      const at = places[index] ?? 0;
      // Words in a substitution are visited before the word around it.
      if (!found.has(at)) found.set(at, quote);
    }
  };
  const notePart = (start: number, end: number, { text: written, quote }: WordPart) => {
    let quoted = -1;
    // In `$((…))`, quotes do not quote.
    if (written.startsWith('$((')) quoted = 0;
    else if (written.startsWith('${')) quoted = written.search(quoteInBraces);
    if (quoted < 0) note(start, end, quote);
    else {
      note(start, start + quoted, quote);
      note(start + quoted, end, 'literal');
    }
  };
  const isNear = (start: number, end: number) => (places[firstFrom(start)] ?? Infinity) < end;
  // `offset`: where the text that is read begins.
  const visitor = (depth: number, offset: number): Visitor => ({
    word: ({ start, end, parts }) => {
      for (const part of parts) notePart(offset + part.start, offset + part.end, part);
      note(offset + start, offset + end, '');
    },
    hereDocument: (start, end, delimiter) => {
      const [first, last] = [offset + start, offset + end];
      const isLiteral = delimiter.end - delimiter.start !== delimiter.text.length || depth > maxHereDocuments;
      if (!isLiteral && isNear(first, last))
        new PosixReader(text.slice(first, last), visitor(depth + 1, first)).hereDocument();
      note(first, last, isLiteral ? 'literal' : 'hereDocument');
    },
    unclear: start => {
      note(offset + start, Infinity, 'literal');
    },
  });
  finish(new PosixReader(text, visitor(0, 0)).read(plain, isNear));
  return found;
}

/** Called for every word and here-document. */
interface Visitor {
  readonly word: (word: ShellWord) => void;
  readonly hereDocument: (start: number, end: number, delimiter: ShellWord) => void;
  /** From here on it is not sure how the shell reads the script. */
  readonly unclear: (start: number) => void;
}

/** Reads the commands of a script, or from the current position only words. */
export class PosixReader extends PosixWords {
  readonly #hereDocuments = new HereDocuments(this, start => {
    this.unclear(start);
  });

  constructor(
    text: string,
    private readonly visitor?: Visitor,
  ) {
    super(text);
  }

  /** Reads the text as that of a here-document: its expansions. */
  hereDocument(): void {
    const parts = new WordParts(this, false);
    for (;;) {
      while (this.match(/[^\\$`]+|\\[^]?/y) !== '');
      if (this.isAtEnd || !this.expansion(parts, '"')) return;
    }
  }

  protected override unclear(start: number): void {
    super.unclear(start);
    this.visitor?.unclear(start);
  }

  protected commands(closer: '' | Closer): boolean {
    let command = this.newCommand(names);
    let isPiped = false;
    let isInBackticks = false;
    // `case` without its `esac`.
    let cases = 0;
    // The commands around brackets that are open here: they go on after those. None if it is a subshell.
    const around: (OpenCommand | undefined)[] = [];
    for (;;) {
      this.skipBlanks(/\\\n/y);
      const isFlat = closer === '' && !(command.isRequest || command.isWrapped);
      const end = isInBackticks ? '`' : closer;
      const character = this.next;
      if (character === '') return closer === '';
      if (character === '#') {
        // In a pattern it is a character: `[[ $x =~ ^(#|$) ]]`.
        if (/(?:^|[^$<>])[(|]$/.test(this.text.slice(Math.max(0, this.at - 2), this.at)))
          this.unclear(this.at);
        this.match(end === '`' ? /[^\n`]*/y : /[^\n]*/y);
      } else if (character === ')' && cases > 0 && closer === ')') {
        // It ends a pattern.
        this.skip(1);
        command = this.newCommand(names);
      } else if (character === closer) return this.takes(closer);
      else if (this.takes('\n')) {
        this.#hereDocuments.skip(this.visitor?.hereDocument);
        // After `|` the command may be on the next line.
        if (isPiped && command.isEmpty) continue;
        if (closer === '') return true;
        command = this.newCommand(names);
      } else if (isInBackticks && this.takes('`')) {
        isInBackticks = false;
        command = this.#goOn(around.pop());
      } else if (isFlat && (character === '`' || /^[$<>]\((?!\()/.test(this.ahead(3)))) {
        isInBackticks ||= character === '`';
        command.skipBracket(this.at);
        around.push(command);
        if (character === '`') this.skipBacktick();
        else this.skip(2);
        command = this.newCommand(names);
      } else if (character === '<' || character === '>' || this.startsWith('&>'))
        this.#redirection(command, end);
      else if (/[;&|]/.test(character)) {
        isPiped = /^\|&?$/.test(this.match(/[;&|]+/y));
        command = this.newCommand(names, isPiped ? command : undefined);
      } else if (character === '(' || character === ')') {
        // A closing one ends a pattern of `case`, or a bracket that only separates.
        const array = character === '(' ? this.#nameOfArray() : undefined;
        if (array !== undefined) this.#array(array);
        else if (!this.arithmetic('((')) {
          this.skip(1);
          if (character === '(' && closer !== '') this.nested(')');
          else if (character === '(') around.push(undefined);
        }
        command = this.#goOn(character === ')' ? around.pop() : undefined);
      } else {
        const isFirst = command.isUnnamed;
        const word = this.#addWord(command, end, isFlat);
        // A pattern may have the same name.
        if (isFirst && word === 'case' && !this.finds(/[ \t]*[)|]/y)) cases++;
        else if (isFirst && word === 'esac' && cases > 0) cases--;
      }
    }
  }

  /** The command after a bracket: the one around it, or a new one. */
  #goOn(around?: OpenCommand): OpenCommand {
    around?.touch(around.start, this.at);
    return around ?? this.newCommand(names);
  }

  /** The name in front of a `(` by which it begins an array: `name=(…)`. */
  #nameOfArray(): string | undefined {
    const before = this.text.slice(Math.max(0, this.at - longestName), this.at);
    return /(\w+)\+?=$/.exec(before)?.[1];
  }

  /** Reads `(…)` of `name=(…)`: words on any number of lines. The script may add some before they are executed. */
  #array(name: string): void {
    const command = this.newCommand(names);
    this.skip(1);
    while (!this.isAtEnd && !this.takes(')')) {
      if (this.match(/(?:\s|\\\n|#[^\n]*)+/y) !== '') continue;
      const word = this.word(command.isRead || this.visitor !== undefined, ')');
      this.visitor?.word(word);
      if (word.end === word.start) this.skip(1);
      else command.add(word);
    }
    if (command.isRequest) command.changedBy = `${name}=(…)`;
  }

  /** Reads a word of a command; returns it if it has no quotes and no expansions. */
  #addWord(command: OpenCommand, closer: string, isFlat: boolean): string | undefined {
    const word = this.word(command.isRead || this.visitor !== undefined, closer, isFlat);
    this.visitor?.word(word);
    // `2>`: the number belongs to the redirection, unless it is in quotes.
    const isDescriptor = /^[<>]/.test(this.next) && word.parts.length === 0 && /^\d+$/.test(word.text);
    // A comment in backticks: the shell makes nothing of it.
    const isComment = word.expands && /^`[ \t]*#[^`\n]*`$/.test(word.text);
    if (word.end === word.start) this.skip(1);
    else if (isComment) command.touch(word.start, word.end);
    else if (!isDescriptor) command.add(word);
    return word.parts.length === 0 ? word.text : undefined;
  }

  #redirection(command: OpenCommand, closer: string): void {
    const start = this.at;
    if (this.isProcess()) {
      command.add(this.word(command.isRead));
      return;
    }
    const sign = this.match(/<<<|<<-?|&>>?|[<>][>&|]?/y);
    this.skipBlanks(/\\\n/y);
    if (this.next === '#') {
      command.touch(start, this.at);
      return;
    }
    const target = this.word(true, closer);
    this.visitor?.word(target);
    command.touch(start, target.isOpen ? start : target.end);
    this.#hereDocuments.announce(sign, target, command);
  }
}
