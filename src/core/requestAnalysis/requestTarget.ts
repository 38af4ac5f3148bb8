import { t } from '../common/l10n';
import { type Lines, readOnce } from '../common/lines';
import { finish, type Steps } from '../common/steps';
import { customerIdIssue, isSameId, type Profile } from '../profile/profile';
import type { HttpDialect } from '../requests/blocks';
import { listRequests } from '../requests/document';
import { mayBeHost, type RequestHost, urlParts, withoutQuery } from '../requests/host';
import type { HttpRequest } from '../requests/request';
import {
  type Doubts,
  optionVariables,
  quote,
  readDoubtsInSteps,
  requestDoubts,
} from '../requests/requestDoubts';
import { restClientDoubt } from '../requests/restClientDoubt';
import { RestClientVariables } from '../requests/restClientVariables';
import {
  type ClientContext,
  fileVariables,
  readVariablesInSteps,
  type VariableResolver,
} from '../requests/variables';

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
  /** Whether a variable stands directly before the path: it may hold the beginning of it. */
  readonly isBehindVariable: boolean;
  /** The customer in its path. */
  readonly customerId: string | undefined;
  /** Why it may go elsewhere all the same: part of a sentence. */
  readonly doubt: string | undefined;
  /** The same, because only the client knows the values of its variables. */
  readonly doubtOfVariables?: string | undefined;
}

export type Customer = Readonly<Pick<Profile, 'origin' | 'customerId'>>;

/** Whether a request goes to one of the given profiles. */
export type ProfileMatch =
  | { readonly kind: 'yes'; readonly profiles: readonly [Profile, ...Profile[]] }
  | {
      readonly kind: 'no';
      /** Its own host; as written if it has variables. */
      readonly host: string;
      /** Its own customer, if only the customer is wrong. */
      readonly customerId: string | undefined;
    }
  | {
      readonly kind: 'unknown';
      /** Part of a sentence. */
      readonly reason: string;
      /** Whether the only reasons are variables whose values the client knows, or a missing host. */
      readonly isByVariables: boolean;
      /** The profiles to which it may go. */
      readonly profiles: readonly Profile[];
    };

/** httpYac's prefix of a path without `Host` header. */
const bareHost = '{{host}}';

/** Characters. */
const maxTargetLength = 1000;

/**
 * Finds where the requests of a document go, by the rules of the clients and of the WHATWG URL standard: file variables
 * are replaced, a path without host goes to its `Host` header, and there is a doubt wherever something unknown can lead a
 * request elsewhere. Reads the document on first use.
 */
export function requestTargets(
  lines: Lines,
  dialect: HttpDialect,
  clientContext: ClientContext = {},
): (request: HttpRequest) => RequestTarget {
  if (clientContext.client === 'restClient') return restClientTargets(lines, dialect, clientContext);
  if (clientContext.client ?? clientContext.environment) return targetsFor(lines, dialect, clientContext);
  return readOnce(lines, `targets ${dialect}`, () => {
    const targets = new WeakMap<HttpRequest, RequestTarget>();
    const targetOfNew = targetsFor(lines, dialect, clientContext);
    return (request: HttpRequest) => {
      const target = targets.get(request) ?? targetOfNew(request);
      targets.set(request, target);
      return target;
    };
  });
}

/** Reads what `requestTargets` needs of a document, if nothing is known about the client. */
export function* readTargetsInSteps(
  lines: Lines,
  dialect: HttpDialect,
): Steps<(request: HttpRequest) => RequestTarget> {
  yield* readVariablesInSteps(lines, dialect);
  yield* readDoubtsInSteps(lines, dialect);
  return requestTargets(lines, dialect);
}

function targetsFor(
  lines: Lines,
  dialect: HttpDialect,
  clientContext: ClientContext,
): (request: HttpRequest) => RequestTarget {
  let known:
    | {
        readonly fill: VariableResolver;
        readonly fillByHttpYac: VariableResolver;
        readonly doubtsOf: (request: HttpRequest) => Doubts;
      }
    | undefined;
  const isRedirected = optionVariables.some(name => clientContext.environment?.has(name));
  return request => {
    known ??= {
      fill: fileVariables(lines, dialect, clientContext),
      fillByHttpYac: fileVariables(lines, dialect, { ...clientContext, client: 'httpYac' }),
      doubtsOf: requestDoubts(lines, dialect),
    };
    const { fill, fillByHttpYac, doubtsOf } = known;
    const found = doubtsOf(request);
    const doubts = isRedirected ? { ...found, reason: found.reason ?? environmentReason() } : found;
    const target = targetOf(request, fill, doubts, bareHost);
    if (clientContext.client === 'httpYac' || target.host?.kind === 'variable') return target;
    const byHttpYac = targetOf(request, fillByHttpYac, doubts, bareHost);
    return destinationKey(byHttpYac) === destinationKey(target)
      ? target
      : { ...target, doubtOfVariables: target.doubtOfVariables ?? differentValuesReason() };
  };
}

function destinationKey({ host, readers, customerId }: RequestTarget): string {
  return JSON.stringify([host, readers, customerId]);
}

const environmentReason = (): string =>
  t('the selected environment names a proxy, or does not check certificates');
const differentValuesReason = (): string => t('clients read the values of its variables differently');

