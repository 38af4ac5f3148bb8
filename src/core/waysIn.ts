import { clientKindOf, type Resource, type ResourceEntry } from './configuration';
import { allows, isUserScope, parseScope } from './scope';

/** What decides who can administer a customer: its clients and its token policies, as the service answered them. */
export interface Access {
  readonly clients: readonly Resource[];
  readonly tokenPolicies: readonly Resource[];
}

/** A configuration client, the policy it gets its tokens by, and what that policy allows. */
export interface WayIn {
  readonly client: ResourceEntry;
  readonly policy: ResourceEntry;
  readonly scopes: readonly string[];
}

/**
 * The ways into the configuration: the configuration clients whose token policy allows them to change that very policy.
 * Who can do that can give themselves every other right; who can not has nothing to mend a mistake with (facts §6).
 * What an answer does not tell for certain is no way in.
 */
export function waysIn({ clients, tokenPolicies }: Access): readonly WayIn[] {
  const policies = new Map(tokenPolicies.map(policy => [policy.id, policy]));
  return clients.flatMap(client => {
    if (clientKindOf(client.members) !== 'configuration') return [];
    const policyId = client.members['tokenPolicy'];
    const policy = typeof policyId === 'string' ? policies.get(policyId) : undefined;
    if (!policy) return [];
    const scopes = allowedScopes(policy.members) ?? [];
    return canMend(scopes, policy.id) ? [{ client: entryOf(client), policy: entryOf(policy), scopes }] : [];
  });
}

/** The scopes that a token policy's members name, or undefined where they are no list of texts. */
export function allowedScopes(members: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const scopes = members['allowedScopes'];
  return Array.isArray(scopes) && scopes.every(scope => typeof scope === 'string') ? scopes : undefined;
}

/**
 * Whether changing or deleting this token policy may take somebody's way in, whoever points to it: where it allows
 * anything but what people who sign in are given, or where nobody knows what it allows.
 */
export function mayLetIn(members: Readonly<Record<string, unknown>>): boolean {
  const scopes = allowedScopes(members);
  return scopes?.every(isUserScope) !== true;
}

function canMend(scopes: readonly string[], policyId: string): boolean {
  const granted = scopes.flatMap(scope => parseScope(scope) ?? []);
  return allows(granted, 'PUT', `config/tokenPolicies/${policyId}`);
}

function entryOf({ kind, id, title }: Resource): ResourceEntry {
  return { kind, id, title };
}
