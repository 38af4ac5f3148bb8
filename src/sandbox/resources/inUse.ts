import { configError, Refusal } from '../service/answers';
import { clientsUsing } from '../service/customer';
import type { Service } from '../service/service';

/**
 * Refuses to delete a policy that clients point to. The paths of the clients come as an array printed into a
 * string, for login policies even with a quotation mark lost: both as the documentation shows them
 * (docs/hosted-login-api.md, Errors).
 */
export function assertNotInUse(
  { customer, choices }: Service,
  property: 'tokenPolicy' | 'loginPolicy',
  policyId: string,
): void {
  const users = clientsUsing(customer, property, policyId);
  if (users.length === 0) return;
  const paths = JSON.stringify(users.map(id => `/customers/${customer.id}/clients/${id}`));
  throw new Refusal(
    configError(choices.inUseStatus, `${property === 'loginPolicy' ? paths.replace('"', '') : paths}\n`),
  );
}
