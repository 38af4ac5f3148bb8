import { t } from '../common/l10n';
import { type RequestTarget, sentTarget } from '../requestAnalysis/requestTarget';
import type { CurlRerouting } from '../requests/curlCommand';
import { quote } from '../requests/requestDoubts';
import type { ShellWord } from '../shells/shellCommand';

/** A variable of a shell in a text without parts. */
const variable = /\$\{?[\w:]+\}?|%\w+%/g;

/**
 * Where a command of a script sends its request. Expansions of the shell count as variables that only the client knows.
 */
export function commandTarget(
  words: readonly ShellWord[],
  url: string,
  { by, hosts }: CurlRerouting = { by: [], hosts: [] },
  splits: (word: ShellWord, isUrl: boolean) => Splitting = () => undefined,
): RequestTarget {
  const [option] = by;
  const split = (how: Splitting) => {
    const word = words.find(each => splits(each, each.text === url) === how);
    return word && t('the shell may make several words of {0}', quote(word.text));
  };
  return sentTarget({
    url: withVariables(words, url),
    hosts: hosts.map(host => withVariables(words, host)),
    doubt: option === undefined ? split('text') : t('its command has {0}', option),
    doubtOfVariables: split('variable'),
  });
}

/** Why a shell may split a word, whose parts would be further URLs: by its text, or by values that only the shell knows. */
export type Splitting = 'text' | 'variable' | undefined;

/** Expansions, braces and patterns outside of quotes, and `"$@"` (Bash manual, 3.5). */
export function posixSplitting({ text, parts }: ShellWord, isUrl: boolean): Splitting {
  const isSplit = parts.some(
    ({ text: part, quote, expands }) =>
      expands && (quote === '' || /^\$(?:@|\{@|\{!?\w+(?:\[@\]|@))/.test(part)),
  );
  const isPlain = (part: ShellWord['parts'][number]) =>
    part.quote === '' && !part.expands && part.text.length === part.end - part.start;
  const bare = parts.length === 0 ? text : parts.map(part => (isPlain(part) ? part.text : '-')).join('');
  const isBraced = parts.some(part => part.expands && part.quote === '' && part.text.startsWith('{'));
  if (isBraced || /\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(bare)) return 'text';
  // For a URL, a pattern would need a file of the same path.
  return isSplit || (!isUrl && /[*?[]/.test(bare)) ? 'variable' : undefined;
}

/** Variables outside of quotes; those of the environment hold one text (about_Parsing). */
export function powershellSplitting({ parts }: ShellWord): Splitting {
  const isSplit = parts.some(
    ({ text, quote, expands }) => expands && quote === '' && !/^\$\{?env:/i.test(text),
  );
  return isSplit ? 'variable' : undefined;
}

/** Arguments and variables outside of quotes. */
export function cmdSplitting({ text, quote }: ShellWord): Splitting {
  return quote === '' && /%[\d*~]|%[^%\s]+%|![^!\s]+!/.test(text) ? 'variable' : undefined;
}

/** A text of the command with `{{…}}` for expansions. */
function withVariables(words: readonly ShellWord[], text: string): string {
  const word = words.find(each => each.text === text);
  const named = (expansion: string) => `{{${expansion.replace(/[{}]/g, '')}}}`;
  if (!word) return text.replace(variable, named);
  return word.expands ? word.parts.map(part => (part.expands ? named(part.text) : part.text)).join('') : text;
}
