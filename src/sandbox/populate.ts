import { randomUUID } from 'node:crypto';
import { newApplicationClientId } from './resources/clientRoutes';
import type { SeededIds } from './seed';
import type { Customer } from './service/customer';

export interface MinimumCounts {
  readonly tokenPolicies?: number;
  readonly loginPolicies?: number;
  readonly clients?: number;
}

/** Adds unused policies and storefront clients up to the minimum counts. */
export function fillTo(customer: Customer, ids: SeededIds, minimum: MinimumCounts): void {
  const { storefrontTokenPolicy: tokenPolicy, storefrontLoginPolicy: loginPolicy } = ids;
  fill(customer.tokenPolicies, tokenPolicy, minimum.tokenPolicies, (policy, id, number) => ({
    ...policy,
    id,
    title: `Nordhaven Store ${number}`,
  }));
  fill(customer.loginPolicies, loginPolicy, minimum.loginPolicies, (policy, id, number) => ({
    ...policy,
    id,
    title: `Nordhaven Store ${number}`,
  }));
  fill(customer.clients, ids.storefrontClient, minimum.clients, (client, id, number) => ({
    ...client,
    id,
    name: `Nordhaven Store ${number}`,
    applicationClientId: newApplicationClientId(),
  }));
}

/** Copies the model up to the minimum count. */
function fill<T>(
  records: Map<string, T>,
  modelId: string,
  minimum = 0,
  copy: (model: T, id: string, number: number) => T,
): void {
  const model = records.get(modelId);
  if (model === undefined) return;
  for (let number = records.size + 1; number <= minimum; number++) {
    const id = randomUUID();
    records.set(id, copy(model, id, number));
  }
}
