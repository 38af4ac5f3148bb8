import { PowershellReader } from './powershellCommands';
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

/** The entries of a hash table `@{ name = value; … }`. */
export function hashEntries(table: string): HashEntry[] {
  const entries: HashEntry[] = [];
  const reader = new PowershellReader(table);
  reader.skip('@{'.length);
  for (;;) {
    reader.skipSpaces();
    reader.match(/[\s;]+/y);
    const start = reader.at;
    if (reader.comment()) continue;
    if (reader.isAtEnd || reader.next === '}') return entries;
    const written = reader.match(/(?:['‘’‚‛][^'‘’‚‛]*['‘’‚‛]|["“”„][^"“”„]*["“”„]|[\w-]+)\s*=[ \t]*/y);
    const name = written.replace(/(?<!\s)\s*=[ \t]*$/, '');
    const valueStart = reader.at;
    const values = statement(reader);
    const end = values.at(-1)?.end ?? valueStart;
    if (reader.at === start) reader.skip(1);
    const value = values.length === 1 ? values[0] : undefined;
    const key = /^[\w-]/.test(name) ? name : name.slice(1, -1);
    entries.push({ key, start, valueStart, end, value });
  }
}

const operator = /^(?:[-+*/%|]|-[a-z]+)$|,$/i;

/** The words up to the end of a statement. */
function statement(reader: PowershellReader): ShellWord[] {
  const found: ShellWord[] = [];
  for (;;) {
    reader.skipSpaces();
    // After an operator the value continues below.
    if (reader.next === '\n' && operator.test(found.at(-1)?.text ?? '')) reader.match(/\s+/y);
    if (/^[\n;})]?$/.test(reader.next)) return found;
    // It has quotes and brackets that mean nothing.
    if (reader.comment()) continue;
    const word = reader.word(true, false);
    if (word.end === word.start) reader.skip(1);
    else found.push(word);
  }
}
