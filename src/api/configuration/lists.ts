import { jsonObject, parseJson } from '../../core/common/json';
import type { ResourceEntry, ResourceKind } from '../../core/resources/resource';
import { isResourceId } from '../../core/resources/resourceId';

/** All entries of a collection that the service named. */
export interface ResourceList {
  /** In the order of the service. */
  readonly entries: readonly ResourceEntry[];
  /** As many as the service says there are; undefined where it does not say. May not be how many it named. */
  readonly total: number | undefined;
}

/** One page of a list: all of it, as far as is documented. */
export interface ListPage extends ResourceList {
  /** Where the page says that the list goes on: a link, or the number of a page. */
  readonly next: string | number | undefined;
}

/**
 * The page that a body holds, or undefined where it is none: `{"total": n, "_embedded": {"<kind>": […]}}`
 * (docs/hosted-login-api.md, Resources). The name below `_embedded` is inferred for clients, so where it is not there the only list
 * is taken. What has no id that can be asked for is passed over.
 */
export function readPage(kind: ResourceKind, body: string): ListPage | undefined {
  const page = jsonObject(parseJson(body));
  if (!page) return undefined;
  const total = typeof page['total'] === 'number' ? page['total'] : undefined;
  const found = findList(kind, jsonObject(page['_embedded']), total);
  if (!found) return undefined;
  const entries = found.flatMap(entry => readEntry(kind, entry) ?? []);
  return { entries, total, next: readLink(jsonObject(page['_links'])?.['next']) };
}

/** A link as `{"href": …}`, or bare; of several the first. */
function readLink(link: unknown): string | number | undefined {
  const [first]: readonly unknown[] = isList(link) ? link : [link];
  const href = jsonObject(first)?.['href'] ?? first;
  return typeof href === 'string' || typeof href === 'number' ? href : undefined;
}

function findList(
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

function readEntry(kind: ResourceKind, value: unknown): ResourceEntry | undefined {
  const entry = jsonObject(value);
  const id = entry?.['id'];
  return entry && typeof id === 'string' && isResourceId(id)
    ? { kind, id, title: readTitle(entry) }
    : undefined;
}

/** What a body calls the resource: policies have a title, clients a name; empty where it has neither. */
export function readTitle(members: Readonly<Record<string, unknown>>): string {
  const title = [members['title'], members['name']].find(value => typeof value === 'string');
  return typeof title === 'string' ? title : '';
}

/**
 * The URL of the page behind a link, or undefined where it leads anywhere but to the same list: the token goes nowhere
 * else. `current` is the URL of the page that has the link. No paging is documented: the sibling API for webhooks has a
 * number there, and a client's own link is printed with customer and `config` swapped. Only the query of a link is
 * ever followed, on the path of the list.
 */
export function nextPageUrl(link: string | number, current: string): string | undefined {
  const here = new URL(current);
  if (/^\d{1,9}$/.test(String(link))) {
    here.searchParams.set('page', String(link));
    return here.href;
  }
  if (typeof link === 'number' || link.length > maxLinkLength || !URL.canParse(link, current))
    return undefined;
  const { origin, pathname, search } = new URL(link, current);
  const isSameList = pathname === here.pathname || pathname === swapCustomerAndConfig(here.pathname);
  return origin === here.origin && isSameList ? `${origin}${here.pathname}${search}` : undefined;
}

/** Far longer than any link to a page. */
const maxLinkLength = 2000;

/** `/{customerId}/config/clients` as `/config/{customerId}/clients`. */
function swapCustomerAndConfig(pathname: string): string {
  return pathname.replace(/^\/([^/]+)\/config\//, '/config/$1/');
}
