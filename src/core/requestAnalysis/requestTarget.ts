import { t } from '../common/l10n';
import type { Lines } from '../common/lines';
import { customerIdIssue, isSameId, type Profile } from '../profile/profile';
import type { HttpDialect } from '../requests/blocks';
import { listRequests } from '../requests/document';
import { mayBeHost, type RequestHost, urlParts, withoutQuery } from '../requests/host';
import type { HttpRequest } from '../requests/request';
import { type Doubts, quote, requestDoubts } from '../requests/requestDoubts';
import { restClientDoubt } from '../requests/restClientDoubt';
import { RestClientVariables } from '../requests/restClientVariables';
import { type ClientContext, fileVariables, type VariableResolver } from '../requests/variables';

/** Where a request goes, as far as its file tells. */
export interface RequestTarget {
  /** The URL up to its query, with what the file's variables stand for. */
  readonly text: string;
  /** Who gets what is sent; undefined where nothing names a host. */
  readonly host: RequestHost | undefined;
  /** Who else reads it: whom a `Host` header names, and a proxy where nothing is encrypted. */
  readonly readers?: readonly RequestHost[];
  /** The parts of the path as it is sent; `*` in the place of what only the REST client knows. */
  readonly parts: readonly string[];
  /** Whether a variable stands where the host does: it may hold the beginning of the path as well. */
  readonly isBehindVariable: boolean;
  /** The customer that it names. */
  readonly customerId: string | undefined;
  /** Why it may go elsewhere all the same, in words without a full stop; undefined where it surely goes there. */
  readonly doubt: string | undefined;
  /** The same where that is because of what only the client knows of its variables. */
  readonly doubtOfVariables?: string | undefined;
}

/** Whose requests they are to be. */
export type Customer = Readonly<Pick<Profile, 'origin' | 'customerId'>>;

/** Whether a request goes to one of the profiles that were asked about. */
export type ProfileMatch =
  | { readonly kind: 'yes'; readonly profiles: readonly [Profile, ...Profile[]] }
  | {
      readonly kind: 'no';
      /** Where it goes instead, as it is written where variables are in it. */
      readonly host: string;
      /** Set where the host is right, and the customer is not. */
      readonly customerId: string | undefined;
    }
  | {
      readonly kind: 'unknown';
      /** In words without a full stop. */
      readonly reason: string;
      /** Whether that is all because of what only the client knows of its variables, or because it names no host. */
      readonly isByVariables: boolean;
      /** The profiles that it may go to. */
      readonly profiles: readonly Profile[];
    };

/** What httpYac puts in front of a path where no header names the host. */
const bareHost = '{{host}}';

/** No host takes longer URLs than some thousand characters; the path is the beginning of them. */
const maxTargetLength = 1000;

/**
 * Tells where the requests of a document go, by the rules of the clients that send them and of the WHATWG URL standard:
 * with the file's variables put in, for a path without a host by its `Host` header, and with a doubt wherever something
 * that is not seen here can lead a request elsewhere. The document is read when the first one is asked for.
 */
export function requestTargets(
  lines: Lines,
  dialect: HttpDialect,
  clientContext: ClientContext = {},
): (request: HttpRequest) => RequestTarget {
  if (clientContext.client === 'restClient') return restClientTargets(lines, dialect, clientContext);
  let known:
    { readonly fill: VariableResolver; readonly doubtsOf: (request: HttpRequest) => Doubts } | undefined;
  return request => {
    known ??= {
      fill: fileVariables(lines, dialect, clientContext),
      doubtsOf: requestDoubts(lines, dialect),
    };
    const { fill, doubtsOf } = known;
    return targetOf(request, fill, doubtsOf(request), bareHost);
  };
}

