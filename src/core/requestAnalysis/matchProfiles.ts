// Decides where a request goes, and to which profiles it belongs.
import { firstIndexWhere } from '../common/collections';
import { t } from '../common/l10n';
import { type Lines, readOnce } from '../common/lines';
import { finish, type Steps } from '../common/steps';
import { isSameId, type Profile } from '../profile/profile';
import type { HttpDialect } from '../requests/blocks';
import { shortenTarget } from '../requests/doubtReasons';
import { listRequests } from '../requests/findRequests';
import { mayBeHost, type RequestHost, withoutQuery } from '../requests/host';
import type { WrittenRequest } from '../requests/request';
import { optionVariables, readDoubtsInSteps, requestDoubts } from '../requests/requestDoubts';
import { restClientDoubt } from '../requests/restClientDoubt';
import { type ClientContext, fileVariables, readVariablesInSteps } from '../requests/variables/fileVariables';
import { readFoundLinesInSteps, readHttpYacLinesInSteps } from '../requests/variables/httpYacRegions';
import { RestClientVariables } from '../requests/variables/restClientVariables';
import {
  hostsOf,
  isFilledAlike,
  isPortMissed,
  readTarget,
  type RequestTarget,
  urlTarget,
} from './readTarget';

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
export const bareHost = '{{host}}';

/**
 * Finds where the requests of a document go, by the rules of the clients and of the WHATWG URL standard: file variables
 * are replaced, a path without host goes to its `Host` header, and there is a doubt wherever something unknown can lead a
 * request elsewhere.
 */
