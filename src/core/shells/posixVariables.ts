import { addToList } from '../common/collections';
import { PosixReader } from './posixCommands';
import type { ShellWord } from './shellCommand';

/** A variable with more assignments counts as unknown. */
const maxAssignments = 20;

/** Characters of a value. Every command that uses the variable reads it, so a longer one counts as unknown. */
const maxValueLength = 4_000;

/** What a script assigns to a variable: the words of arrays, `name=(…)`, and texts, `name=…`; also by `+=`. */
export interface Assigned {
  readonly members: readonly ShellWord[];
  readonly texts: readonly ShellWord[];
}

/** What a script assigns to its variables. Finds all assignments once, and reads their values on request. */
export class PosixVariables {
  readonly #read = new Map<string, Assigned | undefined>();
  #places: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(private readonly script: string) {}

  /** Undefined if the value is unknown: assigned elsewhere, too often, or too long to read. */
  of(name: string): Assigned | undefined {
    if (!this.#read.has(name)) this.#read.set(name, this.#assigned(name));
    return this.#read.get(name);
  }

  #assigned(name: string): Assigned | undefined {
    this.#places ??= assignmentsIn(this.script);
    const places = this.#places.get(name) ?? [];
    if (places.length === 0 || places.length > maxAssignments) return undefined;
    const members: ShellWord[] = [];
    const texts: ShellWord[] = [];
    for (const place of places) {
      const isArray = this.script.charAt(place) === '(';
      const text = new PosixReader(this.script.slice(place, place + maxValueLength));
      const words = isArray && text.takes('(') ? wordsUpTo(text) : [text.word(true)];
      const isWhole = isArray
        ? text.next === ')'
        : !text.isAtEnd || place + maxValueLength >= this.script.length;
      if (!isWhole) return undefined;
      (isArray ? members : texts).push(...words);
    }
    return { members, texts };
  }
}

/** The offsets of the assigned values, by name. */
function assignmentsIn(script: string): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { index, 0: assignment, 1: name = '' } of script.matchAll(/(?<![\w$-])(\w+)\+?=/g)) {
    addToList(places, name, index + assignment.length);
  }
  return places;
}

/** The words of the command at the beginning of a text, without what follows redirections. */
export function wordsOfCommand(text: string): ShellWord[] {
  const reader = new PosixReader(text);
  const found: ShellWord[] = [];
  for (;;) {
    reader.match(/(?:[^\S\n]|\\\r?\n)+/y);
    if (reader.isAtEnd || /[\n;|&()<>]/.test(reader.next)) return found;
    const word = reader.word(true);
    if (word.end === word.start) return found;
    found.push(word);
  }
}

export function wordsIn(text: string): ShellWord[] {
  return wordsUpTo(new PosixReader(text));
}

/** The words up to a closing bracket or the end. */
function wordsUpTo(reader: PosixReader): ShellWord[] {
  const found: ShellWord[] = [];
  for (;;) {
    reader.match(/(?:\s|\\\n|#[^\n]*)+/y);
    if (reader.isAtEnd || reader.next === ')') return found;
    const word = reader.word(true);
    if (word.end === word.start) reader.skip(1);
    else found.push(word);
  }
}
