import { powershellWords } from './powershellCommands';
import type { PowershellWords } from './powershellWords';
import type { ShellWord } from './shellCommand';
import { ShellText } from './shellText';

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
  const text = new ShellText(table);
  const words = powershellWords(text);
  text.skip('@{'.length);
  for (;;) {
    words.skipBlanks();
    text.match(/[\s;]+/y);
    const start = text.at;
    if (words.isComment()) {
      words.comment();
      continue;
    }
    if (text.isAtEnd || text.next === '}') return entries;
    const [, single, double, bare] =
      /^(?:['‘’‚‛]([^'‘’‚‛]*)['‘’‚‛]|["“”„]([^"“”„]*)["“”„]|([\w-]+))\s*=[ \t]*/.exec(text.ahead(200)) ?? [];
    text.match(/(?:['‘’‚‛][^'‘’‚‛]*['‘’‚‛]|["“”„][^"“”„]*["“”„]|[\w-]+)\s*=[ \t]*/y);
    const valueStart = text.at;
    const values = statement(text, words);
    const end = values.at(-1)?.end ?? valueStart;
    if (text.at === start) text.skip(1);
    const value = values.length === 1 ? values[0] : undefined;
    entries.push({ key: single ?? double ?? bare ?? '', start, valueStart, end, value });
  }
}

const operator = /^(?:[-+*/%|]|-[a-z]+)$|,$/i;

/** The words up to the end of a statement. */
function statement(text: ShellText, words: PowershellWords): ShellWord[] {
  const found: ShellWord[] = [];
  for (;;) {
    words.skipBlanks();
    // After an operator the value goes on below.
    if (text.next === '\n' && operator.test(found.at(-1)?.text ?? '')) text.match(/\s+/y);
    if (/^[\n;})]?$/.test(text.next)) return found;
    const word = words.word(true, false);
    if (word.end === word.start) text.skip(1);
    else found.push(word);
  }
}
