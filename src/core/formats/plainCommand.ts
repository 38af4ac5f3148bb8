// Whether a command consists of plain words and known options, so that it certainly goes to its URL.
import { t } from '../common/l10n';
import { curlArguments } from '../requests/curl/curlOptions';
import { shortenTarget } from '../requests/doubtReasons';
import type { ScriptWord } from '../shells/shellCommand';
import { tokenVariable } from '../tokens/tokenVariable';

/** Why a shell, or the program it starts, may split a word: by its text, or by values that only the shell knows. */
export type Splitting = 'text' | 'variable' | undefined;

/**
 * Expansions, braces and patterns outside of quotes, and lists in quotes: `"$@"`, also within another expansion (Bash
 * manual, 3.5), `"${!x}"`, where the variable may name `a[@]`, and `"$x[@]"`, `"$=x"` and flags such as `"${(f)x}"` of zsh
 * (zshexpn(1)).
 */
export function posixSplitting({ text, parts }: ScriptWord, isUrl: boolean): Splitting {
  const isSplit = parts.some(({ text: part, quote, expands }) => {
    if (!expands) return false;
    // `<(…)` stands for one file.
    if (quote === '') return !/^[<>]\(/.test(part);
    return !/^(?:\$\(|`)/.test(part) && /\$\{?@|\[@\]|\{!|\$(?:[=^~]|\{[(=^~])/.test(part);
  });
  const bare = parts.length === 0 ? text : parts.map(part => (isBare(part) ? part.text : '-')).join('');
  const isBraced = parts.some(part => part.expands && part.quote === '' && part.text.startsWith('{'));
  // Until the first separator, so that braces that are not closed take no longer.
  if (isBraced || /\{(?:[^{},.]|\.(?!\.))*(?:,|\.\.)[^{}]*\}/.test(bare)) return 'text';
  // For a URL, a pattern would need a file of the same path.
  return isSplit || (!isUrl && /[*?[]/.test(bare)) ? 'variable' : undefined;
}

/** Whether a part is outside of quotes, as it is written. */
function isBare({ text, quote, expands, start, end }: ScriptWord['parts'][number]): boolean {
  return quote === '' && !expands && text.length === end - start;
}

/**
 * A range of numbers among the words of a command, such as `<1-2>`: zsh replaces it by names of files (zshexpn(1), "Glob
 * Operators"), and sh and bash read redirections.
 */
export function numberRange(script: string, words: readonly ScriptWord[]): string | undefined {
  for (const [index, { end }] of words.entries()) {
    const next = words[index + 1]?.start;
    const after = script.slice(end, next ?? end + maxLookahead);
    const gap = next === undefined ? (/^(?:[<>]&|&>|[^\\|;&#\n]|\\[^])*/.exec(after)?.[0] ?? '') : after;
    const [range] = /<\d*-\d*>/.exec(gap) ?? [];
    if (range !== undefined) return range;
  }
  return undefined;
}

/** How many characters after a command are read to find what a shell takes for a part of it. */
export const maxLookahead = 1_000;

/**
 * What a shell in which a person types reads in another way than in a script: part of a sentence. zsh takes comments for
 * words (INTERACTIVE_COMMENTS), and bash and zsh replace `!` with words of earlier commands, outside of single quotes.
 * @param after the script after the command
 */
export function interactiveDoubt(words: readonly ScriptWord[], after: string): string | undefined {
  if (/^(?:[^\S\n]|\\\n)+#/.test(after)) return t('a terminal with zsh reads its comment as arguments');
  const word = words.find(({ text, parts }) => {
    const known = parts.map(part => (part.quote === '"' || isBare(part) ? part.text : '-')).join('');
    return /(?<!\\)!(?=[^\s=("])/.test(parts.length === 0 ? text : known);
  });
  return word && t('a terminal replaces the {0} in its command', '!');
}

/**
 * The words of programs that PowerShell certainly hands on as one: ASCII in plain characters or standard quotes. Commas make a
 * list (about_Arrays), and patterns are replaced on Linux and macOS. Windows PowerShell does not escape quotes in words, and
 * leaves empty words out (about_Parsing), so that any variable may hold several words.
 */
export function powershellSplitting({ source, text, expands }: ScriptWord, isUrl: boolean): Splitting {
  const known = source.replace(ownPowershell, 'x');
  if (text === '' || text === '--%' || !powershellWord.test(known)) return 'text';
  if (twoArguments.test(known) || (!expands && isSplitByProgram(text))) return 'text';
  const expanded = known.replace(powershellQuotes, quoted => (quoted.startsWith("'") ? '' : quoted));
  return expanded.includes('$') ? 'variable' : patternIn(isUrl, known.replace(powershellQuotes, ''));
}

/**
 * Plain characters, single quotes, and double quotes or nothing around variables. A name is read whole, so that there is only one
 * way to match a text: otherwise each variable of a text that does not match would multiply the time by the length of its name.
 */
const powershellWord =
  /^(?:[\w./:=+~%?*[\]\\@^!-]|'[\x20-\x26\x28-\x7e\s]*'|"(?:[\x20\x21\x23\x25-\x5f\x61-\x7e\s]|\$[\w:]+(?![\w:])|\$\{[\w:]+\})*"|\$[\w:]+(?![\w:])|\$\{[\w:]+\})+$/;

/** PowerShell ends an argument after a quoted value or a member: what follows is another one (see `PowershellWords`). */
const twoArguments = /^(?:'[^']*'|"[^"]*"|(?:\$[\w:]+|\$\{[\w:]+\})(?:\.\w+|\[\d+\])+(?![\w.[]))[^]/;

const powershellQuotes = /'[^']*'|"[^"]*"/g;
const inDoubleQuotes = /"(?:[^"\\]|\\.)*"/g;

const ownPowershell = new RegExp(`\\$(?:\\{env:${tokenVariable}\\}|env:${tokenVariable}(?!\\w))`, 'gi');

/** Whether a program splits this word although it is in quotes, because of the quotes inside it (C runtime). */
function isSplitByProgram(text: string): boolean {
  if (!/\s/.test(text)) return false;
  // Windows PowerShell puts it in quotes, and the backslash escapes the second one.
  if (text.endsWith('\\')) return true;
  let isQuoted = true;
  for (const [found] of text.matchAll(/(?<!\\)\\*"|\s/g)) {
    if (/^\s$/.test(found)) {
      if (!isQuoted) return true;
    } else if (found.length % 2 === 1) isQuoted = !isQuoted;
  }
  return false;
}

/**
 * The words that cmd and the C runtime certainly take for one: ASCII in plain characters or quotes. Variables are replaced
 * before the command is read, or before the program takes its line apart, so that a value may end the quotes around it.
 */
export function cmdSplitting({ source }: ScriptWord, isUrl: boolean): Splitting {
  // `%%{http_code}` of `--write-out` is an escaped percent sign.
  const known = source.replaceAll(`%${tokenVariable}%`, 'x').replace(/%%(?=\{\w+\})/g, 'x');
  if (!cmdWord.test(known)) return 'text';
  return /[%!]/.test(known) ? 'variable' : patternIn(isUrl, known.replace(inDoubleQuotes, ''));
}

/**
 * A quote after a backslash ends the quotes for cmd, and not for the program: nothing else may follow outside. Two quotes
 * within quotes are text for the program, and end them in old versions of the C runtime.
 */
const cmdWord = /^(?:[\w./:=+~?*,@#$(){}[\]'`%!-]|\\(?!")|"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\.)*"(?!"))+$/;

/** A pattern that a program may replace by names of files; a URL would need a file of the same path. */
function patternIn(isUrl: boolean, text: string): Splitting {
  return !isUrl && /[*?[]/.test(text) ? 'variable' : undefined;
}

/** The options that change neither where a request goes nor how its words are read. */
const harmless = new Set(
  (
    'compressed connect-timeout cookie-jar data data-ascii data-binary data-raw data-urlencode fail fail-early ' +
    'fail-with-body form form-string get globoff head header http1.0 http1.1 http2 include json keepalive ipv4 ' +
    'ipv6 limit-rate list-only location max-filesize max-redirs max-time no-buffer no-progress-meter output ' +
    'output-dir create-dirs path-as-is progress-bar range referer remote-name remote-header-name request retry ' +
    'retry-all-errors retry-delay retry-max-time show-error silent speed-limit speed-time ssl-no-revoke ' +
    'ssl-revoke-best-effort stderr tls-max tlsv1.2 tlsv1.3 trace-time upload-file url url-query user user-agent ' +
    'verbose write-out oauth2-bearer basic dump-header cookie a A b c C D e f g i J L m N o O r R s S v w y Y 4 6 #'
  ).split(' '),
);

/** Part of a sentence: the first option of a curl command that is not known to be harmless. */
export function strangeOption(words: readonly ScriptWord[]): string | undefined {
  // The options of all transfers.
  const { options } = curlArguments(words.filter(({ text }) => text !== '--next' && text !== '-:'));
  const strange = options.find(({ name }) => !harmless.has(name));
  return strange && t('it has {0}', shortenTarget(strange.spelling.replace(/=$/, '')));
}
