import type { Profile } from '../core/profile';

/** A client of a customer at a service: what a secret and a token are good for, whatever the profile is called. */
export type Client = Pick<Profile, 'origin' | 'customerId' | 'clientId'>;

/** Whether both are the same client of the same customer at the same service. */
export function isSameClient(one: Client, other: Client): boolean {
  return (
    one.origin === other.origin && one.customerId === other.customerId && one.clientId === other.clientId
  );
}
