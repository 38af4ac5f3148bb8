// The scopes that requests need.
import { addToList } from '../common/collections';
import { onlyReads, redundantScopes } from '../scopes/compareScopes';
import { parseScopeList } from '../scopes/parseScope';
import type { ConfigurationRequest } from './configurationRequests';

/** With more resources of a collection, or more collections, the list would be too long to read. */
const maxSingleScopes = 8;

/**
 * The narrowest scope list that covers the requests, `''` for none: `.:path` for those that read, `*:path` for the others,
 * without redundant ones; reading first, each in the order of the requests.
 *
 * `**` means the resource and everything below it (the specification's table). It is used for the collection of a resource
 * that a variable names; for writing to a collection, because no document says that the collection alone is enough to
 * create something in it; and for more than a few resources of a collection.
 */
export function neededScopes(requests: readonly ConfigurationRequest[]): string {
  const writing = new Set<string>();
  const reading = new Set<string>();
  for (const { method, path } of requests) {
    (onlyReads(method) ? reading : writing).add(resourceOf(path, onlyReads(method)));
  }
  for (const resource of writing) reading.delete(resource);
  const items = parseScopeList(
    [
      ...shortened([...reading]).map(resource => `.:${resource}`),
      ...shortened([...writing]).map(resource => `*:${resource}`),
    ].join(' '),
  );
  const redundant = new Set(redundantScopes(items).map(({ item }) => item));
  return items
    .filter(item => !redundant.has(item))
    .map(({ text }) => text)
    .join(' ');
}

/** The narrowest scope that certainly covers one request. */
export function neededScope({ method, path }: ConfigurationRequest): string {
  const isRead = onlyReads(method);
  return `${isRead ? '.' : '*'}:${resourceOf(path, isRead)}`;
}

/** Whether all requests only read. */
export function areReadOnly(requests: readonly ConfigurationRequest[]): boolean {
  return requests.every(({ method }) => onlyReads(method));
}

function resourceOf(path: string, isRead: boolean): string {
  const parts = path.split('/');
  const unknown = parts.findIndex(part => !isName(part));
  if (unknown >= 0) return allOf(parts.slice(0, unknown).join('/'));
  return isRead || parts.length > 2 ? path : allOf(path);
}

/** Whether a scope can name a part of a path: no variable, no placeholder, nothing to encode. */
function isName(part: string): boolean {
  return /^[\w.~-]+$/.test(part);
}

/** As documented: `config/**` has a slash, the scopes of collections have none. */
function allOf(path: string): string {
  return path === 'config' ? 'config/**' : `${path}**`;
}

/** Replaces the resources of a collection by all of it if there are too many. */
function shortened(resources: readonly string[]): readonly string[] {
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