function restClientTargets(
  lines: Lines,
  dialect: HttpDialect,
  { environment, hasDefaultHost = false }: ClientContext,
): (request: HttpRequest) => RequestTarget {
  const variables = new RestClientVariables(lines, environment);
  const fill = (text: string) => variables.fill(text);
  const doubtsOf = requestDoubts(lines, dialect);
  let all: readonly HttpRequest[] | undefined;
  const known = new Map<string, boolean>();
  const read = (request: HttpRequest, isTrusted: (name: string) => boolean): RequestTarget => {
    const doubts = doubtsOf(request);
    const written = { url: request.url, hosts: hostsOf(request) };
    const rest = restClientDoubt(lines, dialect, request, written, variables, isTrusted);
    const reason =
      doubts.reason ??
      // Of two spellings of one header it takes that of the settings.
      (hasDefaultHost && request.url.startsWith('/') ? t('its URL names no host') : undefined) ??
      rest.reason;
    const target = targetOf(request, fill, { ...doubts, reason });
    // Of a host that is a variable nothing is sure anyway.
    const ofVariables = target.host?.kind === 'origin' ? rest.reasonOfVariables : undefined;
    return { ...target, doubtOfVariables: target.doubtOfVariables ?? ofVariables };
  };
  /** Whether an answer comes from where the request goes itself, and is an ID, which never has an end of line in it. */
  const isIdFrom = (host: RequestHost | undefined, name: string): boolean => {
    const named = variables.answerOf(name) ?? [];
    if (named.length === 0 || host?.kind !== 'origin' || !/^\w+\.response\.body\.\$(?:\.id)?$/.test(name))
      return false;
    const before = known.get(`${host.origin} ${name}`);
    if (before !== undefined) return before;
    all ??= listRequests(lines, dialect);
    let index = 0;
    const isKnown = named.every(line => {
      while ((all?.[index]?.lastLine ?? Infinity) < line) index++;
      const request = all?.[index];
      const source = request && request.firstLine <= line ? request : undefined;
      const target = source && read(source, () => false);
      const isAlone =
        (target?.doubt ?? target?.doubtOfVariables) === undefined && (target?.readers ?? []).length === 0;
      return isAlone && target?.host?.kind === 'origin' && target.host.origin === host.origin;
    });
    known.set(`${host.origin} ${name}`, isKnown);
    return isKnown;
  };
  return request => {
    const { host } = read(request, () => false);
    return read(request, name => isIdFrom(host, name));
  };
}

/** Where the requests of a document go that REST Client may send as well as others: with the doubts of all of them. */
export function targetsForAll(lines: Lines, dialect: HttpDialect): (request: HttpRequest) => RequestTarget {
  const ofAny = requestTargets(lines, dialect);
  const ofRestClient = requestTargets(lines, dialect, { client: 'restClient' });
  return request => {
    const target = ofAny(request);
    const other = ofRestClient(request);
    const readers = [...(other.host ? [other.host] : []), ...(other.readers ?? [])];
    return {
      ...target,
      readers: [...(target.readers ?? []), ...readers],
      doubt: target.doubt ?? other.doubt,
      doubtOfVariables: target.doubtOfVariables ?? other.doubtOfVariables,
    };
  };
}

/** A request that a client is about to send. */
export interface SentRequest {
  /** With nothing left to put in. */
  readonly url: string;
  /** Its `Host` headers. */
  readonly hosts?: readonly string[];
  /** The proxy that it goes through. */
  readonly proxy?: string | undefined;
  /** Why it may go elsewhere, in words without a full stop. */
  readonly doubt?: string | undefined;
  /** The same where that is because of what only the client knows of its variables. */
  readonly doubtOfVariables?: string | undefined;
}

/** Where a request goes that a client is about to send. */
export function sentTarget({ url, hosts = [], proxy, doubt, doubtOfVariables }: SentRequest): RequestTarget {
  return { ...target(withoutQuery(url), hosts, doubt, proxy), doubtOfVariables };
}

function hostsOf({ rerouting, headers }: HttpRequest): readonly string[] {
  return rerouting?.hosts ?? headers.filter(({ name }) => /^host$/i.test(name)).map(({ value }) => value);
}

/** @param bare what the client puts in front of a path where no header names the host */
function targetOf(request: HttpRequest, fill: VariableResolver, doubts: Doubts, bare = ''): RequestTarget {
  const { rerouting } = request;
  const url = withoutQuery(request.url);
  if (url.length > maxTargetLength) return unreadableTarget(t('its URL is too long to be read'));
  const filled = (text: string) => fill(text, request);
  const hosts = hostsOf(request);
  const isBare = hosts.length === 0 && url.startsWith('/');
  const text = filled(isBare ? `${bare}${url}` : url);
  if (isBare && text.startsWith(`${bare}/`)) return { ...nothing, text: url };
  return {
    ...target(text, hosts.map(filled), commandDoubt(rerouting) ?? doubts.reason, doubts.proxy),
    doubtOfVariables: isFixed(url) ? undefined : doubts.reasonOfVariables,
  };
}

function commandDoubt(rerouting: HttpRequest['rerouting']): string | undefined {
  const [by] = rerouting?.by ?? [];
  return by === undefined ? undefined : t('its command has {0}', quote(by));
}

/** Whether no variable says which host it is. */
function isFixed(url: string): boolean {
  return urlParts(url).host?.kind === 'origin';
}

const nothing: RequestTarget = {
  ...{
    text: '',
    host: undefined,
    parts: [],
    isBehindVariable: false,
    customerId: undefined,
    doubt: undefined,
  },
};

/** The target of what cannot be read: nothing is known of it. */
export function unreadableTarget(doubt: string): RequestTarget {
  return { ...nothing, doubt };
}

