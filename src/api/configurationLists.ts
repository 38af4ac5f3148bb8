import type { ResourceEntry, ResourceKind } from '../core/configuration';
import { jsonObject, parseJson } from '../core/json';
import { isResourceId } from '../core/resourceId';

/** All entries of a collection that the service named. */
export interface ResourceList {
  /** In the order of the service. */
  readonly entries: readonly ResourceEntry[];
  /** As many as the service says there are; undefined where it does not say. May not be how many it named. */
  readonly total: number | undefined;
}

/** One page of a list: all of it, as far as is documented. */
export interface ListPage extends ResourceList {
  /** Where the page says that the list goes on. */
  readonly next: string | undefined;
}

/**
 * The page that a body holds, or undefined where it is none: `{"total": n, "_embedded": {"<kind>": […]}}`
 * (hosted-login-api §4). The name below `_embedded` is inferred for clients, so where it is not there the only list
 * is taken. What has no id that can be asked for is passed over.
 */
export function readPage(kind: ResourceKind, body: string): ListPage | undefined {
  const page = jsonObject(parseJson(body));
  if (!page) return undefined;
  const total = typeof page['total'] === 'number' ? page['total'] : undefined;
  const found = listIn(kind, jsonObject(page['_embedded']), total);
  if (!found) return undefined;
  const entries = found.flatMap(entry => entryOf(kind, entry) ?? []);
  const next = jsonObject(page['_links'])?.['next'];
  const href = jsonObject(next)?.['href'] ?? next;
  return { entries, total, next: typeof href === 'string' ? href : undefined };
}

function listIn(
  kind: ResourceKind,
  embedded: Readonly<Record<string, unknown>> | undefined,
  total: number | undefined,
): readonly unknown[] | undefined {
  const named = embedded?.[kind];
  if (isList(named)) return named;
  const lists = Object.values(embedded ?? {}).filter(isList);
  if (lists.length === 1) return lists[0];
  // Some services leave out what would be empty.
  return lists.length === 0 && total === 0 ? [] : undefined;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function entryOf(kind: ResourceKind, value: unknown): ResourceEntry | undefined {
  const entry = jsonObject(value);
  const id = entry?.['id'];
  return entry && typeof id === 'string' && isResourceId(id)
    ? { kind, id, title: titleOf(entry) }
    : undefined;
}

/** What a body calls the resource: policies have a title, clients a name; empty where it has neither. */
export function titleOf(members: Readonly<Record<string, unknown>>): string {
  const title = [members['title'], members['name']].find(value => typeof value === 'string');
  return typeof title === 'string' ? title : '';
}

/**
 * The URL of the page behind a link, or undefined where it leads anywhere but to the same list: the token goes nowhere
 * else. `current` is the URL of the page that has the link.
 */
export function nextPage(href: string, current: string): string | undefined {
  if (!URL.canParse(href, current)) return undefined;
  const { origin, pathname, search } = new URL(href, current);
  const here = new URL(current);
  return origin === here.origin && pathname === here.pathname ? `${origin}${pathname}${search}` : undefined;
}
