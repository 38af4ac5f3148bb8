import { endsWithComma, PowershellReader } from './powershellCommands';
import type { ShellWord } from './shellCommand';

/** An entry of a hash table. Numbers are characters of its text. */
export interface HashEntry {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  /** End of the value, without trailing blanks. */
  readonly end: number;
  readonly value: ShellWord | undefined;
}

/** A hash table `@{ name = value; … }` at the beginning of a text. */
export interface HashTable {
  readonly entries: readonly HashEntry[];
  /** The end of the table; undefined if it is not closed. */
  readonly end: number | undefined;
}

export function hashTable(text: string): HashTable {
  const entries: HashEntry[] = [];
  const reader = new PowershellReader(text);
  reader.skip('@{'.length);
  for (;;) {
    reader.skipSpaces();
    reader.match(/[\s;]+/y);
    const start = reader.at;
    if (reader.comment()) continue;
    if (reader.isAtEnd) return { entries, end: undefined };
    if (reader.takes('}')) return { entries, end: reader.at };
    const written = reader.match(/(?:['‘’‚‛][^'‘’‚‛]*['‘’‚‛]|["“”„][^"“”„]*["“”„]|[\w-]+)\s*=\s*/y);
    const name = written.replace(/(?<!\s)\s*=\s*$/, '');
    const valueStart = reader.at;
    const values = statement(reader);
    const end = values.at(-1)?.end ?? valueStart;
    if (reader.at === start) reader.skip(1);
    const value = values.length === 1 ? values[0] : undefined;
    const key = /^[\w-]/.test(name) ? name : name.slice(1, -1);
    entries.push({ key, start, valueStart, end, value });
  }
}

/** An operator at the end of a line, after which a value continues below. `$i++` is none. */
const operator = /(?:[*/%]|(?<!\+)\+|(?<!-)-)$|^-[a-z]+$/i;

/** The first word of a command. Values begin with quotes, brackets, signs or digits (about_Parsing). */
const commandName = /^[a-z_.\\/*?%~]/i;

/** The words up to the end of a statement. */
function statement(reader: PowershellReader): ShellWord[] {
  const found: ShellWord[] = [];
  // The arguments of a command are no operators: `Get-Content key.txt -Raw`.
  let isCommand: boolean | undefined;
  let isContinued = false;
  for (;;) {
    reader.skipSpaces();
    if (isContinued && reader.next === '\n') reader.match(/\s+/y);
    if (/^[\n;})]?$/.test(reader.next)) return found;
    // It has quotes and brackets that mean nothing.
    if (reader.comment()) continue;
    const word = reader.word(true, false);
    if (word.end > word.start) found.push(word);
    else reader.skip(1);
    // Quotes make text of an operator.
    const source = reader.text.slice(word.start, reader.at);
    isCommand = source === '|' ? undefined : (isCommand ?? (source === '&' || commandName.test(source)));
    isContinued = source === '|' || endsWithComma(source) || (isCommand === false && operator.test(source));
  }
}
