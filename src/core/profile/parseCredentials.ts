import { type ClientCredentials, decodeBasicAuthorization } from '../common/basicAuth';
import { type Lines, linesOf } from '../common/lines';
import { bruBlocks } from '../formats/bruBlocks';
import { hurlEntries } from '../formats/hurlEntries';
import { jsonObject, parseJson } from '../json/json';
import { curlArguments } from '../requests/curlCommand';
import { curlCommands } from '../requests/curlScripts';
import { listRequests } from '../requests/document';
import type { HttpRequest } from '../requests/request';
import { fileVariables, type VariableResolver } from '../requests/variables';
import { wordsOfCommand } from '../shells/posixVariables';
import type { ScriptLanguage } from '../shells/scriptLanguages';
import type { ShellWord } from '../shells/shellCommand';
import { groupsOf, settingGroups } from './credentialSettings';
import { clientIdIssue, clientSecretIssue, customerIdIssue, type Issuer, parseIssuer } from './profile';

/** The values of a profile that a text holds. */
export interface FoundCredentials {
  readonly origin?: string;
  readonly customerId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Longer texts are not read. In characters. */
const maxLength = 20_000;

/**
 * Reads a profile from pasted text: a curl command (for sh, cmd or PowerShell, also with its prompt or in a pipeline), a
 * request of an `.http` file or a HAR log, settings as the console shows them (JSON or lines), a `Basic …` value,
 * `client_id:client_secret`, or a URL alone. Undefined for anything else. Takes only literal values, never variables,
 * substitutions or placeholders.
 */
export function parseCredentials(text: string): FoundCredentials | undefined {
  const trimmed = straightQuotes(text).trim();
  if (trimmed === '' || trimmed.length > maxLength) return undefined;
  const readers = [
    ...[fromSettings, fromJson, fromCommands, fromOtherCommands, fromHurl, fromBruno, fromRequests],
    fromValue,
  ];
  for (const read of readers) {
    const found = read(trimmed);
    if (found && Object.keys(found).length > 0) return found;
  }
  return undefined;
}

/** Word processors and chats replace straight quotes. */
function straightQuotes(text: string): string {
  return text.replace(/[“”„‟]/g, '"').replace(/[‘’‚‛]/g, "'");
}

/** The first with a client, else with a customer, else with anything. */
function best(all: readonly FoundCredentials[]): FoundCredentials | undefined {
  return (
    all.find(({ clientId }) => clientId !== undefined) ??
    all.find(({ customerId }) => customerId !== undefined) ??
    all.find(each => Object.keys(each).length > 0)
  );
}

// Settings

/** Prefixes of names that belong to this service. */
const ownPrefix = /^(?:$|hl(?:_|$)|hosted_?login|janrain|akamai|identity_cloud|aic(?:_|$))/;

/**
 * The settings of one client. Many services have a `client_id`, so a customer or an address of this service must be beside
 * it, or the ID must look like one of this service.
 */
function fromSettings(text: string): FoundCredentials | undefined {
  const all = settingGroups(text).flatMap(group => {
    const { prefix, isConfiguration, customerId = '', issuer = '', clientId = '', clientSecret = '' } = group;
    const found: FoundCredentials = {
      ...(customerIdIssue(customerId) === undefined ? { customerId } : {}),
      ...fromUrl(issuer),
      ...usableClient(clientId, clientSecret),
    };
    const isSure =
      (isConfiguration && (found.clientId !== undefined || found.origin !== undefined)) ||
      fromUrl(issuer) !== undefined ||
      (Object.keys(found).length > 1 &&
        (found.customerId !== undefined ||
          (ownPrefix.test(prefix) && customerIdIssue(clientId) === undefined)));
    return isSure ? [{ found, worth: Object.keys(found).length + (isConfiguration ? 5 : 0) }] : [];
  });
  return all.sort((one, other) => other.worth - one.worth)[0]?.found;
}

// Requests

/** The client in a form that is sent to a login endpoint of the service. Other services accept such forms too. */
function clientInForm(
  url: string | undefined,
  fields: readonly (readonly [name: string, value: string])[],
): Partial<ClientCredentials> {
  const isOurs =
    url !== undefined && (documentedHost(url) ?? /^https?:\/\/[^/]+(?:\/[^/]+)?\/login\//i.exec(url));
  const [group] = isOurs ? groupsOf(fields) : [];
  return usableClient(group?.clientId ?? '', group?.clientSecret ?? '');
}

/** The requests of JSON from browsers (HAR) and Postman. */
function fromJson(text: string): FoundCredentials | undefined {
  const found: FoundCredentials[] = [];
  const read = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { url: address, headers, header = headers } = jsonObject(value) ?? {};
    const url = jsonObject(address)?.['raw'] ?? address;
    if (typeof url === 'string' && Array.isArray(header)) {
      const lines = header.map(each => {
        const { name, key = name, value: written } = jsonObject(each) ?? {};
        return typeof key === 'string' && typeof written === 'string' ? `${key}: ${written}` : '';
      });
      found.push({ ...basicIn(lines), ...fromUrl(url) });
    }
    for (const each of Object.values(value)) read(each);
  };
  read(parseJson(text));
  return best(found);
}

// Commands

function fromCommands(text: string): FoundCredentials | undefined {
  if (!/curl/i.test(text)) return undefined;
  const language = languageOf(text);
  return best(
    curlCommands(linesOf(text), language).map(({ words, script }) =>
      fromWords(
        words.filter(({ end }) => script.text.charAt(end) !== '<'),
        language,
      ),
    ),
  );
}

/** Wget and HTTPie (also xh), which have their own options. The URL must be one of the service. */
function fromOtherCommands(text: string): FoundCredentials | undefined {
  const found: FoundCredentials[] = [];
  for (const { 0: before, 1: name = '', index } of text.matchAll(
    /(?:^|[\s;|&$(`])(?=(wget2?|https?|xhs?)(?:[^\S\n]|\\\r?\n))/g,
  )) {
    const [, ...words] = wordsOfCommand(text.slice(index + before.length));
    const options = wordOptions(words);
    const address = words.flatMap(({ text: word }) => fromUrl(word.includes('://') ? word : '') ?? [])[0];
    if (!address) continue;
    found.push({
      ...basicIn(words.map(word => word.text)),
      ...(name.startsWith('wget') ? wgetUser(options) : httpieUser(options)),
      ...address,
    });
  }
  return best(found);
}

/** A word after an option, or the rest of it behind `=`; the value is undefined if the shell expands it. */
interface WordOption {
  readonly name: string;
  readonly value: string | undefined;
}

function wordOptions(words: readonly ShellWord[]): WordOption[] {
  return words.flatMap((word, index): WordOption[] => {
    const [, name, equals, attached = ''] = /^(--[\w-]+|-[a-zA-Z])(=?)(.*)$/s.exec(word.text) ?? [];
    if (name === undefined) return [];
    const isAttached = equals !== '' || attached !== '';
    const value = isAttached ? attached : (words[index + 1]?.text ?? '');
    const isPlain = (isAttached ? word : words[index + 1])?.expands === false;
    return [{ name, value: isPlain ? value : undefined }];
  });
}

function wgetUser(options: readonly WordOption[]): Partial<ClientCredentials> {
  const valueOf = (...names: string[]) => options.findLast(({ name }) => names.includes(name))?.value ?? '';
  return usableClient(valueOf('--user', '--http-user'), valueOf('--password', '--http-password'));
}

function httpieUser(options: readonly WordOption[]): Partial<ClientCredentials> {
  const value = options.findLast(({ name }) => name === '-a' || name === '--auth')?.value ?? '';
  return pairOf(value);
}

/** `id:secret`. */
function pairOf(text: string): Partial<ClientCredentials> {
  const colon = text.indexOf(':');
  return colon < 0 ? usableClient(text, '') : usableClient(text.slice(0, colon), text.slice(colon + 1));
}

/** The `[BasicAuth]` section of a Hurl file, or its option `user`. */
function fromHurl(text: string): FoundCredentials | undefined {
  if (!/^\[(?:BasicAuth|Options)\]/m.test(text)) return undefined;
  const lines = linesOf(text);
  return best(
    hurlEntries(lines).entries.flatMap(({ requestLine, sections }) => {
      const address = fromUrl(/^\s*[A-Z]+\s+(\S+)/.exec(lines.line(requestLine))?.[1] ?? '');
      if (!address) return [];
      const [pair] = sections.flatMap(({ name, pairs }) => (name === 'BasicAuth' ? pairs : []));
      const user = sections
        .flatMap(({ name, pairs }) => (name === 'Options' ? pairs : []))
        .find(({ key }) => key === 'user');
      // An escape may mean another character.
      const written = [pair?.key, pair?.value, user?.value].join('');
      if (written.includes('\\')) return [address];
      return [{ ...(pair ? usableClient(pair.key, pair.value) : pairOf(user?.value ?? '')), ...address }];
    }),
  );
}

/** Basic authorization of a `.bru` file, or its OAuth 2.0 client credentials. */
function fromBruno(text: string): FoundCredentials | undefined {
  if (!/^auth:(?:basic|oauth2)\s*\{/m.test(text)) return undefined;
  const blocks = bruBlocks(linesOf(text)) ?? [];
  const valueOf = (block: RegExp, key: string) =>
    blocks
      .filter(({ name }) => block.test(name))
      .flatMap(({ pairs }) => pairs)
      .find(({ name, isEnabled }) => isEnabled && name === key)?.value ?? '';
  const method = /^(?:get|post|put|delete|patch|options|head|http)$/;
  const requests = [
    [valueOf(method, 'url'), valueOf(/^auth:basic$/, 'username'), valueOf(/^auth:basic$/, 'password')],
    ['access_token_url', 'client_id', 'client_secret'].map(key => valueOf(/^auth:oauth2$/, key)),
  ];
  return best(
    requests.flatMap(([url = '', clientId = '', clientSecret = '']) => {
      const address = fromUrl(url);
      return address ? [{ ...usableClient(clientId, clientSecret), ...address }] : [];
    }),
  );
}

function languageOf(text: string): ScriptLanguage {
  if (/^[^\S\n]*PS\s[^>\n]*>|`[^\S\n]*\r?\n|\s-headers\s/im.test(text)) return 'powershell';
  return /^[^\S\n]*[a-z]:\\[^>\n]*>|\^"|\^[^\S\n]*\r?\n/im.test(text) ? 'cmd' : 'console';
}

function fromWords(words: readonly ShellWord[], language: ScriptLanguage): FoundCredentials {
  const { options, others } = curlArguments(words);
  const headers = options.filter(({ name }) => name === 'header').map(({ value }) => value);
  const urls = [
    ...others.map(({ text }) => text),
    ...options.flatMap(({ name, value }) => (name === 'url' ? [value] : [])),
  ];
  // PowerShell's own `curl` has other options and a table of headers.
  const all = language === 'powershell' ? words.map(({ text }) => text) : [];
  const found = best([...urls, ...all].flatMap(url => fromUrl(url.trim()) ?? []));
  return {
    ...clientInForm(
      urls.find(url => fromUrl(url.trim()) !== undefined),
      options.flatMap(fieldsIn),
    ),
    ...basicIn([...headers, ...all]),
    ...options
      .map(option => (option.name === 'user' ? userIn(option) : undefined))
      .find(user => user?.clientId !== undefined),
    ...found,
  };
}

/** The Basic authorization among headers. One that is cut short (`…`) is none. */
function basicIn(headers: readonly string[]): ClientCredentials | undefined {
  const [, value] =
    /(?:^|[^\w-])authorization["']?\s*[:=]\s*["']?(basic\s+[\w+/-]+={0,2})(?:[\s;}"']|$)/i.exec(
      headers.join('\n'),
    ) ?? [];
  return value === undefined ? undefined : decodeBasicAuthorization(value);
}

/** An option of a command in a script. */
interface LiteralOption {
  readonly name: string;
  readonly words: readonly ShellWord[];
  readonly value: string;
  readonly valueStart: number;
}

/** The value of `-u`. Takes each side of its colon that the shell does not expand. */
function userIn({ words, value, valueStart }: LiteralOption): Partial<ClientCredentials> {
  const word = words.at(-1);
  const colon = value.indexOf(':');
  if (!word || word.isOpen || colon < 0) return {};
  const clientId = isLiteral(word, valueStart, valueStart + colon) ? value.slice(0, colon) : '';
  const clientSecret = isLiteral(word, valueStart + colon + 1, word.text.length)
    ? value.slice(colon + 1)
    : '';
  return usableClient(clientId, clientSecret);
}

/** The form fields that an option sends, if the shell does not expand them. */
function fieldsIn({ name, words, value, valueStart }: LiteralOption): (readonly [string, string])[] {
  const word = words.at(-1);
  if (!word || word.isOpen || !isLiteral(word, valueStart, word.text.length)) return [];
  if (/^data(?:-raw|-ascii)?$/.test(name)) return [...new URLSearchParams(value)];
  const [, field, content] = /^form(?:-string)?$|^data-urlencode$/.test(name)
    ? (/^([^=]*)=(.*)$/s.exec(value) ?? [])
    : [];
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

/** Drops a secret without its ID. */
function usableClient(clientId: string, clientSecret: string): Partial<ClientCredentials> {
  if (clientIdIssue(clientId) !== undefined || isPlaceholder(clientId)) return {};
  const isUsable = clientSecretIssue(clientSecret) === undefined && !isPlaceholder(clientSecret);
  return isUsable ? { clientId, clientSecret } : { clientId };
}

/** Whether a value is a variable or placeholder of shells, request files or documentation. */
function isPlaceholder(value: string): boolean {
  return /^(?:\$\w+|\$?\{.*\}|%\w+%|<.*>|\[.*\]|[*•.…xX]+)$/.test(value);
}

// Request files and single values

/** The requests of an `.http` file, with the file's variables replaced. */
function fromRequests(text: string): FoundCredentials | undefined {
  if (!/^[^\S\n]*(?:GET|POST|PUT|DELETE)[^\S\n]+\S/m.test(text)) return undefined;
  const lines = linesOf(text);
  const fill = fileVariables(lines, 'http');
  return best(
    listRequests(lines, 'http').map(request => ({
      ...clientInForm(fill(request.url, request), formIn(lines, request, fill)),
      ...request.authorizations
        .map(({ value }) => basicOf(fill(value, request)))
        .find(client => client !== undefined),
      ...fromUrl(fill(request.url, request)),
    })),
  );
}

/** The fields of a form body. */
function formIn(lines: Lines, request: HttpRequest, fill: VariableResolver): [string, string][] {
  const { bodyFirstLine: first = 0, bodyLastLine: last = -1 } = request;
  const body = Array.from({ length: last - first + 1 }, (_, index) => lines.line(first + index).trim());
  return [...new URLSearchParams(fill(body.join(''), request))];
}

/** A Basic value in base64, or as a pair that REST clients encode (`id:secret`, `id secret`). */
function basicOf(value: string): Partial<ClientCredentials> | undefined {
  const encoded = decodeBasicAuthorization(value);
  const [, clientId = '', clientSecret = ''] = /^basic\s+([^\s:]+)(?::|\s+)(\S+)$/i.exec(value.trim()) ?? [];
  return encoded ?? (clientId === '' ? undefined : usableClient(clientId, clientSecret));
}

function fromValue(text: string): FoundCredentials | undefined {
  if (/\s/.test(text)) return decodeBasicAuthorization(text.replace(/^authorization\s*:\s*/i, ''));
  return fromUrl(text) ?? splitPair(text.replace(/^(["'])(.*)\1$/, '$2'));
}

/**
 * `client_id:client_secret`. Other texts have a colon too (package coordinates, times, addresses), so the ID must look like
 * one of the service (a UUID, or at least 20 letters and digits), and the secret must be long.
 */
function splitPair(text: string): ClientCredentials | undefined {
  const [, clientId, clientSecret] =
    /^([0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}|(?=[a-z]*\d)(?=\d*[a-z])[\da-z]{20,}):(?![:/])([^\s]{12,})$/i.exec(
      text,
    ) ?? [];
  if (clientId === undefined || clientSecret === undefined || isPlaceholder(clientSecret)) return undefined;
  // `<commit>:path/of/a/file`
  const isCommit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(clientId);
  return isCommit ? undefined : { clientId, clientSecret };
}

/**
 * Origin and customer ID of a URL with a customer, a login endpoint or a documented host. Undefined for other URLs and for
 * placeholders as host (`<region>`, `{{host}}`).
 */
function fromUrl(text: string): Pick<FoundCredentials, 'origin' | 'customerId'> | undefined {
  if (!/^https?:\/\/[^\s/?#\\]+/i.test(text)) return undefined;
  const [address = ''] = text.split(/[?#]/, 1);
  const { origin, customerId } = parseIssuer(address) ?? documentedHost(address) ?? {};
  if (origin === undefined) return undefined;
  if (customerId !== undefined) return { origin, customerId };
  return documentedHost(address) ||
    /^https?:\/\/[^/]+\/login(?:\/?$|\/token$|\/\.well-known\/)/i.test(address)
    ? { origin }
    : undefined;
}

/** The origin of a URL at a documented host, whatever its path (docs/hosted-login-api.md, Hosts). */
function documentedHost(url: string): Issuer | undefined {
  const [start = ''] = /^https:\/\/[^/]+/i.exec(url) ?? [];
  return /\.janrain\.com$/i.test(start) ? parseIssuer(start) : undefined;
}
