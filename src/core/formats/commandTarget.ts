import { t } from '../common/l10n';
import { type RequestTarget, sentTarget } from '../requestAnalysis/requestTarget';
import type { CurlRerouting } from '../requests/curlCommand';
import { shorten } from '../requests/requestDoubts';
import type { ShellWord } from '../shells/shellCommand';
import { tokenVariable } from '../tokens/tokenVariable';

/** A variable of cmd; `%C3%` may be an escape of a URL. */
const cmdVariable = /%(?![\da-f]{2}%)\w+%/gi;

/** A variable of a shell in a text without parts. */
const variable = new RegExp(`\\$\\{?[\\w:]+\\}?|${cmdVariable.source}`, 'gi');

/** What leads a command elsewhere, besides its URL. */
interface CommandDoubts {
  readonly rerouting?: CurlRerouting;
  /** Why the shell may split a word. */
  readonly splits?: (word: ShellWord, isUrl: boolean) => Splitting;
  /** Further reasons: part of a sentence. */
  readonly doubt?: string | undefined;
}

/**
 * Where a command of a script sends its request. Expansions of the shell count as variables that only the client knows.
 */
export function commandTarget(
  words: readonly ShellWord[],
  url: string,
  { rerouting: { by, hosts } = { by: [], hosts: [] }, splits = () => undefined, doubt }: CommandDoubts,
): RequestTarget {
  const [option] = by;
  const split = (how: Splitting) => {
    const word = words.find(each => splits(each, each.text === url) === how);
    return word && t('the shell may make several words of {0}', wordName(word));
  };
  return sentTarget({
    url: withVariables(words, url),
    hosts: hosts.map(host => withVariables(words, host)),
    doubt: option === undefined ? (split('text') ?? doubt) : t('its command has {0}', shorten(option)),
    doubtOfVariables: split('variable'),
  });
}

/** The name of the expansion of a word, for a message. The word may hold a secret. */
function wordName({ text, parts }: ShellWord): string {
  const part = parts.find(({ expands }) => expands)?.text ?? text;
  const [name = '…'] = /\$\{?!?(?:\w+|[@*])|%%?[~\w*]+%?|!\w+!/.exec(part) ?? [];
  return name.replace('{', '');
}

/** Why a shell may split a word, whose parts would be further URLs: by its text, or by values that only the shell knows. */
export type Splitting = 'text' | 'variable' | undefined;

/**
 * Expansions, braces and patterns outside of quotes, and lists in quotes: `"$@"`, also within another expansion (Bash
 * manual, 3.5).
 */
export function posixSplitting({ text, parts }: ShellWord, isUrl: boolean): Splitting {
  const isSplit = parts.some(
    ({ text: part, quote, expands }) =>
      expands && (quote === '' || (!/^(?:\$\(|`)/.test(part) && /\$\{?@|\[@\]|\{!\w+@/.test(part))),
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

/**
 * Arguments and variables. They are replaced before the command is read, so that a value may end the quotes around it; only
 * `!name!` in quotes stays one word (`setlocal /?`).
 */
export function cmdSplitting({ text, quote }: ShellWord): Splitting {
  const others = text.replaceAll(ownVariable, '');
  const isSplit = /%[\d*~]|%%[a-z]|%[^%\s]+%/i.test(others) || (quote === '' && /![^!\s]+!/.test(others));
  return isSplit ? 'variable' : undefined;
}

const ownVariable = `%${tokenVariable}%`;

/** A text of the command with `{{…}}` for expansions. */
function withVariables(words: readonly ShellWord[], text: string): string {
  const word = words.find(each => each.text === text);
  const named = (expansion: string) => `{{${expansion.replace(/[{}]/g, '')}}}`;
  if (!word) return text.replace(variable, named);
  return word.parts.some(part => part.expands)
    ? word.parts.map(part => (part.expands ? named(part.text) : part.text)).join('')
    : text.replace(cmdVariable, named);
}
