import { isLoopback, isSameId, type Profile } from './profile';

/** A client of a customer at a service: what a secret and a token are good for, whatever the profile is called. */
export type Client = Pick<Profile, 'origin' | 'customerId' | 'clientId'>;

/** Whether both are the same client of the same customer at the same service. */
export function isSameClient(one: Client, other: Client): boolean {
  return (
    one.origin === other.origin && one.customerId === other.customerId && one.clientId === other.clientId
  );
}

/**
 * Whether both are of the same customer at the same service, however ID and origin are spelled. For finding profiles only: a
 * secret is sent to no other spelling than the one that it was entered for.
 */
export function isSameCustomer(
  one: Pick<Client, 'origin' | 'customerId'>,
  other: Pick<Client, 'origin' | 'customerId'>,
): boolean {
  return (
    isSameId(one.customerId, other.customerId) &&
    normalizeOrigin(one.origin) === normalizeOrigin(other.origin)
  );
}

/**
 * An origin in one of its spellings: case and default port (RFC 3986 §6.2), the dot at the end of a full host name (RFC
 * 1034 §3.1), the names of this machine.
 */
function normalizeOrigin(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/\.$/, '');
  return `${protocol}//${isLoopback(host) ? 'localhost' : host}:${port}`;
}
