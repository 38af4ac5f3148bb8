import { isSameId } from '../core/profile/profile';
import type { Resource, ResourceKey } from '../core/resources/resource';

/** The clients that point to a policy, of those given. */
export function clientsUsing(policy: ResourceKey, clients: readonly Resource[]): readonly Resource[] {
  const member = policy.kind === 'tokenPolicies' ? 'tokenPolicy' : 'loginPolicy';
  return policy.kind === 'clients'
    ? []
    : clients.filter(({ members }) => isSameId(members[member], policy.id));
}

/** The policies that a client points to. */
export function policiesOf({ members }: Pick<Resource, 'members'>): readonly ResourceKey[] {
  const { tokenPolicy, loginPolicy } = members;
  return [
    ...(typeof tokenPolicy === 'string' ? [{ kind: 'tokenPolicies', id: tokenPolicy } as const] : []),
    ...(typeof loginPolicy === 'string' && loginPolicy !== ''
      ? [{ kind: 'loginPolicies', id: loginPolicy } as const]
      : []),
  ];
}
