import type { Customer } from './service/customer';

/** As many states are remembered. */
const maxStates = 50;

/** What a customer was before: for reads that lag behind the writes. */
export class CustomerHistory {
  /** The oldest first; each from the moment that it began (milliseconds since 1970). */
  readonly #states: { readonly from: number; readonly customer: Customer }[] = [];

  /** The customer is like this from now on. */
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

  /** The customer as it was then; the oldest that is remembered where that is from later. */
  at(time: number): Customer | undefined {
    return (this.#states.findLast(({ from }) => from <= time) ?? this.#states[0])?.customer;
  }
}
