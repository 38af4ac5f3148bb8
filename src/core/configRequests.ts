import { type HttpDialect, listRequests, type Lines, mayGoTo } from './httpDocument';
import { fileVariables } from './httpVariables';

/** A request that needs an access token: it goes to something below `/{customerId}/config/`. */
export interface ConfigRequest {
  /** Upper case. */
  readonly method: string;
  /** Below the customer: `config/clients/1`; `*` in the place of what only the REST client knows. */
  readonly path: string;
}

/** No host takes longer URLs than some thousand characters; the path is the beginning of them. */
const longestTarget = 1000;

/**
 * The requests of a document below `/{customerId}/config/` that go to an origin, or to a host that a variable names;
 * top to bottom, in linear time. File variables are replaced, what follows the path is left out. Never throws.
 */
export function configRequests(lines: Lines, dialect: HttpDialect, origin: string): ConfigRequest[] {
  const fill = fileVariables(lines, dialect);
  return listRequests(lines, dialect).flatMap(({ method, url }) => {
    const target = withoutQuery(url);
    if (target.length > longestTarget || !mayGoTo(url, origin)) return [];
    const path = configPath(fill(target));
    return path === undefined ? [] : [{ method, path }];
  });
}

/** A `?` inside of a variable is not the beginning of a query. */
function withoutQuery(url: string): string {
  return /^(?:\{\{[^{}]*\}\}|[^?#])*/.exec(url.trim())?.[0] ?? '';
}

function configPath(target: string): string | undefined {
  const known = target.replace(/\{\{[^{}]*\}\}/g, '*');
  const [, authority = '', rest = ''] = /^(?:(?:[a-z][\w+.-]*|\*):\/\/)?([^/]*)(.*)$/is.exec(known) ?? [];
  const [, ...parts] = pathSent(rest).split('/');
  // A variable in front may hold the customer as well.
  const at = parts[1] === 'config' ? 1 : parts[0] === 'config' && authority.endsWith('*') ? 0 : undefined;
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
