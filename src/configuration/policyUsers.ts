import type { Resource, ResourceKey } from '../core/resources/resource';
import { clientsUsing } from './references';
import type { ResourceCache } from './resourceCache';

/** As many clients as are read one by one where nobody asked for it. */
const maxClientsWithoutAsking = 300;

/** Who uses a policy, as far as the clients could be read. */
export interface PolicyUsers {
  readonly clients: readonly Resource[];
  /** How many clients could not be read. */
  readonly unread: number;
}

/**
 * The clients that point to a policy; undefined where finding out takes more requests than anybody should send unasked.
 * Rejects with a `Problem`.
 */
export async function findClientsUsingIfFew(
  resourceCache: ResourceCache,
  policy: ResourceKey,
  signal?: AbortSignal,
): Promise<PolicyUsers | undefined> {
  const listed = await resourceCache.list('clients', signal);
  const unknown = listed.filter(client => !resourceCache.cached(client));
  return unknown.length > maxClientsWithoutAsking
    ? undefined
    : findClientsUsing(resourceCache, policy, signal);
}

/** The same, however many clients there are: for whom a person asked. */
export async function findClientsUsing(
  resourceCache: ResourceCache,
  policy: ResourceKey,
  signal?: AbortSignal,
  progress?: (read: number, of: number) => void,
): Promise<PolicyUsers> {
  const { resources, failed } = await resourceCache.readAll('clients', signal, progress);
  return { clients: clientsUsing(policy, resources), unread: failed.length };
}