/** @param proxy it is sent through: who reads all that is not encrypted */
function target(
  text: string,
  hosts: readonly string[],
  doubt: string | undefined,
  proxy?: string,
): RequestTarget {
  const [hostHeader, ...others] = hosts;
  const written = urlParts(text);
  // Both clients take https for the ports 443 and 8443 only.
  const scheme = /^[^:]*:(?:443|8443)(?::|$)/.test(hostHeader ?? '') ? 'https' : 'http';
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
    isBehindVariable: read.isBehindVariable,
    customerId: customerIn(parts, read.isBehindVariable),
    doubt:
      doubt ??
      (others.length > 0 ? t('it has several Host headers') : undefined) ??
      (written.isPlain && read.isPlain ? undefined : t('clients read its URL differently')),
  };
}

function readersOf(
  host: RequestHost | undefined,
  hostHeader: string | undefined,
  proxy: string | undefined,
): readonly RequestHost[] {
  if (host?.kind !== 'origin') return [];
  const [scheme = ''] = host.origin.split('//');
  const named = hostHeader === undefined ? undefined : urlParts(`${scheme}//${hostHeader}`).host;
  // A proxy of another kind (`socks://`) is somebody too.
  const through = (by: string): RequestHost => urlParts(by).host ?? { kind: 'variable', written: by };
  const reader = proxy === undefined || scheme !== 'http:' ? undefined : through(proxy);
  return [named, reader].filter(each => each !== undefined);
}

/**
 * Whether a request goes to one of these profiles, by its host and its customer: the one answer to this question, for
 * whoever asks. It is `yes` only where nothing can lead the request elsewhere.
 */
export function matchProfiles(
  {
    host,
    readers = [],
    customerId,
    doubt: ofText,
    doubtOfVariables,
  }: Pick<RequestTarget, 'host' | 'readers' | 'customerId' | 'doubt' | 'doubtOfVariables'>,
  profiles: readonly Profile[],
): ProfileMatch {
  const doubt = ofText ?? doubtOfVariables;
  const all = host ? [...readers, host] : readers;
  const atHost = profiles.filter(({ origin }) => all.every(each => mayBeHost(each, origin)));
  const fitting = atHost.filter(
    profile => customerId === undefined || isSameId(profile.customerId, customerId),
  );
  const [first, ...others] = fitting;
  if (!first && (host ?? customerId) !== undefined) {
    const unmatched = all.find(each => !profiles.some(({ origin }) => mayBeHost(each, origin))) ?? host;
    return { kind: 'no', host: hostLabel(unmatched), customerId: atHost.length > 0 ? customerId : undefined };
  }
  const isFixed = host !== undefined && all.every(({ kind }) => kind === 'origin');
  if (first && isFixed && doubt === undefined) {
    return { kind: 'yes', profiles: [first, ...others] };
  }
  const variable = all.find(({ kind }) => kind === 'variable');
  const reason =
    doubt ??
    (variable ? t('only the REST client knows {0}', hostLabel(variable)) : t('its URL names no host'));
  return { kind: 'unknown', reason, isByVariables: ofText === undefined, profiles: fitting };
}

function hostLabel(host: RequestHost | undefined): string {
  if (!host) return '';
  return host.kind === 'origin' ? host.origin : quote(host.written);
}

/**
 * The path below the customer that a target leads to, `config/clients/1`; `*` in the place of what only the REST client
 * knows. Undefined where it is not below `config/`, or surely goes to somebody else.
 */
export function configPath(
  { host, readers = [], parts, isBehindVariable }: RequestTarget,
  { origin, customerId }: Customer,
): string | undefined {
  if (!host || ![...readers, host].every(each => mayBeHost(each, origin))) return undefined;
  const [first = '', second] = parts;
  const isCustomer = first.includes('*') || first.toLowerCase() === customerId.toLowerCase();
  // A variable in front may hold the customer as well.
  const at = second === 'config' && isCustomer ? 1 : first === 'config' && isBehindVariable ? 0 : undefined;
  const path = at === undefined ? '' : parts.slice(at).join('/').replace(/\/+$/, '');
  return path.includes('/') ? path : undefined;
}

/** Behind a variable only what stands where the documented paths have the customer is taken for one. */
function customerIn(
  [first = '', second = '']: readonly string[],
  isBehindVariable: boolean,
): string | undefined {
  if (first.includes('*') || customerIdIssue(first) !== undefined) return undefined;
  return isBehindVariable && !/^(?:config|login)$/.test(second) ? undefined : first;
}

/** The path as a client sends it: without `..`, and without what a variable has brought along. */
function pathSent(path: string): string {
  try {
    return new URL(`http://host${path}`).pathname;
  } catch {
    return '';
  }
}
