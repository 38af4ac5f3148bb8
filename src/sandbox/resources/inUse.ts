import { configError, Refusal } from '../service/answers';
import { clientsUsing } from '../service/customer';
import type { Service } from '../service/service';

/**
 * Refuses to delete a policy that clients use. The answer has the paths of the clients as an array in a string, for login
 * policies with a missing quotation mark, as documented (docs/hosted-login-api.md, Errors).
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
