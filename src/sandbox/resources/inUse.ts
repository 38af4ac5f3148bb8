import { errors, Refusal } from '../answers';
import { clientsUsing } from '../customer';
import type { Service } from '../service';

/**
 * Refuses to delete a policy that clients point to. The paths of the clients come as an array printed into a
 * string, for login policies even with a quotation mark lost: both as the documentation shows them
 * (docs/hosted-login-api.md, Errors).
 */
export function refuseInUse(
  { customer, choices }: Service,
  property: 'tokenPolicy' | 'loginPolicy',
  policyId: string,
): void {
  const users = clientsUsing(customer, property, policyId);
  if (users.length === 0) return;
  const paths = JSON.stringify(users.map(id => `/customers/${customer.id}/clients/${id}`));
  throw new Refusal(
    errors(choices.inUseStatus, `${property === 'loginPolicy' ? paths.replace('"', '') : paths}\n`),
  );
}
