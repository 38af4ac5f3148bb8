import { t } from '../common/l10n';
import { customerIdIssue } from '../profile/profile';
import { shorten } from '../requests/doubtReasons';
import { type RequestHost, type UrlParts, urlParts, withoutQuery } from '../requests/host';
import type { WrittenRequest } from '../requests/request';
import { type Doubts } from '../requests/requestDoubts';
import type { VariableResolver } from '../requests/variables/fileVariables';

/** The beginning of a URL, up to its host, that a file may make. */
export interface PossibleUrl {
  readonly url: string;
  /** Whether a word of the file is in it that may be something else than a part of a host, such as a password. */
  readonly isGuess: boolean;
}

/** Where a request goes, as far as its file says. */
export interface RequestTarget {
  /** The URL without query, file variables replaced. */
  readonly text: string;
  /** Undefined if nothing names a host. */
  readonly host: RequestHost | undefined;
  /** Other hosts that can read it: from a `Host` header, and a proxy without encryption. */
  readonly readers?: readonly RequestHost[];
  /** The parts of the path as it is sent; `*` for variables that only the REST client knows. */
  readonly parts: readonly string[];
  /** Whether a variable is directly before the path: it may hold the beginning of it. */
  readonly isAfterVariable: boolean;
  /** The customer in its path. */
  readonly customerId: string | undefined;
  /** Why it may go elsewhere all the same: part of a sentence. */
  readonly doubt: string | undefined;
  /** The same, because only the client knows the values of its variables. */
  readonly doubtOfVariables?: string | undefined;
  /** The beginnings of its URL, up to the host, that its file may give it by assignments that do not certainly count. */
  readonly possibleUrls?: readonly PossibleUrl[];
}

/** Characters. */
const maxTargetLength = 1000;

/** The values of the `Host` headers of a request, as written. */
export function hostsOf({ rerouting, headers }: WrittenRequest): readonly string[] {
  return rerouting?.hosts ?? headers.filter(({ name }) => /^host$/i.test(name)).map(({ value }) => value);
}

/**
 * Reads where a request of a file goes.
 * @param bare the client's prefix of a path without `Host` header
 */
export function readTarget(
  request: WrittenRequest,
  fill: VariableResolver,
  doubts: Doubts,
  bare = '',
): RequestTarget {
  const { url, isBare, texts } = writtenTarget(request, bare);
  const [by] = request.rerouting?.by ?? [];
  if (isTooLong(url, texts)) return unreadableTarget(t('its URL is too long to be read'));
  const [text = '', ...hosts] = texts.map(each => fill(each, request));
  if (isBare && text.startsWith(`${bare}/`)) return { ...nothing, text: url };
  const doubt = by === undefined ? doubts.reason : t('it has {0}', shorten(by));
  return {
    ...urlTarget(text, hosts, doubt, doubts.proxy),
    doubtOfVariables: doubts.reasonOfVariables,
  };
}

/** Whether two resolvers give the same URL and `Host` headers, so that `readTarget` reads the same with both. */
export function isFilledAlike(
  request: WrittenRequest,
  one: VariableResolver,
  other: VariableResolver,
  bare = '',
): boolean {
  const { url, texts } = writtenTarget(request, bare);
  return isTooLong(url, texts) || texts.every(text => one(text, request) === other(text, request));
}

/** Whether they are not filled: with variables, a text could get sixty times as long. */
function isTooLong(url: string, [, ...hosts]: readonly string[]): boolean {
  return [url, ...hosts].some(({ length }) => length > maxTargetLength);
}

/** What names the target of a request: its URL without query, before the values of its `Host` headers. */
function writtenTarget(
  request: WrittenRequest,
  bare: string,
): { readonly url: string; readonly isBare: boolean; readonly texts: readonly string[] } {
  const url = withoutQuery(request.url);
  const hosts = hostsOf(request);
  const isBare = hosts.length === 0 && url.startsWith('/');
  return { url, isBare, texts: [isBare ? `${bare}${url}` : url, ...hosts] };
}

const nothing: RequestTarget = {
  text: '',
  host: undefined,
  parts: [],
  isAfterVariable: false,
  customerId: undefined,
  doubt: undefined,
};

/** The target of a request that cannot be read. */
export function unreadableTarget(doubt: string): RequestTarget {
  return { ...nothing, doubt };
}

/**
 * Where a URL without query leads.
 * @param proxy can read the request if it is not encrypted
 */
