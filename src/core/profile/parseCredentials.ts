import { type ClientCredentials, decodeBasicAuthorization } from '../common/basicAuth';
import { jsonObject, parseJson } from '../common/json';
import { type Lines, linesOf } from '../common/lines';
import { curlArguments } from '../requests/curlCommand';
import { curlCommands } from '../requests/curlScripts';
import { listRequests } from '../requests/document';
import type { HttpRequest } from '../requests/request';
import { fileVariables, type VariableResolver } from '../requests/variables';
import type { ScriptLanguage } from '../shells/scriptLanguages';
import type { ShellWord } from '../shells/shellCommand';
import { groupsOf, settingGroups } from './credentialSettings';
import { clientIdIssue, clientSecretIssue, customerIdIssue, type Issuer, parseIssuer } from './profile';

/** What a piece of text tells about a profile; what it does not tell is left out. */
export interface FoundCredentials {
  readonly origin?: string;
  readonly customerId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Longer texts are not read: nobody copies a profile out of a book. */
const maxLength = 20_000;

/**
 * Reads what people have on their clipboard: a curl command (with its prompt, in a pipeline, for sh, cmd or PowerShell),
 * a request of an `.http` file or of a browser's log (HAR), the settings that the console shows (JSON or lines), a `Basic …` value,
 * `client_id:client_secret`, or the URL alone. Undefined where it is none of these. A value is taken whole and as it
 * is written, or not at all: never a variable, a substitution or a placeholder.
 */
export function parseCredentials(text: string): FoundCredentials | undefined {
  const trimmed = straightQuotes(text).trim();
  if (trimmed === '' || trimmed.length > maxLength) return undefined;
  for (const read of [fromSettings, fromJson, fromCommands, fromRequests, fromValue]) {
    const found = read(trimmed);
    if (found && Object.keys(found).length > 0) return found;
  }
  return undefined;
}

/** Word processors and chats make typographic quotes of straight ones. */
function straightQuotes(text: string): string {
  return text.replace(/[“”„‟]/g, '"').replace(/[‘’‚‛]/g, "'");
}

/** The best of several: what names the client, else the customer, else anything. */
function best(all: readonly FoundCredentials[]): FoundCredentials | undefined {
  return (
    all.find(({ clientId }) => clientId !== undefined) ??
    all.find(({ customerId }) => customerId !== undefined) ??
    all.find(each => Object.keys(each).length > 0)
  );
}

// Settings

/** What stands in front of the names where people mean this service. */
const ownPrefix = /^(?:$|hl(?:_|$)|hosted_?login|janrain|akamai|identity_cloud|aic(?:_|$))/;

/**
 * The settings of one client, as the console or a file has them. `client_id` alone is everybody's: a customer or an
 * address of the service has to stand with it, or an ID like those of the service.
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

/** The client among the fields of a form that goes to our login; other services take such a form too. */
function clientInForm(
  url: string | undefined,
  fields: readonly (readonly [name: string, value: string])[],
): Partial<ClientCredentials> {
  const isOurs =
    url !== undefined && (documentedHost(url) ?? /^https?:\/\/[^/]+(?:\/[^/]+)?\/login\//i.exec(url));
  const [group] = isOurs ? groupsOf(fields) : [];
  return usableClient(group?.clientId ?? '', group?.clientSecret ?? '');
}

/** The requests of JSON, as browsers log them and Postman keeps them. */
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
  // `curl` of PowerShell itself takes a table of headers, and options of its own.
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

/** The value of `-u`: each side of its colon is taken where the shell puts nothing in. */
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

/** The fields of a form that an option sends, where the shell puts nothing into them. */
function fieldsIn({ name, words, value, valueStart }: LiteralOption): (readonly [string, string])[] {
  const word = words.at(-1);
  if (!word || word.isOpen || !isLiteral(word, valueStart, word.text.length)) return [];
  if (/^data(?:-raw|-ascii)?$/.test(name)) return [...new URLSearchParams(value)];
  const [, field, content] = /^form(?:-string)?$|^data-urlencode$/.test(name)
    ? (/^([^=]*)=(.*)$/s.exec(value) ?? [])
    : [];
  return field === undefined || content === undefined ? [] : [[field, content]];
}

/** Whether the shell puts nothing in for these characters of a word's text. */
function isLiteral({ parts }: ShellWord, from: number, to: number): boolean {
  let start = 0;
  return parts.every(({ text, expands }) => {
    const end = start + text.length;
    const isApart = !expands || end <= from || start >= to;
    start = end;
    return isApart;
  });
}

/** A secret without the ID that it belongs to is of no use. */
function usableClient(clientId: string, clientSecret: string): Partial<ClientCredentials> {
  if (clientIdIssue(clientId) !== undefined || isPlaceholder(clientId)) return {};
  const isUsable = clientSecretIssue(clientSecret) === undefined && !isPlaceholder(clientSecret);
  return isUsable ? { clientId, clientSecret } : { clientId };
}

/** A variable or a gap to fill in, as shells, request files and documentation write them. */
function isPlaceholder(value: string): boolean {
  return /^(?:\$\w+|\$?\{.*\}|%\w+%|<.*>|\[.*\]|[*•.…xX]+)$/.test(value);
}

// Request files and single values

/** The requests of an `.http` file, with the file's variables put in. */
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

/** The fields of a request's body, where it is a form. */
function formIn(lines: Lines, request: HttpRequest, fill: VariableResolver): [string, string][] {
  const { bodyFirstLine: first = 0, bodyLastLine: last = -1 } = request;
  const body = Array.from({ length: last - first + 1 }, (_, index) => lines.line(first + index).trim());
  return [...new URLSearchParams(fill(body.join(''), request))];
}

/** A Basic value: base64, or the pair that REST clients encode themselves (`id:secret`, `id secret`). */
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
 * `client_id:client_secret`, alone. Much else has a colon: coordinates of packages, times, addresses, notes. So the ID
 * has to look like those of the service, a UUID or at least 20 letters and digits, and the secret is long.
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
 * Origin and customer ID of a URL that names a customer, the login endpoint or the documented host; any other address is
 * nobody's. A template's placeholder (`<region>`, `{{host}}`) is no host.
 */
function fromUrl(text: string): Pick<FoundCredentials, 'origin' | 'customerId'> | undefined {
  if (!/^https?:\/\/[^\s/?#\\]+/i.test(text)) return undefined;
  const [address = ''] = text.split(/[?#]/, 1);
  const { origin, customerId } = parseIssuer(address) ?? documentedHost(address) ?? {};
  if (origin === undefined) return undefined;
  if (customerId !== undefined) return { origin, customerId };
  return documentedHost(address) || /^https?:\/\/[^/]+\/login(?:\/|$)/i.test(address)
    ? { origin }
    : undefined;
}

/** The origin of a URL at a documented host, whatever its path (docs/hosted-login-api.md, Hosts). */
function documentedHost(url: string): Issuer | undefined {
  const [start = ''] = /^https:\/\/[^/]+/i.exec(url) ?? [];
  return /\.janrain\.com$/i.test(start) ? parseIssuer(start) : undefined;
}
