// What the readers of all shells share: words, brackets, lists of commands.
import type { Steps } from '../common/steps';
import { type PlainLines, readNearLines } from './plainLines';
import { type CommandNames, OpenCommand, type ShellCommand, type WordPart } from './shellCommand';
import { ShellText, type WordParts } from './shellText';

/** Deeper brackets are read as text, because reading is recursive. */
const maxDepth = 60;

/** How a shell writes the inside of quotes. */
interface QuoteRules {
  /** Sticky. */
  readonly close: RegExp;
  /** Sticky. Matches a piece of the inside, in which nothing is expanded. */
  readonly piece: RegExp;
  /** What an escape means; other pieces stand for themselves. */
  readonly meaning?: (piece: string) => string;
  /** Sticky. Finds what is expanded. */
  readonly expansion?: RegExp;
}

/** Reads a script. `Closer` closes a list of commands in a word or a bracket. */
export abstract class ShellReader<Closer extends string> extends ShellText {
  readonly #found: OpenCommand[] = [];
  #depth = 0;
  /** From here on, it is not sure where strings begin and end. */
  #unclearFrom = Infinity;

  /**
   * Reads commands up to the closer, or to the end of the line if there is none. Outside of a closer, brackets that do not
   * belong to a request are no words: the commands in them are read in turn, so nobody searches for their ends.
   * False if the closer never comes.
   */
  protected abstract commands(closer: '' | Closer): boolean;

  /** Reads a variable or another expansion of a word. False if it never ends. */
  protected abstract expansion(parts: WordParts, quote: WordPart['quote']): boolean;

  /** @param isNear see `CommandReader` */
  *read(plain: PlainLines, isNear: (start: number, end: number) => boolean): Steps<ShellCommand[]> {
    yield* readNearLines(this, plain, isNear, () => this.commands(''));
    for (const command of this.#found) command.isUnclear = command.end > this.#unclearFrom;
    return this.#found.sort((one, other) => one.start - other.start);
  }

  /** Notes that shells differ in how they read quotes here, or that this reader does not follow them. */
  protected unclear(start: number): void {
    this.#unclearFrom = Math.min(this.#unclearFrom, start);
  }

  protected newCommand(names: CommandNames, source?: OpenCommand): OpenCommand {
    return new OpenCommand(names, this.#found, source);
  }

  protected get isTooDeep(): boolean {
    return this.#depth >= maxDepth;
  }

  /** Reads the commands of an open bracket, unless it is too deep. False if it never closes. */
  protected nested(closer: Closer): boolean {
    return this.isTooDeep || this.deeper(() => this.commands(closer));
  }

  /** Reads one level deeper. */
  protected deeper(read: () => boolean): boolean {
    this.#depth++;
    const isClosed = read();
    this.#depth--;
    return isClosed;
  }

  /** Reads to the end of quotes, after the opening one. False if they never close. */
  protected quoted(parts: WordParts, quote: WordPart['quote'], rules: QuoteRules): boolean {
    parts.add(this.at, quote);
    for (;;) {
      const from = this.at;
      const piece = this.match(rules.piece);
      if (piece !== '') parts.add(from, quote, false, rules.meaning?.(piece));
      else if (!rules.expansion || !this.finds(rules.expansion)) return this.match(rules.close) !== '';
      else if (!this.expansion(parts, quote)) return false;
    }
  }
}
