import { isLoopback, isSameId, type Profile } from './profile';

/** Identifies a client, regardless of the profile's name. Secrets and tokens belong to it. */
export type Client = Pick<Profile, 'origin' | 'customerId' | 'clientId'>;

export function isSameClient(one: Client, other: Client): boolean {
  return (
    one.origin === other.origin && one.customerId === other.customerId && one.clientId === other.clientId
  );
}

/**
 * Whether both belong to the same customer, also if ID and origin are spelled differently. Only for finding profiles: a
 * secret is sent only to the exact origin that it was entered for.
 */
export function isSameCustomer(
  one: Pick<Client, 'origin' | 'customerId'>,
  other: Pick<Client, 'origin' | 'customerId'>,
): boolean {
  return (
    isSameId(one.customerId, other.customerId) &&
    (one.origin === other.origin || normalizeOrigin(one.origin) === normalizeOrigin(other.origin))
  );
}

/** The same text for all spellings of a customer: see `isSameCustomer`. */
export function customerKey({ origin, customerId }: Pick<Client, 'origin' | 'customerId'>): string {
  return `${normalizeOrigin(origin)}/${customerId.toLowerCase()}`;
}

/**
 * One spelling for an origin: case and default port (RFC 3986 §6.2), the trailing dot of a host name (RFC 1034 §3.1), the
 * names of this machine.
 */
function normalizeOrigin(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/\.$/, '');
  return `${protocol}//${isLoopback(host) ? 'localhost' : host}:${port}`;
}
