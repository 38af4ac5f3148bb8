import { clientKindOf, type Resource, type ResourceKey, resourcePath } from '../resources/resource';
import { allows } from '../scopes/compareScopes';
import { isUserScope, parseScope } from '../scopes/parseScope';

/**
 * Configuration access: a client and its token policy that can change clients and token policies.
 */
export interface ConfigurationAccess {
  readonly client: Resource;
  readonly policy: Resource;
  /** The scopes that the policy allows. */
  readonly scopes: readonly string[];
  /** The scopes of the token that proved it. Empty if not tried. */
  readonly granted: readonly string[];
  /** Whether the only copy of its secret is in a storage that may lose it. */
  readonly mayBeLost?: boolean;
}

/**
 * The scope lists that give configuration access, in the order in which they are requested until enough is granted. It is not
 * documented that the service grants a scope that is narrower than an allowed one, and a server may refuse a list because of
 * one scope (RFC 6749 §5.2, `invalid_scope`).
 */
export const accessScopes = ['*:config/**', '*:config/clients** *:config/tokenPolicies**', '*:**'] as const;

/** What any access may do (`canRestoreAccess`), and no more. */
export const restoringScope = accessScopes[1];

/** Whether a policy allows enough: a policy may have many scopes, and many clients. Only a cache, as its members never change. */
const restoring = new WeakMap<Resource, boolean>();

/** Stands for any ID. */
const anyId = 'any-resource';

/**
 * The access of a client by its policy. Undefined if it is not a configuration client, uses another policy, or is allowed too
 * little (`canRestoreAccess`). Whether the service issues a token must be tried; `granted` is the result.
 */
export function configurationAccessOf(
  client: Resource,
  policy: Resource,
  granted: readonly string[] = [],
): ConfigurationAccess | undefined {
  if (clientKindOf(client.members) !== 'configuration') return undefined;
  if (client.members['tokenPolicy'] !== policy.id) return undefined;
  const scopes = allowedScopes(policy.members) ?? [];
  const isEnough = restoring.get(policy) ?? canRestoreAccess(scopes);
  restoring.set(policy, isEnough);
  return isEnough ? { client, policy, scopes, granted } : undefined;
}

/** Whether no storage may lose the secret of an access. */
export function isPermanent({ mayBeLost }: Pick<ConfigurationAccess, 'mayBeLost'>): boolean {
  return mayBeLost !== true;
}

/**
 * Whether these scopes allow to undo any damage to configuration access: read, change and create clients and token policies,
 * and read the secret of a client. Less (only its own policy, for example) cannot create spare access. Ignores scopes in an
 * undocumented form.
 */
export function canRestoreAccess(scopes: readonly string[]): boolean {
  const granted = scopes.flatMap(scope => parseScope(scope) ?? []);
  // Write access includes read access.
  return restoringPaths().every(path => allows(granted, 'POST', path));
}

/** Whether a scope counts for `canRestoreAccess`. Few different ones do. */
export function helpsToRestoreAccess(text: string): boolean {
  const scope = parseScope(text);
  return scope !== undefined && restoringPaths().some(path => allows([scope], 'POST', path));
}

function restoringPaths(): readonly string[] {
  const client = resourcePath({ kind: 'clients', id: anyId });
  const policy = resourcePath({ kind: 'tokenPolicies', id: anyId });
  return ['config/clients', client, `${client}/secret`, 'config/tokenPolicies', policy];
}

/** The token policy of a client. */
export function tokenPolicyOf({ members }: Pick<Resource, 'members'>): ResourceKey | undefined {
  const id = members['tokenPolicy'];
  return typeof id === 'string' && id !== '' ? { kind: 'tokenPolicies', id } : undefined;
}

/** The scopes that a token policy allows, or undefined if they are not a list of strings. */
export function allowedScopes(members: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const scopes = members['allowedScopes'];
  return Array.isArray(scopes) && scopes.every(scope => typeof scope === 'string') ? scopes : undefined;
}

/**
 * Whether clients on this token policy may have configuration access: if it allows more than scopes of users who sign in, or
 * it is unknown what it allows.
 */
export function mayGrantConfigurationAccess(members: Readonly<Record<string, unknown>>): boolean {
  const scopes = allowedScopes(members);
  return scopes?.every(isUserScope) !== true;
}