export function requestTargets(
  lines: Lines,
  dialect: HttpDialect,
  clientContext: ClientContext = {},
): (request: WrittenRequest) => RequestTarget {
  if (clientContext.client === 'restClient') return restClientTargets(lines, dialect, clientContext);
  if (clientContext.client ?? clientContext.environment) return targetsFor(lines, dialect, clientContext);
  return readOnce(lines, `targets ${dialect}`, () => {
    const targets = new WeakMap<WrittenRequest, RequestTarget>();
    const targetOfNew = targetsFor(lines, dialect, clientContext);
    return (request: WrittenRequest) => {
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
): Steps<(request: WrittenRequest) => RequestTarget> {
  yield* readVariablesInSteps(lines, dialect);
  yield* readDoubtsInSteps(lines, dialect);
  return requestTargets(lines, dialect);
}

function targetsFor(
  lines: Lines,
  dialect: HttpDialect,
  clientContext: ClientContext,
): (request: WrittenRequest) => RequestTarget {
  const fill = fileVariables(lines, dialect, clientContext);
  const fillByHttpYac = fileVariables(lines, dialect, { ...clientContext, client: 'httpYac' });
  const doubtsOf = requestDoubts(lines, dialect);
  const isRedirected = optionVariables.some(name => clientContext.environment?.has(name));
  const { requests, hasSeparators, hasMarksInMarkdown } = finish(readHttpYacLinesInSteps(lines, dialect));
  const isHttpYac = clientContext.client === 'httpYac';
  const foundLines = isHttpYac && dialect === 'markdown' ? finish(readFoundLinesInSteps(lines)) : undefined;
  // It sends the request at the cursor, which may be in one that only httpYac reads.
  const requestLines = isHttpYac ? [...requests] : [];
  return request => {
    const found = doubtsOf(request);
    const reason =
      found.reason ??
      (isRedirected ? environmentReason() : undefined) ??
      (foundLines?.has(request.requestLine) === false
        ? t('httpYac does not find this request, and may send another one')
        : undefined) ??
      (hasSeparators ? t('clients read its line separators differently') : undefined) ??
      ((requestLines[firstIndexWhere(requestLines, line => line > request.requestLine)] ?? Infinity) <=
      request.lastLine
        ? t('httpYac reads another request in it: put ### between them')
        : undefined) ??
      (requests.has(request.requestLine)
        ? undefined
        : hasMarksInMarkdown
          ? inMarkdownReason()
          : t('httpYac reads this as part of the request above: put ### between them'));
    const reasonOfVariables =
      (clientContext.asksForToken ? undefined : found.reasonOfVariables) ??
      (hasMarksInMarkdown && !clientContext.asksForToken ? inMarkdownReason() : undefined) ??
      (isPortMissed(request, fill) ? t('clients read its URL differently') : undefined);
    const doubts = { ...found, reason, reasonOfVariables };
    const target = readTarget(request, fill, doubts, bareHost);
    if (isHttpYac || target.host?.kind === 'variable') return target;
    // Most requests are: reading them takes longer than filling.
    if (isFilledAlike(request, fill, fillByHttpYac, bareHost)) return target;
    const byHttpYac = readTarget(request, fillByHttpYac, doubts, bareHost);
    return targetKey(byHttpYac) === targetKey(target)
      ? target
      : {
          ...target,
          doubtOfVariables:
            target.doubtOfVariables ?? t('clients read the values of its variables differently'),
        };
  };
}

function targetKey({ host, readers, customerId }: RequestTarget): string {
  return JSON.stringify([host, readers, customerId]);
}

const inMarkdownReason = (): string =>
  t('httpYac ignores ### in Markdown: put each request into a block of its own');
const environmentReason = (): string =>
  t('the selected environment names a proxy, or does not check certificates');

function restClientTargets(
  lines: Lines,
  dialect: HttpDialect,
  { environment, hasDefaultHost = false }: ClientContext,
): (request: WrittenRequest) => RequestTarget {
  const variables = finish(RestClientVariables.readInSteps(lines, environment));
  const fill = (text: string) => variables.fill(text);
  const doubtsOf = requestDoubts(lines, dialect);
  let all: readonly WrittenRequest[] | undefined;
  const known = new Map<string, boolean>();
  const alone = new Map<WrittenRequest, RequestTarget>();
  const read = (request: WrittenRequest, isTrusted: (name: string) => boolean): RequestTarget => {
    const doubts = doubtsOf(request);
    const written = { url: request.url, hosts: hostsOf(request) };
    const rest = restClientDoubt(lines, dialect, request, written, variables, isTrusted);
    const reason =
      doubts.reason ??
      // A default `Host` header from the settings wins over one in another spelling.
      (hasDefaultHost && fill(request.url).startsWith('/') ? t('its URL names no host') : undefined) ??
      rest.reason;
    // It runs no scripts.
    const target = readTarget(request, fill, { ...doubts, reason, reasonOfVariables: undefined });
    // With a variable host, it is unknown anyway where the request goes.
    const ofVariables = target.host?.kind === 'origin' ? rest.reasonOfVariables : undefined;
    return { ...target, doubtOfVariables: target.doubtOfVariables ?? ofVariables };
  };
  /** Where it goes if no response is trusted. Once for each: many lines and names may be those of one request. */
  const readAlone = (request: WrittenRequest): RequestTarget => {
    const target = alone.get(request) ?? read(request, () => false);
    alone.set(request, target);
    return target;
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
      const target = source && readAlone(source);
      const isAlone =
        (target?.doubt ?? target?.doubtOfVariables) === undefined && (target?.readers ?? []).length === 0;
      return isAlone && target?.host?.kind === 'origin' && target.host.origin === host.origin;
    });
    known.set(`${host.origin} ${name}`, isKnown);
    return isKnown;
  };
  return request => {
    const { host } = readAlone(request);
    return read(request, name => isIdFrom(host, name));
  };
}

/** The targets of requests that REST Client or another client may send, with the doubts of both. */
export function targetsForAll(
  lines: Lines,
  dialect: HttpDialect,
): (request: WrittenRequest) => RequestTarget {
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
      doubtOfVariables:
        target.doubtOfVariables ??
        other.doubtOfVariables ??
        // REST Client takes the `Host` of its default headers, and not `{{host}}`; in another spelling, also before one of the file.
        (target.host && (!other.host || other.text.startsWith('/'))
          ? t('its URL names no host')
          : undefined) ??
        (target.customerId === other.customerId
          ? undefined
          : t('clients read the values of its variables differently')),
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
  return { ...urlTarget(withoutQuery(url), hosts, doubt, proxy), doubtOfVariables };
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
  return host.kind === 'origin' ? host.origin : shortenTarget(host.written);
}

/**
 * The path of a target below the customer, `config/clients/1`; `*` for variables that only the REST client knows.
 * Undefined if it is not below `config/`, or certainly goes to another host or customer.
 */
export function configPath(
  { host, readers = [], parts, isAfterVariable }: RequestTarget,
  { origin, customerId }: Customer,
): string | undefined {
  if (!host || ![...readers, host].every(each => mayBeHost(each, origin))) return undefined;
  const [first = '', second] = parts;
  const isCustomer = first.includes('*') || first.toLowerCase() === customerId.toLowerCase();
  // A variable in front may hold the customer too.
  const at = second === 'config' && isCustomer ? 1 : first === 'config' && isAfterVariable ? 0 : undefined;
  if (at === undefined) return undefined;
  const written = parts.slice(at).join('/');
  const path = written.replace(/(?<!\/)\/+$/, '');
  return path.includes('/') ? path : undefined;
}
