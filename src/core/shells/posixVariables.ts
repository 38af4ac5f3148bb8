import { posixWords } from './posixCommands';
import type { ShellWord } from './shellCommand';
import { ShellText } from './shellText';

/** More assignments of one variable are not looked at: nobody writes them, and each may go on to the end of the script. */
const mostAssignments = 20;

/** What a script assigns to a variable: the words that it puts into an array, `name=(…)`, and texts, `name=…`; also by `+=`. */
export interface Assigned {
  readonly members: readonly ShellWord[];
  readonly texts: readonly ShellWord[];
}

/** What a script assigns to its variables. Reads the script once, and each variable when it is asked for. */
export class PosixVariables {
  readonly #read = new Map<string, Assigned | undefined>();
  #places: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(private readonly script: string) {}

  /** Undefined where it is assigned elsewhere. */
  of(name: string): Assigned | undefined {
    if (!this.#read.has(name)) this.#read.set(name, this.#assigned(name));
    return this.#read.get(name);
  }

  #assigned(name: string): Assigned | undefined {
    this.#places ??= assignmentsIn(this.script);
    const places = this.#places.get(name) ?? [];
    if (places.length === 0 || places.length > mostAssignments) return undefined;
    const isArray = (place: number) => this.script.charAt(place) === '(';
    const arrays = places.filter(isArray).map(place => membersFrom(this.script, place + 1));
    if (arrays.includes(undefined)) return undefined;
    return {
      members: arrays.flatMap(members => members ?? []),
      texts: places
        .filter(place => !isArray(place))
        .map(place => {
          const text = new ShellText(this.script);
          text.at = place;
          return posixWords(text).word(true);
        }),
    };
  }
}

/** Where the values stand that a script assigns, by name. */
function assignmentsIn(script: string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { index, 0: assignment, 1: name = '' } of script.matchAll(/(?<![\w$-])(\w+)\+?=/g)) {
    const known = places.get(name);
    if (known) known.push(index + assignment.length);
    else places.set(name, [index + assignment.length]);
  }
  return places;
}

/** An array that is longer is not read, in characters: every command that uses it has its members looked at. */
const longestArray = 4_000;

/** The members of an array that begins at a place; undefined where its bracket does not close soon. */
function membersFrom(script: string, from: number): ShellWord[] | undefined {
  const text = new ShellText(script.slice(from, from + longestArray));
  const members = wordsUpTo(text);
  return text.next === ')' ? members : undefined;
}

/** The words of a text. */
export function wordsIn(text: string): ShellWord[] {
  return wordsUpTo(new ShellText(text));
}

/** The words up to a closing bracket, or to the end. */
function wordsUpTo(text: ShellText): ShellWord[] {
  const words = posixWords(text);
  const found: ShellWord[] = [];
  for (;;) {
    text.match(/(?:\s|\\\n|#[^\n]*)+/y);
    if (text.isAtEnd || text.next === ')') return found;
    const word = words.word(true);
    if (word.end === word.start) text.skip(1);
    else found.push(word);
  }
}
