// A command of a script as its words, for all shells.
import { firstIndexWhere } from '../common/collections';
import type { LineRange, Lines } from '../common/lines';
import type { Steps } from '../common/steps';

/** A part of a word: its source in the script, and the text that the command gets. */
export interface WordPart {
  /** An escape is decoded; an expansion stays as written. If it is as long as the source, it is the source. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The quotes around it. */
  readonly quote: '' | '"' | "'" | "$'";
  /** Whether the shell replaces it: `$NAME` outside of single quotes. */
  readonly expands: boolean;
}

/** A word of a command in a script; `start` and `end` are characters of the script, quotes included. */
export interface ShellWord {
  /** What the command gets: without quotes and escapes, expansions as written. */
  readonly text: string;
  /** From left to right; empty quotes are a part too. None if the text is the source. */
  readonly parts: readonly WordPart[];
  /** The last quote that was opened, as the style to keep. */
  readonly quote: '' | '"' | "'";
  /** Whether its quote never closes, so that it continues to the end of the text. */
  readonly isOpen: boolean;
  /** Whether the shell replaces a part of it. */
  readonly expands: boolean;
  readonly start: number;
  readonly end: number;
}

/** A word with lines, characters and source, quotes included. */
export interface ScriptWord extends ShellWord {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly source: string;
}

/** A plain word that is in no script. */
export function unplacedWord(text: string): ScriptWord {
  return {
    ...{
      text,
      source: text,
      parts: [],
      quote: '',
      isOpen: false,
      expands: false,
      start: 0,
      end: text.length,
    },
    ...{ startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 },
  };
}

/** A command of a script that sends a request. */
export interface ShellCommand {
  /** From the name on: `curl`, `-s`, …; without redirections. */
  readonly words: readonly ShellWord[];
  /** Includes words before the name (`sudo`, `A=b`) and here-documents. */
  readonly start: number;
  readonly end: number;
  /** The end of its pipeline. */
  readonly pipelineEnd: number;
  /**
   * What may change its words: the command before it (`xargs`), a variable among the arguments of one (`env $x curl`), or the
   * array that holds it (`name=(…)`).
   */
  readonly changedBy: string | undefined;
  /** Whether it, or something above it, can be read in several ways: it may be part of a string. */
  readonly isUnclear: boolean;
}

/** How a shell finds a command's name. */
export interface CommandNames {
  /** Whether the word is a command that sends requests, after these words. */
  isRequest(name: string, before: readonly ShellWord[]): boolean;
  /** Whether the command's name can follow this word. */
  isBeforeName(word: ShellWord, before: readonly ShellWord[]): boolean;
  /** Whether a word before the name is a command that executes it. */
  isWrapper?(word: string): boolean;
  /** What in a word before the name may change the words of the command, or its environment: for a message. */
  changerIn?(word: ShellWord, before: readonly ShellWord[]): string | undefined;
}

/**
 * Reads the commands of a script that send requests: all on lines that are near, and perhaps others. Skips most lines,
 * which keeps an edit in a long script fast. Never throws; linear in time. In steps.
 * @param text lines separated by `\n`
 * @param isNear whether the caller wants the lines between two offsets; called from top to bottom
 */
export type CommandReader = (
  text: string,
  isNear: (start: number, end: number) => boolean,
) => Steps<ShellCommand[]>;

/** The most words before the name of a command. There is a limit because each is compared with those before it. */
const maxWordsBefore = 100;

/** A command that is being read. Keeps its words only if it sends a request. */
export class OpenCommand implements ShellCommand {
  readonly words: ShellWord[] = [];
  start = -1;
  end = -1;
  changedBy: string | undefined;
  isUnclear = false;
  readonly #pipeline: { end: number };
  /** The words so far; undefined once it is clear that the command sends no request. */
  #before: ShellWord[] | undefined = [];
  #isWrapped = false;

  /** @param source the command that pipes into this one */
  constructor(
    private readonly names: CommandNames,
    private readonly found: OpenCommand[],
    source?: OpenCommand,
  ) {
    this.#pipeline = source ? source.#pipeline : { end: -1 };
  }

