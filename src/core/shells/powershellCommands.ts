// Reads the commands of a PowerShell script that send requests.
import { leavesOpen, type PlainLines } from './plainLines';
import { type Closer, PowershellWords } from './powershellWords';
import type { CommandNames, CommandReader, OpenCommand } from './shellCommand';

/** What a value is assigned to: `$name`, `[type]$name.member`, `$name[index]`, `$one,$other`; perhaps with the operator. */
const assigned =
  /^(?:\[[\w.,[\]]+\])?(?:\$(?:[\w:.]+|\{[^}]*\}[\w.]*)(?:\[[^\]]*\][\w.]*){0,9},?){1,9}\s*(?:(?:[-+*/%]|\?\?)?=)?$/;

const names: CommandNames = {
  // After `&`, a variable holds the name of another program: `& $ssh $server curl …`.
  isRequest: (name, before) =>
    /^(?:.*[\\/])?(?:curl|wget)(?:\.exe)?$|^(?:irm|iwr|invoke-restmethod|invoke-webrequest)$/i.test(name) &&
    /=$|^(?:return|in|\.|)$/i.test(before.at(-1)?.text ?? ''),
  // `foreach ($each in irm …)`
  isBeforeName: ({ text: word }) =>
    assigned.test(word) || /^(?:(?:[-+*/%]|\?\?)?=|return|in|\.)$/i.test(word),
};

/** Characters of `param` and the blanks after it. */
const longestParam = 20;

/** See `PlainLines`. */
const plain: PlainLines = {
  text: /(?:[^'"‘’‚‛“”„`#<@\n]+|'[^'‘’‚‛]*'|"[^"“”„`$]*(?:(?:`[^]|\$(?:(?![({])|\{[^{}"'`$\n]*\}))[^"“”„`$]*){0,500}"|`[^\n]#*|(?<![^ \t\n;,&|(){}<>])#[^\n]*|(?<=[\w$.:/])#|<(?!#)|@(?!["'‘’‚‛“”„])){0,500}/y,
  continuation: '`\n',
  joins: /[|,]/,
  // Brackets are rare, and testing for them is faster than for a name.
  mayGoOn: lines =>
    /[({]/.test(lines) && /curl|wget|irm|iwr|invoke-/i.test(lines) && leavesOpen(lines, '({', ')}'),
};

/**
 * Reads the commands of a PowerShell script that send requests: curl, Invoke-RestMethod, Invoke-WebRequest and their
 * aliases, also in brackets and blocks; not in comments and strings.
 */
export const powershellCommands: CommandReader = (text, isNear) =>
  new PowershellReader(text).read(plain, isNear);

/** Whether a word, as it is written, ends with the sign of a list, which continues below (about_Arrays). */
export const endsWithComma = (source: string): boolean => /(?<!`),$/.test(source);

/** Reads the commands of a script, or from the current position only words. */
export class PowershellReader extends PowershellWords {
  protected commands(closer: '' | Closer): boolean {
    let command = this.newCommand(names);
    let isPiped = false;
    let isList = false;
    // The commands around brackets that are open here: they go on after those. None if the bracket is a block.
    const around: (OpenCommand | undefined)[] = [];
    for (;;) {
      this.skipSpaces();
      const character = this.next;
      if (character === '') return closer === '';
      const isFlat = closer === '' && !command.isRequest;
      if (this.comment()) continue;
      if (character === closer) return this.takes(closer);
      if (this.takes('\n')) {
        // After `|` the command may be on the next line, and after `,` the next argument.
        if (isList || (isPiped && command.isEmpty)) continue;
        if (closer === '') return true;
        command = this.newCommand(names);
      } else if (isFlat && this.finds(/[@$]?\(|@?\{/y)) {
        around.push(this.#aroundBracket(command));
        command = this.newCommand(names);
      } else if (/[)}]/.test(character)) {
        this.skip(1);
        const outer = around.pop();
        outer?.touch(outer.start, this.at);
        command = outer ?? this.newCommand(names);
      } else if (/[;|&]/.test(character)) {
        isPiped = this.match(/[;|&]+/y) === '|';
        command = this.newCommand(names, isPiped ? command : undefined);
      } else if (character === '<' || character === '>') this.#redirection(command);
      else {
        const word = this.word(command.isRead, command.isUnnamed, isFlat);
        // `2>`, `*>`: the sign belongs to the redirection, unless it is in quotes.
        const isStream =
          /^[<>]/.test(this.next) && word.end - word.start === 1 && /^(?:\d|\*)$/.test(word.text);
        if (word.end === word.start) this.skip(1);
        else if (!isStream) command.add(word);
        isList =
          this.text.charAt(word.end - 1) === ',' && endsWithComma(this.text.slice(word.start, word.end));
      }
    }
  }

  /** Skips the beginning of a bracket. Undefined if a command follows its end: after a block, and after `param(…)`. */
  #aroundBracket(command: OpenCommand): OpenCommand | undefined {
    const start = this.at;
    const isBlock = this.match(/[@$]?\(|@?\{/y).endsWith('{');
    if (isBlock || /\bparam[ \t]*$/i.test(this.text.slice(Math.max(0, start - longestParam), start)))
      return undefined;
    command.skipBracket(start);
    return command;
  }

  #redirection(command: OpenCommand): void {
    const start = this.at;
    if (/&\d$/.test(this.match(/[<>]+(?:&\d)?/y))) {
      command.touch(start, this.at);
      return;
    }
    this.skipSpaces();
    const isOpen = this.next !== '#' && this.word(false, false).isOpen;
    command.touch(start, isOpen ? start : this.at);
  }
}
