import { Nesting } from './nesting';
import { continuedLine, PosixWords } from './posixWords';
import type { ShellWord } from './shellCommand';
import type { ShellText } from './shellText';

/**
 * Reads the words of a command in a request file. The command ends with the first line that neither ends in `\` nor
 * leaves a quote open.
 */
export function requestFileWords(text: ShellText): ShellWord[] {
  const words = new PosixWords(text, new Nesting(() => true), 'requestFile');
  const found: ShellWord[] = [];
  for (;;) {
    do text.match(/[^\S\n]+/y);
    while (text.match(continuedLine) !== '');
    if (text.isAtEnd || text.next === '\n') return found;
    found.push(words.word(true));
  }
}
