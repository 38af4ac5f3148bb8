import { clientKindOf, type Resource, type ResourceKey, resourcePath } from '../resources/resource';
import { allows, isUserScope, parseScope } from '../scopes/scope';

/**
 * Configuration access: a configuration client, and the token policy that its tokens come from. Both as the service
 * answered them.
 */
export interface ConfigurationAccess {
  readonly client: Resource;
  readonly policy: Resource;
  /** What the policy allows. */
  readonly scopes: readonly string[];
  /** What the token was granted that proved it; nothing where it was not tried. */
  readonly granted: readonly string[];
  /** Whether its secret is nowhere but in a key store that may lose it. */
  readonly isFleeting?: boolean;
}

/** Stands for any resource: no service gives this id. */
const anyId = 'any-resource';

/**
 * The access that a client and its policy give on paper; undefined where the client is none for configuration, points to
 * another policy, or is allowed too little (`canRestoreAccess`). Whether a token can be had is another matter: that has to be
 * tried: `granted` is what was.
 */
export function configurationAccessOf(
  client: Resource,
  policy: Resource,
  granted: readonly string[] = [],
): ConfigurationAccess | undefined {
  if (clientKindOf(client.members) !== 'configuration') return undefined;
  if (client.members['tokenPolicy'] !== policy.id) return undefined;
  const scopes = allowedScopes(policy.members) ?? [];
  return canRestoreAccess(scopes) ? { client, policy, scopes, granted } : undefined;
}

/**
 * Whether a token with these scopes can undo whatever a write of ours did to the access of a customer: read and change
 * any client and token policy, create both, and read the secret of a client. Less than that (only its own policy, say)
 * cannot create spare access. A scope of an undocumented form counts for nothing.
 */
export function canRestoreAccess(scopes: readonly string[]): boolean {
  const granted = scopes.flatMap(scope => parseScope(scope) ?? []);
  return (
    (['clients', 'tokenPolicies'] as const).every(kind =>
      [`config/${kind}`, resourcePath({ kind, id: anyId })].every(path =>
        // What allows to change it allows to read it as well.
        allows(granted, 'POST', path),
      ),
    ) && allows(granted, 'POST', `${resourcePath({ kind: 'clients', id: anyId })}/secret`)
  );
}

/** The token policy that a client points to. */
export function tokenPolicyOf({ members }: Pick<Resource, 'members'>): ResourceKey | undefined {
  const id = members['tokenPolicy'];
  return typeof id === 'string' && id !== '' ? { kind: 'tokenPolicies', id } : undefined;
}

/** The scopes that a token policy's members name, or undefined where they are no list of texts. */
export function allowedScopes(members: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const scopes = members['allowedScopes'];
  return Array.isArray(scopes) && scopes.every(scope => typeof scope === 'string') ? scopes : undefined;
}

/**
 * Whether changing or deleting this token policy may take somebody's configuration access, whoever points to it: where
 * it allows anything but what people who sign in are given, or where nobody knows what it allows.
 */
export function mayGrantConfigurationAccess(members: Readonly<Record<string, unknown>>): boolean {
  const scopes = allowedScopes(members);
  return scopes?.every(isUserScope) !== true;
}
