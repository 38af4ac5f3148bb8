import { type Scope, type ScopeListItem, parseScopeItems } from './parseScope';
import { type Reach, reachOf, ScopeCover } from './scopeCover';

export {
  isUserScope,
  parseScope,
  parseScopeList,
  type Scope,
  type ScopeAction,
  type ScopeIssue,
  type ScopeListItem,
  userScopes,
} from './parseScope';
export {
  describeScope,
  describeScopeList,
  limitSentences,
  summarizeScopes,
  type TitleOf,
} from './describeScope';

/**
 * Whether whoever has the first scope can do all that the second one allows. Whole path segments count: the
 * documentation says "this and everything below", so `config/tokenPolicies**` holds `config/tokenPolicies` and
 * `config/tokenPolicies/…`, not `config/tokenPoliciesX`; and `config/**` holds what is below `config`, not `config`.
 * Where the service is more generous, we ask for a token once more than needed, and never promise too much.
 */
export function covers(wider: Scope, narrower: Scope): boolean {
  if (wider.action === '.' && narrower.action === '*') return false;
  const all = reachOf(wider.resource);
  const part = reachOf(narrower.resource);
  if (part.self && !reaches(all, part.base)) return false;
  return !part.below || (all.below && (part.base === all.base || isBelow(part.base, all.base)));
}

/**
 * Whether one of the scopes allows the request, as far as is documented: `.` GET and HEAD, `*` every method.
 * The path is the one below the customer (`config/clients/1`); slashes around it and a query are ignored.
 */
export function allows(granted: readonly Scope[], method: string, path: string): boolean {
  const isRead = onlyReads(method);
  const target = path.replace(/[?#].*$/s, '').replace(/^\/+|(?<!\/)\/+$/g, '');
  return granted.some(scope => (isRead || scope.action === '*') && reaches(reachOf(scope.resource), target));
}

/**
 * As `allows`, where the path has `*` in the place of what is not known: false only where none of the scopes allows
 * it, whatever stands there.
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

/** Whether `.` is enough for a method: it allows GET; HEAD is a GET without the body (RFC 9110 §9.3.2). */
export function onlyReads(method: string): boolean {
  return /^(?:GET|HEAD)$/i.test(method);
}

/** The list in the one form that is good for comparing: no duplicates, sorted, single spaces. */
export function canonicalScope(text: string): string {
  const items = parseScopeItems(text.replace(/\s/g, ' ')).map(item => item.text);
  return [...new Set(items)].sort().join(' ');
}

/** The requested scopes that nothing granted covers. What has not the documented form, only equal text covers. */
export function missingScopes(requested: string, granted: string): readonly string[] {
  const held = new ScopeCover(parseScopeItems(granted));
  return parseScopeItems(requested)
    .filter(wanted => held.first(wanted) < 0)
    .map(item => item.text);
}

/** An item of a list that asks for nothing new, and the item that covers it. */
export interface RedundantScope {
  readonly item: ScopeListItem;
  /** Its place in the list. */
  readonly index: number;
  readonly coveredBy: ScopeListItem;
}

/** The items that another item of the same list covers. Of two that mean the same, the later one is redundant. */
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