  get pipelineEnd(): number {
    return this.#pipeline.end;
  }

  get isEmpty(): boolean {
    return this.start < 0;
  }

  /** Whether it certainly sends a request. */
  get isRequest(): boolean {
    return this.words.length > 0;
  }

  /** Whether its name is still to come. */
  get isUnnamed(): boolean {
    return this.#before !== undefined && this.words.length === 0;
  }

  /** Whether another command executes it: its name is still to come, and words before that are arguments. */
  get isWrapped(): boolean {
    return this.#isWrapped && this.#before !== undefined;
  }

  /** Whether its words are needed. */
  get isRead(): boolean {
    return this.#before !== undefined;
  }

  /** Extends the command to this range. */
  touch(start: number, end: number): void {
    if (this.start < 0) this.start = start;
    this.end = end;
    this.#pipeline.end = end;
  }

  /**
   * Skips a bracket whose commands are read on their own, such as `$(…)`. Unless a word is directly in front of it, it is a
   * word itself: the name of a program, or one of its arguments.
   */
  skipBracket(start: number): void {
    if (this.end !== start) this.#before = undefined;
    this.touch(start, start);
  }

  add(word: ShellWord): void {
    // A word whose quote never closes holds text that is not the command's.
    this.touch(word.start, word.isOpen ? word.start : word.end);
    if (this.#before === undefined) return;
    if (this.words.length > 0) this.words.push(word);
    else if (this.names.isRequest(word.text, this.#before)) {
      this.words.push(word);
      this.found.push(this);
    } else if (this.#before.length < maxWordsBefore && this.names.isBeforeName(word, this.#before)) {
      this.changedBy ??= this.names.changerIn?.(word, this.#before);
      this.#isWrapped ||= this.names.isWrapper?.(word.text) === true;
      this.#before.push(word);
    } else this.#before = undefined;
  }
}

/** Lines as one text, with offsets as lines and characters. */
export class Script {
  readonly text: string;
  readonly #first: number;
  /** Of fixed size: a growing list of many lines keeps the garbage collector busy. */
  readonly #starts: Uint32Array;

  /** @param range the lines of the script; all by default */
  constructor(lines: Lines, range: LineRange = { first: 0, last: lines.lineCount - 1 }) {
    this.#first = range.first;
    const count = Math.max(0, range.last - range.first + 1);
    const all = new Array<string>(count);
    this.#starts = new Uint32Array(count);
    let start = 0;
    for (let index = 0; index < count; index++) {
      const text = lines.line(range.first + index);
      all[index] = text;
      this.#starts[index] = start;
      start += text.length + 1;
    }
    this.text = all.join('\n');
  }

  lineAt(offset: number): number {
    return this.#first + Math.max(0, firstIndexWhere(this.#starts, start => start > offset) - 1);
  }

  /** The offset of a line; undefined outside of the script. */
  startOf(line: number): number | undefined {
    return this.#starts[line - this.#first];
  }

  /** Whether one of these lines (ascending) is between two offsets; to be called from top to bottom. */
  nearness(lines: readonly number[]): (start: number, end: number) => boolean {
    let index = 0;
    const offsetOf = () => this.startOf(lines[index] ?? -1) ?? Infinity;
    let offset = offsetOf();
    return (start, end) => {
      while (offset < start) {
        index++;
        offset = offsetOf();
      }
      return offset < end;
    };
  }

  placeOf(offset: number): { readonly line: number; readonly character: number } {
    const line = this.lineAt(offset);
    return { line, character: offset - (this.startOf(line) ?? 0) };
  }

  placed(word: ShellWord): ScriptWord {
    const { text, parts, quote, isOpen, expands, start, end } = word;
    const first = this.placeOf(start);
    const last = this.placeOf(end);
    return {
      ...{ text, parts, quote, isOpen, expands, start, end, source: this.text.slice(start, end) },
      ...{ startLine: first.line, startCharacter: first.character },
      ...{ endLine: last.line, endCharacter: last.character },
    };
  }
}
