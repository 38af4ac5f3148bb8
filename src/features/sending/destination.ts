import { hostOf } from '../../core/httpDocument';
import type { Profile } from '../../core/profile';

/**
 * The profiles of the customer that a request goes to, by host and customer ID; by the host alone where the path names
 * no customer that is known. Empty where it goes elsewhere; undefined where a variable names the host, or nothing does:
 * then only who sends it knows.
 * @param url with the variables of its file put in
 */
export function profilesOf(url: string, profiles: readonly Profile[]): readonly Profile[] | undefined {
  const host = hostOf(url);
  if (host?.kind !== 'origin') return undefined;
  const there = profiles.filter(({ origin }) => origin === host.origin);
  const customer = /^(?:[a-z][\w+.-]*:\/\/)?[^/]*\/([^/?#]*)/i.exec(url.trim())?.[1]?.toLowerCase();
  const ofCustomer = there.filter(({ customerId }) => customerId.toLowerCase() === customer);
  return ofCustomer.length > 0 ? ofCustomer : there;
}
