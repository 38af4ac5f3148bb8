// The order of several writes: what the service accepts, and access at risk as late as possible.
import type { ResourceKind } from '../resources/resource';

/** One of several writes that are sent one after the other. */
export interface WriteStep {
  readonly action: 'create' | 'change' | 'delete';
  /** A resource that is to be created has no ID yet. */
  readonly key: { readonly kind: ResourceKind };
  /** Whether it may affect configuration access (`mayAffectAccess`). */
  readonly concernsAccess: boolean;
  /** Whether it affects the client that writes, or the token policy of that client. */
  readonly isOwn: boolean;
}

/**
 * Sorts writes in an order in which the service accepts them, and in which access is at risk as late as possible: create
 * policies, then clients, which point to them; change policies, then clients; change what concerns configuration access;
 * delete clients, then policies, which the service does not delete while a client uses them. In each group, writes that
 * concern access come last, and those of the own access after them. Other writes keep their order.
 *
 * The order alone does not prevent a lockout: check the state after each write, too.
 */
export function sortWrites<Step extends WriteStep>(steps: readonly Step[]): readonly Step[] {
  const rank = (step: Step) => rankOf(step).reduce((sum, digit) => sum * 10 + digit, 0);
  return [...steps].sort((one, other) => rank(one) - rank(other));
}

/** Digits, the most significant one first. */
function rankOf({ action, key, concernsAccess, isOwn }: WriteStep): readonly number[] {
  const risk = isOwn ? 2 : concernsAccess ? 1 : 0;
  const kind = { tokenPolicies: 0, loginPolicies: 1, clients: 2 }[key.kind];
  switch (action) {
    case 'create':
      return [0, 0, kind, risk];
    case 'change':
      return [1, risk, kind, 0];
    case 'delete':
      return [2, 0, kind === 2 ? 0 : 1 + kind, risk];
  }
}
