import { hostOf, isOpenHost, mayBeHost, mayGoTo, type RequestHost } from './httpHost';
import { customerIdIssue, type Profile } from './profile';

/** Where a request goes, as far as its file tells: read once, whoever asks. */
export interface RequestTarget {
  /** The URL up to its query, with what the file's variables stand for. */
  readonly text: string;
  readonly host: RequestHost | undefined;
  /** The parts of the path as it is sent; `*` in the place of what only the REST client knows. */
  readonly parts: readonly string[];
  /** Whether a variable stands where the host does: it may hold the beginning of the path as well. */
  readonly isBehindVariable: boolean;
  /** The customer that it names. */
  readonly customerId: string | undefined;
}

/** Whose requests they are to be. */
export type Customer = Readonly<Pick<Profile, 'origin' | 'customerId'>>;

/** No host takes longer URLs than some thousand characters; the path is the beginning of them. */
const longestTarget = 1000;

/** A variable for the scheme alone leaves the host to be seen. */
const variableScheme = /^\{\{[^{}]*\}\}(?=:\/\/)/;

/**
 * The target of a request with this URL, where `fill` puts in the file's variables (see `fileVariables`); undefined
 * where it is longer than any URL.
 */
export function requestTarget(url: string, fill: (text: string) => string): RequestTarget | undefined {
  const target = withoutQuery(url);
  if (target.length > longestTarget) return undefined;
  const text = fill(target);
  const known = text.replace(variableScheme, 'https').replace(/\{\{[^{}]*\}\}/g, '*');
  const [, authority = '', rest = ''] = /^(?:[a-z][\w+.-]*:\/\/)?([^/]*)(.*)$/is.exec(known) ?? [];
  const parts = pathSent(rest).split('/').slice(1);
  const isBehindVariable = authority.endsWith('*');
  return {
    text,
    host: hostOf(text),
    parts,
    isBehindVariable,
    customerId: customerIn(parts, isBehindVariable),
  };
}

/**
 * The profiles of those given that a target may lead to, by its host and its customer; undefined where it names neither:
 * then only who sends it knows.
 */
export function fittingProfiles(
  { host, customerId }: Pick<RequestTarget, 'host' | 'customerId'>,
  profiles: readonly Profile[],
): readonly Profile[] | undefined {
  if (!host || (isOpenHost(host) && customerId === undefined)) return undefined;
  return profiles.filter(
    profile =>
      mayBeHost(host, profile.origin) &&
      (customerId === undefined || profile.customerId.toLowerCase() === customerId.toLowerCase()),
  );
}

/**
 * The path below the customer that a target leads to, `config/clients/1`; `*` in the place of what only the REST client
 * knows. Undefined where it is not below `config/`, or surely goes to somebody else.
 */
export function configPath(
  { text, host, parts, isBehindVariable }: RequestTarget,
  { origin, customerId }: Customer,
): string | undefined {
  const mayBeThere =
    host?.kind === 'origin'
      ? host.origin === origin
      : mayGoTo(text.replace(variableScheme, origin.replace(/:.*/s, '')), origin);
  if (!mayBeThere) return undefined;
  const [first = '', second] = parts;
  const isOurs = first.includes('*') || first.toLowerCase() === customerId.toLowerCase();
  // A variable in front may hold the customer as well.
  const at = second === 'config' && isOurs ? 1 : first === 'config' && isBehindVariable ? 0 : undefined;
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

/** A `?` inside of a variable is not the beginning of a query. */
function withoutQuery(url: string): string {
  return /^(?:\{\{[^{}]*\}\}|[^?#])*/.exec(url.trim())?.[0] ?? '';
}

/** The path as a client sends it: without `..`, and without what a variable has brought along. */
function pathSent(path: string): string {
  try {
    return new URL(`http://host${path}`).pathname;
  } catch {
    return '';
  }
}
