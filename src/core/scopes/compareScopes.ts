// Compares scopes by what they allow.
import { type Scope, type ScopeListItem, parseScopeItems, scopeItems } from './parseScope';
import { type Reach, reachOf, ScopeCover } from './scopeCover';

/**
 * Whether the first scope allows everything that the second one does. Compares whole path segments, because `**` means
 * "this and everything below": `config/tokenPolicies**` covers `config/tokenPolicies` and `config/tokenPolicies/…`, not
 * `config/tokenPoliciesX`; `config/**` covers what is below `config`, not `config`. If the service is more generous, we only
 * request one token too many.
 */
export function covers(wider: Scope, narrower: Scope): boolean {
  if (wider.action === '.' && narrower.action === '*') return false;
  const all = reachOf(wider.resource);
  const part = reachOf(narrower.resource);
  if (part.self && !reaches(all, part.base)) return false;
  return !part.below || (all.below && (part.base === all.base || isBelow(part.base, all.base)));
}

/**
 * Whether one of the scopes allows a request, by the documentation: `.` GET and HEAD, `*` every method. `path` is below the
 * customer (`config/clients/1`); slashes around it and a query are ignored.
 */
export function allows(granted: readonly Scope[], method: string, path: string): boolean {
  const isRead = onlyReads(method);
  const target = path.replace(/[?#].*$/s, '').replace(/^\/+|(?<!\/)\/+$/g, '');
  return granted.some(scope => (isRead || scope.action === '*') && reaches(reachOf(scope.resource), target));
}

/**
 * Like `allows`, for a path with `*` in place of an unknown part. False only if no scope allows it, whatever that part is.
 */
export function mayAllow(granted: readonly Scope[], method: string, path: string): boolean {
  const unknown = path.indexOf('*');
  if (unknown < 0) return allows(granted, method, path);
  const known = path.slice(0, unknown);
  return granted.some(({ action, resource }) => {
    if (action !== '*' && !onlyReads(method)) return false;
    const { base, below } = reachOf(resource);
    return base.startsWith(known) || (below && isBelow(known, base));
  });
}

/** Whether `.` is enough for a method. HEAD is a GET without the body (RFC 9110 §9.3.2). */
export function onlyReads(method: string): boolean {
  return /^(?:GET|HEAD)$/i.test(method);
}

/** A list in one form for comparing: without duplicates, sorted, single spaces. */
export function canonicalScope(text: string): string {
  const items = scopeItems(text.replace(/\s/g, ' '));
  return items.length === 1 ? (items[0] ?? '') : [...new Set(items)].sort().join(' ');
}

/** Requested scopes that no granted one covers. Scopes in an undocumented form must match literally. */
export function missingScopes(requested: string, granted: string): readonly string[] {
  return missingFrom(granted)(requested);
}

/** As `missingScopes`, for many requests: the granted scopes are read once. */
export function missingFrom(granted: string): (requested: string) => readonly string[] {
  const held = new ScopeCover(parseScopeItems(granted));
  return requested =>
    parseScopeItems(requested)
      .filter(wanted => held.first(wanted) < 0)
      .map(item => item.text);
}

/** An item that another item of the list covers. */
export interface RedundantScope {
  readonly item: ScopeListItem;
  readonly index: number;
  readonly coveredBy: ScopeListItem;
}

/** The items that another item covers. Of two equivalent ones, the later one. */
export function redundantScopes(items: readonly ScopeListItem[]): readonly RedundantScope[] {
  const cover = new ScopeCover(items);
  return items.flatMap((item, index) => {
    const coveredBy = items[cover.first(item, index)];
    return coveredBy ? [{ item, index, coveredBy }] : [];
  });
}

function reaches(reach: Reach, path: string): boolean {
  return (reach.self && path === reach.base) || (reach.below && isBelow(path, reach.base));
}

function isBelow(path: string, base: string): boolean {
  return base === '' ? path !== '' : path.startsWith(`${base}/`);
}
