// Finds the clients that use a policy.
import { clientsUsing } from '../core/resources/policyReferences';
import type { Resource, ResourceKey } from '../core/resources/resource';
import type { ResourceCache } from './resourceCache';

/** The maximum number of requests for a lens or hover, which the user did not ask for. */
export const maxBackgroundReads = 300;

/** The clients that use a policy. */
export interface PolicyUsers {
  readonly clients: readonly Resource[];
  /** How many clients could not be read. */
  readonly unread: number;
}

interface FindOptions {
  /** The maximum number of clients to read; no limit if undefined. Cached clients do not count. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (read: number, of: number) => void;
}

/**
 * The clients that point to a policy. Reads all clients that are not cached, because the service cannot filter them.
 * Resolves with undefined if that takes more requests than `limit`. Rejects with a `Problem`.
 */
export async function findClientsUsing(
  resourceCache: ResourceCache,
  policy: ResourceKey,
  options: Omit<FindOptions, 'limit'>,
): Promise<PolicyUsers>;
export async function findClientsUsing(
  resourceCache: ResourceCache,
  policy: ResourceKey,
  options: FindOptions,
): Promise<PolicyUsers | undefined>;
export async function findClientsUsing(
  resourceCache: ResourceCache,
  policy: ResourceKey,
  { limit = Infinity, signal, progress }: FindOptions,
): Promise<PolicyUsers | undefined> {
  const listed = await resourceCache.list('clients', signal);
  if (listed.filter(client => !resourceCache.cached(client)).length > limit) return undefined;
  const { resources, failed } = await resourceCache.readMany(listed, signal, progress);
  return { clients: clientsUsing(policy, resources), unread: failed.length };
}
