import { type HttpDialect, listRequests, type Lines, mayGoTo } from './httpDocument';
import { fileVariables } from './httpVariables';
import type { Profile } from './profile';

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
    const target = withoutQuery(url);
    if (target.length > longestTarget) return [];
    const path = configPath(fill(target), customer);
    return path === undefined ? [] : [{ method, path }];
  });
}

/** A `?` inside of a variable is not the beginning of a query. */
function withoutQuery(url: string): string {
  return /^(?:\{\{[^{}]*\}\}|[^?#])*/.exec(url.trim())?.[0] ?? '';
}

function configPath(target: string, { origin, customerId }: Customer): string | undefined {
  // A variable for the scheme alone leaves the host to be seen.
  const sent = target.replace(/^\{\{[^{}]*\}\}(?=:\/\/)/, origin.replace(/:.*/s, ''));
  if (!mayGoTo(sent, origin)) return undefined;
  const known = sent.replace(/\{\{[^{}]*\}\}/g, '*');
  const [, authority = '', rest = ''] = /^(?:[a-z][\w+.-]*:\/\/)?([^/]*)(.*)$/is.exec(known) ?? [];
  const [, ...parts] = pathSent(rest).split('/');
  const [first = '', second] = parts;
  const isOurs = first.includes('*') || first.toLowerCase() === customerId.toLowerCase();
  // A variable in front may hold the customer as well.
  const at =
    second === 'config' && isOurs ? 1 : first === 'config' && authority.endsWith('*') ? 0 : undefined;
  const path = at === undefined ? '' : parts.slice(at).join('/').replace(/\/+$/, '');
  return path.includes('/') ? path : undefined;
}

/** The path as a client sends it: without `..`, and without what a variable has brought along. */
function pathSent(path: string): string {
  try {
    return new URL(`http://host${path}`).pathname;
  } catch {
    return '';
  }
}
