import type { ClientCredentials } from '../common/basicAuth';
import { linesOf } from '../common/lines';
import { curlArguments, type CurlOption } from '../requests/curl/curlOptions';
import { curlCommands } from '../requests/curl/curlScripts';
import { wordsOfCommand } from '../shells/posixVariables';
import type { ScriptLanguage } from '../shells/scriptLanguages';
import type { ShellWord } from '../shells/shellCommand';
import {
  basicIn,
  bestCredentials,
  clientInForm,
  type FoundCredentials,
  fromUrl,
  pairOf,
  usableClient,
} from './credentialValues';

/** The credentials of each curl command, for sh, cmd or PowerShell. */
export function fromCurl(text: string): FoundCredentials[] {
  if (!/curl/i.test(text)) return [];
  const language = languageOf(text);
  return curlCommands(linesOf(text), language).map(({ words, script }) =>
    fromWords(
      words.filter(({ end }) => script.text.charAt(end) !== '<'),
      language,
    ),
  );
}

function languageOf(text: string): ScriptLanguage {
  if (/(?<![^\r\n])[^\S\r\n]*PS[^\S\r\n][^>\r\n]*>|`[^\S\n]*\n|\s-headers\s/i.test(text)) return 'powershell';
  return /(?<![^\r\n])[^\S\r\n]*[a-z]:\\[^>\r\n]*>|\^"|\^[^\S\n]*\n/i.test(text) ? 'cmd' : 'console';
}

function fromWords(words: readonly ShellWord[], language: ScriptLanguage): FoundCredentials {
  const { options, others } = curlArguments(words);
  const valuesOf = (sought: string) => options.flatMap(({ name, value }) => (name === sought ? [value] : []));
  const urls = [...others.map(({ text }) => text), ...valuesOf('url')].map(url => url.trim());
  // PowerShell's own `curl` has other options and a table of headers.
  const all = language === 'powershell' ? words.map(({ text }) => text.trim()) : [];
  return {
    ...clientInForm(
      urls.find(url => fromUrl(url)),
      options.flatMap(fieldsIn),
    ),
    ...basicIn([...valuesOf('header'), ...all]),
    ...options.map(userIn).find(user => user.clientId !== undefined),
    ...bestCredentials([...urls, ...all].flatMap(url => fromUrl(url) ?? [])),
  };
}

/** User and password of `-u`, each left out if the shell would expand it. */
function userIn({ name, words, value, valueStart }: CurlOption<ShellWord>): Partial<ClientCredentials> {
  const word = words.at(-1);
  const colon = value.indexOf(':');
  if (name !== 'user' || !word || word.isOpen || colon < 0) return {};
  const literal = (from: number, to: number) =>
    isLiteral(word, valueStart + from, valueStart + to) ? value.slice(from, to) : '';
  return usableClient(literal(0, colon), literal(colon + 1, value.length));
}

/** The form fields that an option sends, if the shell does not expand them. */
function fieldsIn({ name, words, value, valueStart }: CurlOption<ShellWord>): (readonly [string, string])[] {
  const word = words.at(-1);
  if (!word || word.isOpen || !isLiteral(word, valueStart, word.text.length)) return [];
  if (/^data(?:-raw|-ascii)?$/.test(name)) return [...new URLSearchParams(value)];
  if (!/^form(?:-string)?$|^data-urlencode$/.test(name)) return [];
  const [, field, content] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
  return field === undefined || content === undefined ? [] : [[field, content]];
}

/** Whether the shell expands nothing among these characters of a word. */
function isLiteral({ parts }: ShellWord, from: number, to: number): boolean {
  let start = 0;
  return parts.every(({ text, expands }) => {
    const end = start + text.length;
    const isApart = !expands || end <= from || start >= to;
    start = end;
    return isApart;
  });
}

/** More commands than a text about one client has. The words of each may continue to the end of the text. */
const maxCommands = 20;

/** The credentials for Wget and HTTPie (also xh), which have their own options. The URL must be one of the service. */
export function fromOtherCommands(text: string): FoundCredentials[] {
  const commands = text.matchAll(/(?:^|[\s;|&$(`])(?=(wget2?|https?|xhs?)(?:[^\S\n]|\\\r?\n))/g);
  return [...commands].slice(0, maxCommands).flatMap(({ 0: before, 1: name = '', index }) => {
    const [, ...words] = wordsOfCommand(text.slice(index + before.length));
    const [address] = words.flatMap(({ text: word }) => fromUrl(word.includes('://') ? word : '') ?? []);
    const user = name.startsWith('wget')
      ? usableClient(valueOf(words, /^--(?:http-)?user$/), valueOf(words, /^--(?:http-)?password$/))
      : pairOf(valueOf(words, /^(?:-a|--auth)$/));
    return address ? [{ ...basicIn(words.map(word => word.text)), ...user, ...address }] : [];
  });
}

/** The value of the last option of a name: the word after it, or the rest of it; undefined if the shell expands it. */
function valueOf(words: readonly ShellWord[], sought: RegExp): string | undefined {
  let found: string | undefined;
  for (const [index, word] of words.entries()) {
    const [, name = '', equals = '', attached = ''] = /^(--[\w-]+|-[a-zA-Z])(=?)(.*)/s.exec(word.text) ?? [];
    if (!sought.test(name)) continue;
    const isAttached = equals + attached !== '';
    const source = isAttached ? word : words[index + 1];
    if (source?.expands !== false) found = undefined;
    else found = isAttached ? attached : source.text;
  }
  return found;
}
