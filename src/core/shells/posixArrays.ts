import { posixWords } from './posixCommands';
import type { ScriptWord, ShellWord } from './shellCommand';
import { ShellText } from './shellText';

/** More assignments of one array are not looked at: nobody writes them, and each may go on to the end of the script. */
const mostAssignments = 20;

/** The names of the arrays whose members become words of a command: `"${name[@]}"`. */
export function arraysIn(words: readonly ScriptWord[]): string[] {
  return words.flatMap(
    ({ source }) => /^"?\$\{(\w+)(?:\[[@*]\]|:?\+"?\$\{\w+\[[@*]\])/.exec(source)?.[1] ?? [],
  );
}

/** Every word that a script puts into an array, `name=(…)` and `name+=(…)`; undefined where it is filled elsewhere. */
export function membersOf(script: string, name: string): ShellWord[] | undefined {
  const assignments = [...script.matchAll(new RegExp(`(?<![\\w$])${name}\\+?=\\(`, 'g'))];
  if (assignments.length === 0 || assignments.length > mostAssignments) return undefined;
  return assignments.flatMap(({ index, 0: opening }) => wordsUpToBracket(script, index + opening.length));
}

function wordsUpToBracket(script: string, from: number): ShellWord[] {
  const text = new ShellText(script);
  text.at = from;
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
