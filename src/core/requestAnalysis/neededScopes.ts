import { addToList } from '../common/collections';
import { onlyReads, parseScopeList, redundantScopes } from '../scopes/scope';
import type { ConfigRequest } from './configRequests';

/** More single resources of a collection than this, or more collections, and the list is no longer one to read. */
const maxSingleScopes = 8;

/**
 * The narrowest scope list that covers the requests, `''` for none: `.:path` for those that read, `*:path` for the
 * others, without what another one covers; reading first, each in the order of the requests.
 *
 * Wider than the path, `**` being this and everything below (the specification's table): for a resource that a variable
 * names, its collection; for writing to a collection, all of it, because no document says that the collection alone
 * is enough to create something in it; for more than a few resources of a collection, the collection.
 */
export function neededScopes(requests: readonly ConfigRequest[]): string {
  const writing = new Set<string>();
  const reading = new Set<string>();
  for (const { method, path } of requests) {
    (onlyReads(method) ? reading : writing).add(resourceOf(path, onlyReads(method)));
  }
  for (const resource of writing) reading.delete(resource);
  const items = parseScopeList(
    [
      ...readable([...reading]).map(resource => `.:${resource}`),
      ...readable([...writing]).map(resource => `*:${resource}`),
    ].join(' '),
  );
  const redundant = new Set(redundantScopes(items).map(({ item }) => item));
  return items
    .filter(item => !redundant.has(item))
    .map(({ text }) => text)
    .join(' ');
}

/** The same for one request: the narrowest scope that surely covers it. */
export function neededScope({ method, path }: ConfigRequest): string {
  const isRead = onlyReads(method);
  return `${isRead ? '.' : '*'}:${resourceOf(path, isRead)}`;
}

/** Whether all of the requests are allowed by scopes that read. */
export function areReadOnly(requests: readonly ConfigRequest[]): boolean {
  return requests.every(({ method }) => onlyReads(method));
}

function resourceOf(path: string, isRead: boolean): string {
  const parts = path.split('/');
  const unknown = parts.findIndex(part => !isName(part));
  if (unknown >= 0) return allOf(parts.slice(0, unknown).join('/'));
  return isRead || parts.length > 2 ? path : allOf(path);
}

/** A part of a path that a scope can name: variables, placeholders and what would have to be encoded are none. */
function isName(part: string): boolean {
  return /^[\w.~-]+$/.test(part);
}

/** The documented scope of what is below `config` has a slash, those of the collections below it have none. */
function allOf(path: string): string {
  return path === 'config' ? 'config/**' : `${path}**`;
}

/** The resources, those of a collection with too many replaced by all of it. */
function readable(resources: readonly string[]): readonly string[] {
  const byCollection = new Map<string, string[]>();
  for (const resource of resources) {
    const collection = /^config\/[^/*]+/.exec(resource)?.[0] ?? 'config';
    addToList(byCollection, collection, resource);
  }
  if (byCollection.size > maxSingleScopes) return [allOf('config')];
  return [...byCollection].flatMap(([collection, found]) =>
    found.length > maxSingleScopes ? [allOf(collection)] : found,
  );
}
