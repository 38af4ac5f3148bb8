// Reads a list of the configuration API page by page.
import { parseUrl } from '../../core/common/parseUrl';
import { jsonObject, parseJsonObject } from '../../core/json/json';
import type { ResourceEntry, ResourceKind } from '../../core/resources/resource';
import { isResourceId } from '../../core/resources/resourceId';

/** The entries of a collection. */
export interface ResourceList {
  /** In the order of the service. */
  readonly entries: readonly ResourceEntry[];
  /** The service's count, which may differ from the number of entries; undefined if it gives none. */
  readonly total: number | undefined;
  /** Whether entries were skipped, or the list continues at an address that is not followed. */
  readonly isIncomplete?: boolean;
}

/** One page of a list. As documented, a list has only one. */
interface ListPage extends ResourceList {
  /** The next page: a link or a page number. */
  readonly next: string | number | undefined;
}

/**
 * Reads a page, `{"total": n, "_embedded": {"<kind>": […]}}` (docs/hosted-login-api.md, Resources); undefined for any
 * other body. The name below `_embedded` is inferred for clients; if it is missing, the only list is used. Skips
 * entries without a valid ID.
 */
export function readPage(kind: ResourceKind, body: string): ListPage | undefined {
  const page = parseJsonObject(body);
  if (!page) return undefined;
  const total = typeof page['total'] === 'number' ? page['total'] : undefined;
  const found = findList(kind, jsonObject(page['_embedded']), total);
  if (!found) return undefined;
  const entries = found.flatMap(entry => readEntry(kind, entry) ?? []);
  const isIncomplete = entries.length < found.length;
  return { entries, total, isIncomplete, next: readLink(jsonObject(page['_links'])?.['next']) };
}

/** The first link, as `{"href": …}` or bare. */
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
  // Some services omit an empty list.
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

/** The title of a policy or the name of a client; empty if it has none. */
export function readTitle(members: Readonly<Record<string, unknown>>): string {
  const title = [members['title'], members['name']].find(value => typeof value === 'string');
  return typeof title === 'string' ? title : '';
}

/**
 * The URL of the next page, or undefined if the link leads to anything but the same list: the token is sent nowhere
 * else. Only the query of a link is used. Paging is not documented: the API for webhooks has a number there, and a
 * client's own link is printed with customer and `config` swapped.
 * @param current the URL of the page with the link
 */
export function nextPageUrl(link: string | number, current: string): string | undefined {
  const here = new URL(current);
  if (/^\d{1,9}$/.test(String(link))) {
    here.searchParams.set('page', String(link));
    return here.href;
  }
  const target =
    typeof link === 'number' || link.length > maxLinkLength ? undefined : parseUrl(link, current);
  if (!target) return undefined;
  const { origin, pathname, search } = target;
  const isSameList = [
    here.pathname,
    swapCustomerAndConfig(here.pathname),
    withoutCustomer(here.pathname),
  ].includes(pathname);
  return origin === here.origin && isSameList ? `${origin}${here.pathname}${search}` : undefined;
}

/** A path without the customer ID, as a customer's own host may write it: `/config/clients`. */
export function withoutCustomer(pathname: string): string {
  return pathname.replace(/^\/[^/]+(?=\/config\/)/, '');
}

/** Far longer than any link to a page. */
const maxLinkLength = 2000;

/** `/{customerId}/config/clients` as `/config/{customerId}/clients`. */
function swapCustomerAndConfig(pathname: string): string {
  return pathname.replace(/^\/([^/]+)\/config\//, '/config/$1/');
}
