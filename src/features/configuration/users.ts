import type { Resource, ResourceKey } from '../../core/configuration';
import type { Holdings } from './holdings';
import { clientsOf } from './usage';

/** As many clients as are read one by one where nobody asked for it. */
const mostUnasked = 300;

/** Who uses a policy, as far as the clients could be read. */
export interface Users {
  readonly clients: readonly Resource[];
  /** How many clients could not be read. */
  readonly unread: number;
}

/**
 * The clients that point to a policy; undefined where finding out takes more requests than anybody should send unasked.
 * Rejects with a `Problem`.
 */
export async function usersUnasked(
  holdings: Holdings,
  policy: ResourceKey,
  signal?: AbortSignal,
): Promise<Users | undefined> {
  const listed = await holdings.list('clients', signal);
  const unknown = listed.filter(client => !holdings.known(client));
  return unknown.length > mostUnasked ? undefined : usersOf(holdings, policy, signal);
}

/** The same, however many clients there are: for whom a person asked. */
export async function usersOf(
  holdings: Holdings,
  policy: ResourceKey,
  signal?: AbortSignal,
  progress?: (read: number, of: number) => void,
): Promise<Users> {
  const { resources, failed } = await holdings.all('clients', signal, progress);
  return { clients: clientsOf(policy, resources), unread: failed.length };
}
