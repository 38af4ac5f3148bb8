import type { CurlRerouting } from '../httpCurl';
import { t } from '../l10n';
import { type RequestTarget, sentTarget } from '../requestTarget';
import type { ShellWord } from '../shells/shellCommand';

/** A variable in a shell, where the word that it stands in is not known. */
const variable = /\$\{?[\w:]+\}?|%\w+%/g;

/**
 * Where a command of a script sends its request: what the shell puts in is known to the shell alone, as what an
 * environment puts in for `{{variables}}` is known to a REST client.
 */
export function commandTarget(
  words: readonly ShellWord[],
  url: string,
  { by, hosts }: CurlRerouting = { by: [], hosts: [] },
): RequestTarget {
  const [option] = by;
  return sentTarget({
    url: withVariables(words, url),
    hosts: hosts.map(host => withVariables(words, host)),
    doubt: option === undefined ? undefined : t('its command has {0}', option),
  });
}

/** A text of the command with `{{…}}` for what the shell puts in. */
function withVariables(words: readonly ShellWord[], text: string): string {
  const word = words.find(each => each.text === text);
  const named = (expansion: string) => `{{${expansion.replace(/[{}]/g, '')}}}`;
  if (!word) return text.replace(variable, named);
  return word.expands ? word.parts.map(part => (part.expands ? named(part.text) : part.text)).join('') : text;
}
