import type { Steps } from '../common/steps';
import { Nesting } from './nesting';
import { leavesOpen, type PlainLines, readNearLines } from './plainLines';
import { type Closer, PowershellWords } from './powershellWords';
import { type CommandNames, type CommandReader, OpenCommand, type ShellCommand } from './shellCommand';
import { ShellText } from './shellText';

const names: CommandNames = {
  isRequest: name =>
    /^(?:.*[\\/])?(?:curl|wget)(?:\.exe)?$|^(?:irm|iwr|invoke-restmethod|invoke-webrequest)$/i.test(name),
  isBeforeName: word =>
    /^(?:\[[\w.[\]]+\])?\$(?:[\w:.]+|\{[^}]*\})\s*(?:[-+*/]?=)?$|^(?:[-+*/]?=|return|\.)$/i.test(word),
};

/** See `PlainLines`. */
const plain: PlainLines = {
  text: /(?:[^'"‘’‚‛“”„`#<@\n]+|'[^']*'|"[^"`$]*(?:(?:`[^]|\$(?:(?![({])|\{[^{}"'`$\n]*\}))[^"`$]*){0,500}"|`[^\n]#*|(?<![^ \t\n;&|(){}<>])#[^\n]*|(?<!<)#|<(?!#)|@(?!["'])){0,500}/y,
  continuation: '`\n',
  // Brackets are rare, and testing for them is faster than for a name.
  mayGoOn: lines =>
    /[({]/.test(lines) && /curl|wget|irm|iwr|invoke-/i.test(lines) && leavesOpen(lines, '({', ')}'),
};

/**
 * Reads the commands of a PowerShell script that send requests: curl, Invoke-RestMethod, Invoke-WebRequest and their
 * aliases, also in brackets and blocks; not in comments and strings.
 */
export const powershellCommands: CommandReader = (text, isNear) =>
  new PowershellReader(new ShellText(text)).read(isNear);

/** Reads the words of a text without commands, from the current position. */
export function powershellWords(text: ShellText): PowershellWords {
  return new PowershellReader(text).words;
}

class PowershellReader {
  readonly words: PowershellWords;
  readonly #found: ShellCommand[] = [];

  constructor(private readonly text: ShellText) {
    this.words = new PowershellWords(text, new Nesting(closer => this.#commands(closer)));
  }

  *read(isNear: (start: number, end: number) => boolean): Steps<ShellCommand[]> {
    yield* readNearLines(this.text, plain, isNear, () => this.#commands(''));
    return this.#found.sort((one, other) => one.start - other.start);
  }

  /** See `#commands` of `PosixReader`. */
  #commands(closer: '' | Closer): boolean {
    const { text, words } = this;
    let command = this.#newCommand();
    let isPiped = false;
    for (;;) {
      words.skipBlanks();
      const character = text.next;
      if (character === '') return closer === '';
      const isFlat = closer === '' && !command.isRequest;
      if (words.isComment()) words.comment();
      else if (character === closer) {
        text.skip(1);
        return true;
      } else if (character === '\n') {
        text.skip(1);
        // After `|` the command may be on the next line.
        if (isPiped && command.isEmpty) continue;
        if (closer === '') return true;
        command = this.#newCommand();
      } else if (isFlat && text.match(/[@$]?\(|@?\{/y) !== '') command = this.#newCommand();
      else if (/[;|&)}]/.test(character)) {
        isPiped = text.match(/[;|&]+|[)}]/y) === '|';
        command = this.#newCommand(isPiped ? command : undefined);
      } else if (character === '<' || character === '>') this.#redirection(command);
      else this.#addWord(command, isFlat);
    }
  }

  #newCommand(source?: OpenCommand): OpenCommand {
    return new OpenCommand(names, this.#found, source);
  }

  #addWord(command: OpenCommand, isFlat: boolean): void {
    const word = this.words.word(command.isRead, command.isUnnamed, isFlat);
    if (word.end === word.start) {
      this.text.skip(1);
      return;
    }
    // `2>`, `*>`: the sign belongs to the redirection.
    const isStream = /^[<>]/.test(this.text.next) && /^(?:\d|\*)$/.test(word.text);
    if (!isStream) command.add(word);
  }

  #redirection(command: OpenCommand): void {
    const { text, words } = this;
    const start = text.at;
    text.match(/[<>]+(?:&\d)?/y);
    words.skipBlanks();
    const isBare = text.next === '#';
    const { end, isOpen } = isBare ? { end: text.at, isOpen: false } : words.word(false, false);
    command.touch(start, isOpen ? start : end);
  }
}
