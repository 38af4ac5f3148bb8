import type { Customer } from './service/customer';

const maxStates = 50;

/** Earlier states of a customer, for reads that lag behind the writes. */
export class CustomerHistory {
  /** The oldest first, each with its start in milliseconds since 1970. */
  readonly #states: { readonly from: number; readonly customer: Customer }[] = [];

  record(customer: Customer, now: number): void {
    const copy: Customer = {
      ...customer,
      tokenPolicies: new Map(customer.tokenPolicies),
      loginPolicies: new Map(customer.loginPolicies),
      clients: new Map(customer.clients),
    };
    this.#states.push({ from: now, customer: copy });
    if (this.#states.length > maxStates) this.#states.shift();
  }

  /** The customer at a time, or the oldest state that is remembered. */
  at(time: number): Customer | undefined {
    return (this.#states.findLast(({ from }) => from <= time) ?? this.#states[0])?.customer;
  }
}