function restClientTargets(
  lines: Lines,
  dialect: HttpDialect,
  { environment, hasDefaultHost = false }: ClientContext,
): (request: HttpRequest) => RequestTarget {
  const variables = finish(RestClientVariables.readInSteps(lines, environment));
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
      // A default `Host` header from the settings wins over one in another spelling.
      (hasDefaultHost && request.url.startsWith('/') ? t('its URL names no host') : undefined) ??
      rest.reason;
    const target = targetOf(request, fill, { ...doubts, reason });
    // A variable host is not sure anyway.
    const ofVariables = target.host?.kind === 'origin' ? rest.reasonOfVariables : undefined;
    return { ...target, doubtOfVariables: target.doubtOfVariables ?? ofVariables };
  };
  /** Whether a response variable comes from the request's own host and is an ID, which has no line breaks. */
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

/** The targets of requests that REST Client or another client may send, with the doubts of both. */
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
  /** With variables replaced. */
  readonly url: string;
  /** Values of its `Host` headers. */
  readonly hosts?: readonly string[];
  readonly proxy?: string | undefined;
  /** Why it may go elsewhere: part of a sentence. */
  readonly doubt?: string | undefined;
  /** The same, because only the client knows the values of its variables. */
  readonly doubtOfVariables?: string | undefined;
}

/** The target of a request that a client is about to send. */
export function sentTarget({ url, hosts = [], proxy, doubt, doubtOfVariables }: SentRequest): RequestTarget {
  return { ...target(withoutQuery(url), hosts, doubt, proxy), doubtOfVariables };
}

function hostsOf({ rerouting, headers }: HttpRequest): readonly string[] {
  return rerouting?.hosts ?? headers.filter(({ name }) => /^host$/i.test(name)).map(({ value }) => value);
}

/** @param bare the client's prefix of a path without `Host` header */
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

/** Whether its host has no variables. */
function isFixed(url: string): boolean {
  return urlParts(url).host?.kind === 'origin';
}

const nothing: RequestTarget = {
  text: '',
  host: undefined,
  parts: [],
  isBehindVariable: false,
  customerId: undefined,
  doubt: undefined,
};

/** The target of a request that cannot be read. */
export function unreadableTarget(doubt: string): RequestTarget {
  return { ...nothing, doubt };
}

/** @param proxy can read the request if it is not encrypted */
function target(
  text: string,
  hosts: readonly string[],
  doubt: string | undefined,
  proxy?: string,
): RequestTarget {
  const [hostHeader, ...others] = hosts;
  const written = urlParts(text);
  // Both clients use https only for the ports 443 and 8443.
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
      (written.isPlain && read.isPlain ? undefined : t('clients read its URL differently')) ??
      (hasOddCustomer(parts, read.isBehindVariable)
        ? t('its path names a customer in an unusual way')
        : undefined),
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
  // A proxy with another scheme (`socks://`) is a reader too.
  const through = (by: string): RequestHost => urlParts(by).host ?? { kind: 'variable', written: by };
  const reader = proxy === undefined || scheme !== 'http:' ? undefined : through(proxy);
  return [named, reader].filter(each => each !== undefined);
}

/**
 * Whether a request goes to one of these profiles, by its host and customer. All features use this function. `yes` only
 * if nothing can lead the request elsewhere.
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
 * The path of a target below the customer, `config/clients/1`; `*` for variables that only the REST client knows.
 * Undefined if it is not below `config/`, or surely goes to another host or customer.
 */
export function configPath(
  { host, readers = [], parts, isBehindVariable }: RequestTarget,
  { origin, customerId }: Customer,
): string | undefined {
  if (!host || ![...readers, host].every(each => mayBeHost(each, origin))) return undefined;
  const [first = '', second] = parts;
  const isCustomer = first.includes('*') || first.toLowerCase() === customerId.toLowerCase();
  // A variable in front may hold the customer too.
  const at = second === 'config' && isCustomer ? 1 : first === 'config' && isBehindVariable ? 0 : undefined;
  const path = at === undefined ? '' : parts.slice(at).join('/').replace(/\/+$/, '');
  return path.includes('/') ? path : undefined;
}

/** After a variable, only a part before `config` or `login` is the customer. */
function customerIn(
  [first = '', second = '']: readonly string[],
  isBehindVariable: boolean,
): string | undefined {
  if (first.includes('*') || customerIdIssue(first) !== undefined) return undefined;
  return isBehindVariable && !/^(?:config|login)$/.test(second) ? undefined : first;
}

/**
 * Whether a path may name a customer that is not read as one: escaped, in braces of curl, with parameters or behind an
 * empty part.
 */
function hasOddCustomer(parts: readonly string[], isBehindVariable: boolean): boolean {
  const named = parts.filter(part => part !== '');
  const [first = '', second] = named;
  if (first === 'config' || first === 'login' || first.includes('*')) return false;
  if (/[%{}[\];]/.test(first) || (parts[0] === '' && named.length > 0)) return true;
  return second === 'config' && !isBehindVariable && customerIdIssue(first) !== undefined;
}

/** The path as a client sends it: normalized, without query and fragment of a variable's value. */
function pathSent(path: string): string {
  try {
    return new URL(`http://host${path}`).pathname;
  } catch {
    return '';
  }
}
