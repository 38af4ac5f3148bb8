// Which policies a client points to, and which clients point to a policy.
import { isSameId } from '../profile/profile';
import type { Resource, ResourceKey, ResourceKind } from './resource';

/** The members of a client that point to a policy. */
export const policyMembers = { tokenPolicy: 'tokenPolicies', loginPolicy: 'loginPolicies' } as const;

/** The kind of policy that a member of a client points to. */
export function policyKindOf(member: unknown): 'tokenPolicies' | 'loginPolicies' | undefined {
  return member === 'tokenPolicy' || member === 'loginPolicy' ? policyMembers[member] : undefined;
}

/** The member of a client that points to a policy of that kind; undefined for clients. */
function policyMemberOf(kind: ResourceKind): keyof typeof policyMembers | undefined {
  if (kind === 'clients') return undefined;
  return kind === 'tokenPolicies' ? 'tokenPolicy' : 'loginPolicy';
}

/** The clients that point to a policy, of the resources given. */
export function clientsUsing({ kind, id }: ResourceKey, resources: readonly Resource[]): readonly Resource[] {
  const member = policyMemberOf(kind);
  if (!member) return [];
  return resources.filter(({ kind: of, members }) => of === 'clients' && isSameId(members[member], id));
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
