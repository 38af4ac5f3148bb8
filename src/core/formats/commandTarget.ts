// Where a command of a script sends its request.
import { t } from '../common/l10n';
import type { RequestTarget } from '../requestAnalysis/readTarget';
import type { CurlRerouting } from '../requests/curl/curlCommand';
import { shorten } from '../requests/doubtReasons';
import { expansionName } from '../shells/expansionName';
import type { ScriptWord, ShellWord } from '../shells/shellCommand';
import { filledTarget } from './filledText';
import type { Splitting } from './plainCommand';

/** A variable of cmd; `%C3%` may be an escape of a URL. */
const cmdVariable = /%(?![\da-f]{2}%)\w+%/gi;

/** A variable of a shell in a text without parts. */
const variable = new RegExp(`\\$\\{?[\\w:]+\\}?|${cmdVariable.source}`, 'gi');

/** What may send a command elsewhere than its URL says. */
interface CommandDoubts {
  readonly rerouting?: CurlRerouting;
  /** What the script certainly sets a variable to; undefined if unknown. */
  readonly assignedTo?: ((expansion: string) => string | undefined) | undefined;
  /** Why the shell may split a word. */
  readonly splits?: (word: ScriptWord, isUrl: boolean) => Splitting;
  /** Further reasons: part of a sentence. */
  readonly doubt?: string | undefined;
}

/**
 * Where a command of a script sends its request. Expansions of the shell count as variables that only the client knows.
 */
export function commandTarget(
  words: readonly ScriptWord[],
  url: string,
  {
    rerouting: { by, hosts } = { by: [], hosts: [] },
    assignedTo,
    splits = () => undefined,
    doubt,
  }: CommandDoubts,
): RequestTarget {
  const [option] = by;
  const split = (how: Splitting) => {
    const word = words.find(each => splits(each, each.text === url) === how);
    return word && t('the shell may make several words of {0}', wordName(word));
  };
  const written = {
    url: withVariables(words, url),
    hosts: hosts.map(host => withVariables(words, host)),
    doubt: option === undefined ? (split('text') ?? doubt) : t('it has {0}', shorten(option)),
    doubtOfVariables: split('variable'),
  };
  return filledTarget(written, name => assignedTo?.(name));
}

/** The name of the expansion of a word, for a message. The word may hold a secret. */
function wordName({ text, parts }: ShellWord): string {
  const part = parts.find(({ expands }) => expands)?.text ?? text;
  if (/^(?:[$<>]\(|`)/.test(part)) return expansionName(part);
  const [name = '…'] = /\$\{?!?(?:\w+|[@*])|%%?[~\w*#$]+%?|!\w+!?/.exec(part) ?? [];
  return name.replace('{', '');
}

/** A text of the command with `{{…}}` for expansions. */
function withVariables(words: readonly ShellWord[], text: string): string {
  const word = words.find(each => each.text === text);
  const named = (expansion: string) => `{{${expansion.replace(/[{}]/g, '')}}}`;
  if (!word) return text.replace(variable, named);
  return word.parts.some(part => part.expands)
    ? word.parts.map(part => (part.expands ? named(part.text) : part.text)).join('')
    : text.replace(cmdVariable, named);
}