export function urlTarget(
  text: string,
  hosts: readonly string[],
  doubt: string | undefined,
  proxy?: string,
): RequestTarget {
  const [hostHeader, ...others] = hosts;
  const written = urlParts(text);
  const scheme = isForTls(hostHeader ?? '') ? 'https' : 'http';
  const read =
    written.isRelative && hostHeader !== undefined ? urlParts(`${scheme}://${hostHeader}${text}`) : written;
  const parts = pathSent(read.path.replace(/\{\{[^{}]*\}\}/g, '*'))
    .split('/')
    .slice(1);
  return {
    text,
    host: read.host,
    readers: readersOf(read.host, written.isRelative ? undefined : hostHeader, proxy),
    parts,
    isAfterVariable: read.isAfterVariable,
    customerId: customerIn(parts, read.isAfterVariable),
    doubt:
      doubt ??
      (others.length > 0 ? t('it has several Host headers') : undefined) ??
      // REST clients send it empty, and curl sends none: it is up to the server which host answers (RFC 9112 §3.2).
      (hostHeader?.trim() === '' ? t('its Host header is empty') : undefined) ??
      (isReadAlike(text, written) && isReadAlike(text, read)
        ? undefined
        : t('clients read its URL differently')) ??
      (hasOddCustomer(parts, read.isAfterVariable)
        ? t('its path names a customer in an unusual way')
        : undefined),
  };
}

/** Whether a path goes to the host of this `Host` header by https: both clients do that only for these ports. */
function isForTls(hostHeader: string): boolean {
  return /^[^:]*:(?:443|8443)(?::|$)/.test(hostHeader);
}

/** Whether httpYac, which reads the port of the `Host` header before variables are put in, sends a path without TLS. */
export function isPortMissed(request: WrittenRequest, fill: VariableResolver): boolean {
  const [written] = hostsOf(request);
  return (
    written !== undefined &&
    written.length <= maxTargetLength &&
    request.url.startsWith('/') &&
    isForTls(written) !== isForTls(fill(written, request))
  );
}

/**
 * Clients also differ about hosts that are invalid by the standard: curl looks up names that begin with `xn--`
 * unchanged.
 */
function isReadAlike(text: string, { isPlain, host, isRelative }: UrlParts): boolean {
  return isPlain && (host !== undefined || isRelative || text === '');
}

function readersOf(
  host: RequestHost | undefined,
  hostHeader: string | undefined,
  proxy: string | undefined,
): readonly RequestHost[] {
  if (host?.kind !== 'origin') return [];
  const [scheme = ''] = host.origin.split('//');
  const named = hostHeader === undefined ? undefined : namedBy(hostHeader, scheme);
  // A proxy with another scheme (`socks://`) is a reader too.
  const through = (by: string): RequestHost => urlParts(by).host ?? { kind: 'variable', written: by };
  const reader = proxy === undefined || scheme !== 'http:' ? undefined : through(proxy);
  return [named, reader].filter(each => each !== undefined);
}

/**
 * The host that a `Host` header names. One that is not a host by the standard counts as another one; an empty one has a
 * doubt.
 */
function namedBy(hostHeader: string, scheme: string): RequestHost | undefined {
  const written = hostHeader.trim();
  if (written === '') return undefined;
  const isOnlyHost = !/[\s\\/?#@]/.test(written.replace(/\{\{[^{}]*\}\}/g, ''));
  return (isOnlyHost ? urlParts(`${scheme}//${written}`).host : undefined) ?? { kind: 'variable', written };
}

/** After a variable, only a part before `config` or `login` is the customer. */
function customerIn(
  [first = '', second = '']: readonly string[],
  isAfterVariable: boolean,
): string | undefined {
  if (first.includes('*') || customerIdIssue(first) !== undefined) return undefined;
  return isAfterVariable && !/^(?:config|login)$/.test(second) ? undefined : first;
}

/**
 * Whether a path may name a customer that is not read as one: escaped, in braces of curl, with parameters or after an
 * empty part.
 */
function hasOddCustomer(parts: readonly string[], isAfterVariable: boolean): boolean {
  const named = parts.filter(part => part !== '');
  const [first = '', second] = named;
  if (first === 'config' || first === 'login' || first.includes('*')) return false;
  if (/[%{}[\];]/.test(first) || (parts[0] === '' && named.length > 0)) return true;
  return second === 'config' && !isAfterVariable && customerIdIssue(first) !== undefined;
}

/** The path as a client sends it: normalized, without query and fragment of a variable's value. */
function pathSent(path: string): string {
  try {
    return new URL(`http://host${path}`).pathname;
  } catch {
    return '';
  }
}
