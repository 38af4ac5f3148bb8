import { firstIndexWhere } from '../common/collections';
import { finish, type Steps } from '../common/steps';
import { HereDocuments } from './hereDocuments';
import { Nesting } from './nesting';
import { leavesOpen, type PlainLines, readNearLines } from './plainLines';
import { type Closer, PosixWords } from './posixWords';
import {
  type CommandNames,
  type CommandReader,
  OpenCommand,
  type ShellCommand,
  type ShellWord,
  type WordPart,
} from './shellCommand';
import { ShellText } from './shellText';

const keywords = /^(?:if|then|elif|else|while|until|do|time|coproc|!|\{|[$%❯➜])$/;
const wrappers =
  /^(?:.*\/)?(?:sudo|doas|env|command|builtin|exec|nohup|nice|timeout|stdbuf|xargs|retry|watch|noglob|nocorrect)$/;

/** xargs adds words of its input, and watch gives the words to a shell, which reads them again (xargs(1), watch(1)). */
const changers = /^(?:.*\/)?(?:xargs|watch)$/;

const names: CommandNames = {
  isRequest: name => /^(?:.*\/)?curl(?:\.exe)?$/.test(name),
  isBeforeName(word, before) {
    if (keywords.test(word) || wrappers.test(word) || /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(word))
      return true;
    // The arguments of a wrapper: options, perhaps with a value, and numbers.
    return (
      before.some(each => wrappers.test(each)) &&
      (/^(?:-.*|[\d.]+[smhd]?)$/.test(word) || (before.at(-1) ?? '').startsWith('-'))
    );
  },
  changesWords: word => changers.test(word),
};

/** Plain lines have only comments, and strings with simple substitutions. */
const variable = /\$(?:(?![({])|\{[^{}"'`$\\\n]*\})/.source;
const substitution = `\\$\\([^()"'\`\\\\\n$]*(?:(?:'[^'\n]*'|"[^"\\\\$\`\n]*(?:${variable}[^"\\\\$\`\n]*){0,60}"|${variable})[^()"'\`\\\\\n$]*){0,60}\\)`;
const plain: PlainLines = {
  text: new RegExp(
    `(?:${[
      /[^'"\\#<$\n]+|'[^']*'|\\[^\n]#*|(?<![^ \t\n;&|()<>`])#[^\n]*|#|<(?!<)|\$\(/.source,
      variable,
      // Unrolled, so that there is only one way to match a text; otherwise a string that never ends would be exponential.
      `"[^"\\\\$\`]*(?:(?:\\\\[^]|${variable}|${substitution})[^"\\\\$\`]*){0,500}"`,
    ].join('|')}){0,500}`,
    'y',
  ),
  continuation: '\\\n',
  mayGoOn: lines => lines.includes('curl') && (lines.includes('`') || leavesOpen(lines, '(', ')')),
};

/**
 * Reads the curl commands of a script for sh, bash or zsh, also in substitutions, subshells and pipelines; not in
 * comments, strings and here-documents.
 */
export const posixCommands: CommandReader = (text, isNear) =>
  new PosixReader(new ShellText(text)).read(isNear);

/** Reads the words of a text without commands, from the current position. */
export function posixWords(text: ShellText): PosixWords {
  return new PosixReader(text).words;
}

/** How the shell reads a character: in quotes or outside; in a here-document with variables, or in a literal one. */
export type PosixQuote = WordPart['quote'] | 'hereDocument' | 'literal';

/** How the shell reads the characters at these offsets of a script (ascending), without those in comments. */
export function posixQuotesAt(text: string, places: readonly number[]): ReadonlyMap<number, PosixQuote> {
  const found = new Map<number, PosixQuote>();
  const firstFrom = (start: number) => firstIndexWhere(places, place => place >= start);
  const note = (start: number, end: number, quoteAt: (at: number) => PosixQuote) => {
    for (let index = firstFrom(start); (places[index] ?? Infinity) < end; index++) {
      const at = places[index] ?? 0;
      // Words in a substitution are visited before the word around it.
      if (!found.has(at)) found.set(at, quoteAt(at));
    }
  };
  const visitor: Visitor = {
    word: ({ start, end, parts }) => {
      let index = 0;
      note(start, end, at => {
        while ((parts[index]?.end ?? Infinity) <= at) index++;
        const part = parts[index];
        return part && part.start <= at ? part.quote : '';
      });
    },
    hereDocument: (start, end, delimiter) => {
      const isQuoted = delimiter.end - delimiter.start !== delimiter.text.length;
      note(start, end, () => (isQuoted ? 'literal' : 'hereDocument'));
    },
  };
  const isNear = (start: number, end: number) => (places[firstFrom(start)] ?? Infinity) < end;
  finish(new PosixReader(new ShellText(text), visitor).read(isNear));
  return found;
}

/** Called for every word and here-document. */
interface Visitor {
  readonly word: (word: ShellWord) => void;
  readonly hereDocument: (start: number, end: number, delimiter: ShellWord) => void;
}

class PosixReader {
  readonly words: PosixWords;
  readonly #found: ShellCommand[] = [];
  readonly #nested = new Nesting<Closer>(closer => this.#commands(closer));
  readonly #hereDocuments: HereDocuments;

  constructor(
    private readonly text: ShellText,
    private readonly visitor?: Visitor,
  ) {
    this.words = new PosixWords(text, this.#nested);
    this.#hereDocuments = new HereDocuments(text, visitor?.hereDocument);
  }

  *read(isNear: (start: number, end: number) => boolean): Steps<ShellCommand[]> {
    yield* readNearLines(this.text, plain, isNear, () => this.#commands(''));
    return this.#found.sort((one, other) => one.start - other.start);
  }

  /**
   * Reads commands up to the closer, or to the end of the line if there is none. Outside of a closer, brackets that do
   * not belong to a request only separate commands, so nobody searches for their ends.
   * False if the closer never comes.
   */
  #commands(closer: '' | Closer): boolean {
    const { text } = this;
    let command = this.#newCommand();
    let isPiped = false;
    let isInBackticks = false;
    for (;;) {
      text.skipBlanks(/\\\n/y);
      const isFlat = closer === '' && (!command.isRequest || isInBackticks);
      const character = text.next;
      if (character === '') return closer === '';
      if (character === '#') text.match(/[^\n]*/y);
      else if (character === closer) {
        text.skip(1);
        return true;
      } else if (character === '\n') {
        text.skip(1);
        this.#hereDocuments.skip();
        // After `|` the command may be on the next line.
        if (isPiped && command.isEmpty) continue;
        if (closer === '') return true;
        command = this.#newCommand();
      } else if (isFlat && (character === '`' || /^[$<>]\((?!\()/.test(text.ahead(3)))) {
        isInBackticks = character === '`' ? !isInBackticks : isInBackticks;
        text.skip(character === '`' ? 1 : 2);
        command = this.#newCommand();
      } else if (character === '<' || character === '>' || text.startsWith('&>')) {
        this.#redirection(command);
      } else if (/[;&|]/.test(character)) {
        isPiped = /^\|&?$/.test(text.match(/[;&|]+/y));
        command = this.#newCommand(isPiped ? command : undefined);
      } else if (character === '(') {
        if (!this.words.arithmetic('((')) {
          text.skip(1);
          if (closer !== '') this.#nested.commands(')');
        }
        command = this.#newCommand();
      } else if (character === ')') {
        // Ends a pattern of `case`, or a bracket that only separates.
        text.skip(1);
        command = this.#newCommand();
      } else this.#addWord(command, closer, isFlat);
    }
  }

  #newCommand(source?: OpenCommand): OpenCommand {
    return new OpenCommand(names, this.#found, source);
  }

  #addWord(command: OpenCommand, closer: string, isFlat: boolean): void {
    const word = this.words.word(command.isRead || this.visitor !== undefined, closer, isFlat);
    this.visitor?.word(word);
    if (word.end === word.start) {
      this.text.skip(1);
      return;
    }
    // `2>`: the number belongs to the redirection.
    const isDescriptor = /^[<>]/.test(this.text.next) && /^\d+$/.test(word.text);
    if (!isDescriptor) command.add(word);
  }

  #redirection(command: OpenCommand): void {
    const { text } = this;
    const start = text.at;
    if (this.words.isProcess()) {
      command.add(this.words.word(command.isRead));
      return;
    }
    const sign = text.match(/<<<|<<-?|&>>?|[<>][>&|]?/y);
    text.skipBlanks(/\\\n/y);
    if (text.next === '#') {
      command.touch(start, text.at);
      return;
    }
    const target = this.words.word(true);
    this.visitor?.word(target);
    command.touch(start, target.isOpen ? start : target.end);
    this.#hereDocuments.announce(sign, target, command);
  }
}
