import { type ClientCredentials, decodeBasicAuthorization } from './basicAuthorization';
import { clientIdIssue, clientSecretIssue, customerIdIssue, normalizeOrigin, originIssue } from './profile';

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
 * Reads what people have on their clipboard: a curl command as in the seed (origin, customer ID, Basic header or
 * `-u`), a bare `Basic …` value, `client_id:client_secret`, or the URL alone. Undefined where it is none of these.
 */
export function readCredentials(text: string): FoundCredentials | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > maxLength) return undefined;
  // At the beginning of a line, perhaps behind a prompt: prose may name curl anywhere.
  const isCurl = /^(?:[^>\n]{0,260}>|[^\S\n]*[$%#])?[^\S\n]*curl(?:\.exe)?\s/im.test(trimmed);
  const found = isCurl ? fromCurl(trimmed) : fromValue(trimmed);
  return Object.keys(found).length > 0 ? found : undefined;
}

function fromCurl(command: string): FoundCredentials {
  const words = shellWords(withoutContinuations(command));
  return { ...fromHeader(words), ...fromUserOption(words), ...fromUrlAmong(words) };
}

/** One line: a trailing \ (sh), ^ (cmd) or ` (PowerShell) continues it; the seed's example even doubles it. */
function withoutContinuations(command: string): string {
  const line = command.replace(/(?<![\\^`\t ])[\\^`\t ]+\r?\n/g, ' ');
  // cmd's escapes, as browsers write them with "Copy as cURL (cmd)".
  return line.includes('^"') ? line.replace(/\^([^\n])/g, '$1') : line;
}

/** The words of a command line without their quotes: '…' as it is, "…" and the rest with \ as escape. */
function shellWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|[^\s'"\\])+/g) ?? [];
  return words.map(word =>
    word.replace(
      /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
    ),
  );
}

/** The Basic authorization, whichever way the shell writes a header. One that is cut short (`…`) is none. */
function fromHeader(words: readonly string[]): ClientCredentials | undefined {
  const [, value] =
    /(?:^|[^\w-]|-H)authorization\s*[:=]\s*(basic\s+[\w+/-]+={0,2})(?:[\s;}]|$)/i.exec(words.join('\n')) ??
    [];
  return value === undefined ? undefined : decodeBasicAuthorization(value);
}

function fromUserOption(words: readonly string[]): ClientCredentials | undefined {
  for (const [index, word] of words.entries()) {
    // Also after options that take no value, and with the value right behind: -su id:secret, -uid:secret.
    const [isOption, attached = ''] = /^(?:--user(?:=|$)|-[fgikLsSv]*u=?)([^]*)$/.exec(word) ?? [];
    if (isOption === undefined) continue;
    const pair = attached === '' ? (words[index + 1] ?? '') : attached;
    const colon = pair.indexOf(':');
    const clientId = pair.slice(0, Math.max(colon, 0));
    const clientSecret = pair.slice(colon + 1);
    const isUsable = clientIdIssue(clientId) === undefined && clientSecretIssue(clientSecret) === undefined;
    if (isUsable && ![clientId, clientSecret].some(isPlaceholder)) return { clientId, clientSecret };
  }
  return undefined;
}

/** A variable or a gap to fill in, as shells, request files and documentation write them. */
function isPlaceholder(value: string): boolean {
  return /^(?:\$\w+|\$?\{.*\}|%\w+%|<.*>)$/.test(value);
}

/** Options whose value is, or may be, a URL that is not the one called: a proxy, a referer, data, a header. */
const takesOtherUrl =
  /^(?:-[AbcdeFHmoTxX]|--(?:proxy|referer|data|form|header|output|cookie|user-agent)[^=]*)$/;

function fromUrlAmong(words: readonly string[]): Pick<FoundCredentials, 'origin' | 'customerId'> | undefined {
  const found = words
    .filter((_, index) => !takesOtherUrl.test(words[index - 1] ?? ''))
    .map(word => fromUrl(word.replace(/^--url=/, '').trim()))
    .filter(url => url !== undefined);
  return found.find(({ customerId }) => customerId !== undefined) ?? found[0];
}

function fromValue(text: string): FoundCredentials {
  if (/\s/.test(text)) return decodeBasicAuthorization(text.replace(/^authorization\s*:\s*/i, '')) ?? {};
  return fromUrl(text) ?? splitPair(text) ?? {};
}

/**
 * `client_id:client_secret`, alone. Much else has a colon: a URL, a path, a time, a host with its port, JSON, a
 * namespace; so an ID is taken only in the characters that IDs have, and a secret neither as digits nor very short.
 */
function splitPair(text: string): ClientCredentials | undefined {
  const [, clientId, clientSecret] =
    /^(?!(?:data|file|git|mailto|npm|sha\d+|urn|vscode):)([\w.~-]{2,}):(?!:|\/\/|\d+(?:\/.*)?$)(\S{6,})$/i.exec(
      text,
    ) ?? [];
  if (clientId === undefined || clientSecret === undefined || isPlaceholder(clientSecret)) return undefined;
  return { clientId, clientSecret };
}

/** Origin and customer ID of a URL; a template's placeholder (`<region>`, `{{host}}`) is no host. */
function fromUrl(text: string): Pick<FoundCredentials, 'origin' | 'customerId'> | undefined {
  const [, origin, customerId = ''] =
    /^(https?:\/\/[^\s/?#]+)(?:\/([^/?#]*)[^]*|[?#][^]*)?$/i.exec(text) ?? [];
  if (origin === undefined || originIssue(origin) !== undefined) return undefined;
  return {
    origin: normalizeOrigin(origin),
    ...(customerIdIssue(customerId) === undefined ? { customerId } : {}),
  };
}
