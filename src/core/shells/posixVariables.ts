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

/**
 * A line that may be above an assignment that is certainly executed: empty, a comment, an option of the shell, or another
 * assignment of one word.
 */
const headLine =
  /^(?:|set[ \t]+[-+][\w+-]+(?:[ \t]+[\w+-]+)*|(?:(?:export|readonly)[ \t]+)?(\w+)=([\w./:@%+,=-]*|'[^']*'|"[^"\\`]*"))[ \t]*(?:(?<!\S)#.*)?$/;

/** A command that reads a file or a text as a part of the script. */
const includingCommand = /(?:^|[\s;&|({])(?:\.|source|eval)[ \t]+[^\s;&|<>)]/;

/** What a script assigns to its variables. Finds all assignments once, and reads their values on request. */
export class PosixVariables {
  readonly #read = new Map<string, Assigned | undefined>();
  #places: ReadonlyMap<string, readonly number[]> | undefined;
  #constants: ReadonlyMap<string, string> | undefined;

  constructor(private readonly script: string) {}

  /** Undefined if the value is unknown: assigned elsewhere, too often, or too long to read. */
  of(name: string): Assigned | undefined {
    if (!this.#read.has(name)) this.#read.set(name, this.#assigned(name));
    return this.#read.get(name);
  }

  /**
   * The value of a variable that the script certainly sets to one text: at its beginning, before other commands. Undefined
   * if the script names it elsewhere other than by `$`, or includes another script: they may set another value.
   */
  constant(name: string): string | undefined {
    this.#constants ??= constantsIn(this.script);
    return this.#constants.get(name);
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

function constantsIn(script: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (includingCommand.test(script)) return values;
  for (const line of script.split(/\r?\n/)) {
    const [isHead, name, value = ''] = headLine.exec(line) ?? [];
    if (isHead === undefined) break;
    if (name !== undefined && !value.includes('$')) values.set(name, value.replace(/^["']|["']$/g, ''));
  }
  if (values.size === 0) return values;
  const seen = new Set<string>();
  for (const [name] of script.matchAll(/(?<![\w$-]|\$\{)\w+/g)) {
    if (seen.has(name)) values.delete(name);
    else if (values.has(name)) seen.add(name);
  }
  return values;
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
