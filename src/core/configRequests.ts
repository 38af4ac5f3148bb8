import { type HttpDialect, listRequests, type Lines, mayGoTo } from './httpDocument';
import { fileVariables } from './httpVariables';
import { customerIdIssue, type Profile } from './profile';

/** A request that needs an access token: it goes to something below `/{customerId}/config/`. */
export interface ConfigRequest {
  /** Upper case. */
  readonly method: string;
  /** Below the customer: `config/clients/1`; `*` in the place of what only the REST client knows. */
  readonly path: string;
}

/** No host takes longer URLs than some thousand characters; the path is the beginning of them. */
const longestTarget = 1000;

/** Whose requests they are to be. */
type Customer = Readonly<Pick<Profile, 'origin' | 'customerId'>>;

/**
 * The requests of a document below `/{customerId}/config/` that go to this customer, or may: where a variable names
 * the host or the customer, only who sends it knows. Top to bottom, in linear time. File variables are replaced first,
 * so that none leads to another host or customer; what follows the path is left out. Never throws.
 */
export function configRequests(lines: Lines, dialect: HttpDialect, customer: Customer): ConfigRequest[] {
  const fill = fileVariables(lines, dialect);
  return listRequests(lines, dialect).flatMap(({ method, url }) => {
    const target = targetOf(url, fill);
    const path = target === undefined ? undefined : configPath(target, customer);
    return path === undefined ? [] : [{ method, path }];
  });
}

/**
 * A request's URL up to its query, with what the file's variables stand for (`fill`, see `fileVariables`); undefined
 * where it is longer than any URL.
 */
export function targetOf(url: string, fill: (text: string) => string): string | undefined {
  const target = withoutQuery(url);
  return target.length > longestTarget ? undefined : fill(target);
}

/** A `?` inside of a variable is not the beginning of a query. */
function withoutQuery(url: string): string {
  return /^(?:\{\{[^{}]*\}\}|[^?#])*/.exec(url.trim())?.[0] ?? '';
}

/**
 * The path below the customer that a target (see `targetOf`) leads to, `config/clients/1`; `*` in the place of what
 * only the REST client knows. Undefined where it is not below `config/`, or surely goes to somebody else.
 */
export function configPath(target: string, { origin, customerId }: Customer): string | undefined {
  // A variable for the scheme alone leaves the host to be seen.
  const sent = target.replace(/^\{\{[^{}]*\}\}(?=:\/\/)/, origin.replace(/:.*/s, ''));
  if (!mayGoTo(sent, origin)) return undefined;
  const { authority, parts } = partsOf(sent);
  const [first = '', second] = parts;
  const isOurs = first.includes('*') || first.toLowerCase() === customerId.toLowerCase();
  // A variable in front may hold the customer as well.
  const at =
    second === 'config' && isOurs ? 1 : first === 'config' && authority.endsWith('*') ? 0 : undefined;
  const path = at === undefined ? '' : parts.slice(at).join('/').replace(/\/+$/, '');
  return path.includes('/') ? path : undefined;
}

/**
 * The customer that a target names; undefined where only the REST client knows it. Behind a variable, which may hold
 * a part of the path, only what stands where the documented paths have the customer is taken for one.
 */
export function customerIn(target: string): string | undefined {
  const { authority, parts } = partsOf(target);
  const [first = '', second = ''] = parts;
  if (first.includes('*') || customerIdIssue(first) !== undefined) return undefined;
  return authority.endsWith('*') && !/^(?:config|login)$/.test(second) ? undefined : first;
}

function partsOf(target: string): { readonly authority: string; readonly parts: readonly string[] } {
  const known = target.replace(/\{\{[^{}]*\}\}/g, '*');
  const [, authority = '', rest = ''] = /^(?:[a-z][\w+.-]*:\/\/)?([^/]*)(.*)$/is.exec(known) ?? [];
  return { authority, parts: pathSent(rest).split('/').slice(1) };
}

/** The path as a client sends it: without `..`, and without what a variable has brought along. */
function pathSent(path: string): string {
  try {
    return new URL(`http://host${path}`).pathname;
  } catch {
    return '';
  }
}
