import type { CurlWord } from '../httpCurlWords';
import type { Lines } from '../httpLines';

/** A word of a command in a script; `start` and `end` are characters of the script, quotes included. */
export interface ShellWord extends Pick<CurlWord, 'text' | 'quote' | 'isOpen' | 'expands'> {
  readonly start: number;
  readonly end: number;
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

/** A script as one text, and its places as lines and characters. */
export class Script {
  readonly text: string;
  readonly #starts: number[] = [];

  constructor(lines: Lines) {
    const all: string[] = [];
    let start = 0;
    for (let line = 0; line < lines.lineCount; line++) {
      const text = lines.line(line);
      all.push(text);
      this.#starts.push(start);
      start += text.length + 1;
    }
    this.text = all.join('\n');
  }

  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** Whether one of these lines (ascending) stands in a stretch of the text; asked from top to bottom. */
  nearness(lines: readonly number[]): (start: number, end: number) => boolean {
    let index = 0;
    return (start, end) => {
      const offset = (): number => this.#starts[lines[index] ?? -1] ?? Infinity;
      while (offset() < start) index++;
      return offset() < end;
    };
  }

  placeOf(offset: number): { readonly line: number; readonly character: number } {
    const line = this.lineAt(offset);
    return { line, character: offset - (this.#starts[line] ?? 0) };
  }

  /** A word with its place in lines. */
  placed({ text, quote, isOpen, expands, start, end }: ShellWord): ScriptWord {
    const { line: startLine, character: startCharacter } = this.placeOf(start);
    const { line: endLine, character: endCharacter } = this.placeOf(end);
    const source = this.text.slice(start, end);
    return { text, quote, isOpen, expands, source, startLine, startCharacter, endLine, endCharacter };
  }
}
