import { firstIndexWhere } from '../common/collections';
import type { LineRange, Lines } from '../common/lines';

/** A piece of a word: what is written between two characters of the script, and what the command gets for it. */
export interface WordPart {
  /** Of the same length as what is written: this very text. Else what an escape means; of an expansion, as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The quotes around it, which are no part of it. */
  readonly quote: '' | '"' | "'" | "$'";
  /** The shell puts something in for it. */
  readonly expands: boolean;
}

/** A word of a command in a script; `start` and `end` are characters of the script, quotes included. */
export interface ShellWord {
  /** What the command sees: without quotes and escapes, expansions as they are written. */
  readonly text: string;
  /** The pieces of the text, from left to right; empty quotes are a piece too. None where it is written as it is. */
  readonly parts: readonly WordPart[];
  /** The last quote it opened, as a style to keep: `'`, `"` or none. */
  readonly quote: '' | '"' | "'";
  /** Its quote never ends: the word took everything up to the end. */
  readonly isOpen: boolean;
  /** The shell puts something in for a part of it: `$NAME` outside of single quotes. */
  readonly expands: boolean;
  readonly start: number;
  readonly end: number;
}

/** A word with its place in lines. */
export interface CurlWord extends ShellWord {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** A word with its place in lines, and as it is written, quotes and all. */
export interface ScriptWord extends CurlWord {
  readonly source: string;
}

/** A command that sends a request, as it stands in a script. */
export interface ShellCommand {
  /** From its name on: `curl`, `-s`, …; without redirections and what stands before the name. */
  readonly words: readonly ShellWord[];
  /** Where it begins, with what stands before its name (`sudo`, `A=b`), and ends, here-documents included. */
  readonly start: number;
  readonly end: number;
  /** Where the pipeline ends that it begins or belongs to. */
  readonly pipelineEnd: number;
}

/** What a shell knows about the words before a command's name. */
export interface CommandNames {
  /** Whether this word names a command that sends requests. */
  isRequest(name: string): boolean;
  /** Whether a command's name can still follow this word, given the words before it. */
  isBeforeName(word: string, before: readonly string[]): boolean;
}

/**
 * Reads the commands of a script that send requests: all that stand on lines that are `near`, perhaps others too. Most
 * lines are skipped without being read, which is what makes an edit in a long script quick.
 * Never throws; linear in time.
 * @param text lines separated by `\n`
 * @param isNear whether lines are asked about: from the first character of a line to the first behind another; called
 * from top to bottom
 */
export type CommandReader = (text: string, isNear: (start: number, end: number) => boolean) => ShellCommand[];

/** A command that is being read. Keeps the words only of those that send requests. */
export class OpenCommand implements ShellCommand {
  readonly words: ShellWord[] = [];
  start = -1;
  end = -1;
  readonly #pipeline: { end: number };
  /** The words so far; undefined once it is clear that the command sends no request. */
  #before: string[] | undefined = [];

  /** @param source the command that pipes into this one */
  constructor(
    private readonly names: CommandNames,
    private readonly found: ShellCommand[],
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

  /** Whether it is known to send a request. */
  get isRequest(): boolean {
    return this.words.length > 0;
  }

  /** Whether its name was not read yet. */
  get isUnnamed(): boolean {
    return this.#before !== undefined && this.words.length === 0;
  }

  /** Whether anyone wants to know what its words are. */
  get isRead(): boolean {
    return this.#before !== undefined;
  }

  /** Tells that something of it stands here. */
  touch(start: number, end: number): void {
    if (this.start < 0) this.start = start;
    this.end = end;
    this.#pipeline.end = end;
  }

  add(word: ShellWord): void {
    // A quote that never ends took what is not the command's.
    this.touch(word.start, word.isOpen ? word.start : word.end);
    if (this.#before === undefined) return;
    if (this.words.length > 0) this.words.push(word);
    else if (this.names.isRequest(word.text)) {
      this.words.push(word);
      this.found.push(this);
    } else if (this.names.isBeforeName(word.text, this.#before)) this.#before.push(word.text);
    else this.#before = undefined;
  }
}

/** Lines as one text, and its places as lines and characters. */
export class Script {
  readonly text: string;
  readonly #first: number;
  readonly #starts: number[] = [];

  /** @param range the lines of the script; all of them where left out */
  constructor(lines: Lines, range: LineRange = { first: 0, last: lines.lineCount - 1 }) {
    this.#first = range.first;
    const all: string[] = [];
    let start = 0;
    for (let line = range.first; line <= range.last; line++) {
      const text = lines.line(line);
      all.push(text);
      this.#starts.push(start);
      start += text.length + 1;
    }
    this.text = all.join('\n');
  }

  lineAt(offset: number): number {
    return this.#first + Math.max(0, firstIndexWhere(this.#starts, start => start > offset) - 1);
  }

  /** Where a line begins; undefined for one that is none of the script's. */
  startOf(line: number): number | undefined {
    return this.#starts[line - this.#first];
  }

  /** Whether one of these lines (ascending) stands in a stretch of the text; asked from top to bottom. */
  nearness(lines: readonly number[]): (start: number, end: number) => boolean {
    let index = 0;
    return (start, end) => {
      const offset = (): number => this.startOf(lines[index] ?? -1) ?? Infinity;
      while (offset() < start) index++;
      return offset() < end;
    };
  }

  placeOf(offset: number): { readonly line: number; readonly character: number } {
    const line = this.lineAt(offset);
    return { line, character: offset - (this.startOf(line) ?? 0) };
  }

  /** A word with its place in lines. */
  placed(word: ShellWord): ScriptWord {
    return new PlacedWord(word, this);
  }
}

/** Most words are never asked for their places. */
class PlacedWord implements ScriptWord {
  readonly text: string;

  constructor(
    private readonly word: ShellWord,
    private readonly script: Script,
  ) {
    this.text = word.text;
  }

  get parts(): readonly WordPart[] {
    return this.word.parts;
  }
  get quote(): ShellWord['quote'] {
    return this.word.quote;
  }
  get isOpen(): boolean {
    return this.word.isOpen;
  }
  get expands(): boolean {
    return this.word.expands;
  }
  get start(): number {
    return this.word.start;
  }
  get end(): number {
    return this.word.end;
  }
  get source(): string {
    return this.script.text.slice(this.start, this.end);
  }
  get startLine(): number {
    return this.script.lineAt(this.start);
  }
  get startCharacter(): number {
    return this.script.placeOf(this.start).character;
  }
  get endLine(): number {
    return this.script.lineAt(this.end);
  }
  get endCharacter(): number {
    return this.script.placeOf(this.end).character;
  }
}
