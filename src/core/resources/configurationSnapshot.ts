import type { Resource, ResourceEntry, ResourceKey, ResourceKind } from './resource';

/** What was read of a customer's configuration. Bodies may hold secrets. */
export interface ConfigurationSnapshot {
  readonly origin: string;
  readonly customerId: string;
  readonly resources: readonly Resource[];
  /** By the id of the login policy. */
  readonly loginPolicyOptions: ReadonlyMap<string, LoginPolicyOptions>;
  /** The discovery document, as it was sent; undefined if it could not be read. */
  readonly discovery: string | undefined;
  readonly unread: readonly UnreadPart[];
}

/** The resource of a key. Undefined without an ID, too: then it does not exist yet. */
export function findResource(
  { resources }: Pick<ConfigurationSnapshot, 'resources'>,
  { kind, id }: Pick<ResourceKey, 'kind'> & { readonly id: string | undefined },
): Resource | undefined {
  return resources.find(resource => resource.kind === kind && resource.id === id);
}

/** The resources below a login policy, each as the service sent it (docs/hosted-login-api.md, Resources). Undefined: not read. */
export interface LoginPolicyOptions {
  readonly pushClaims: string | undefined;
  readonly allowedResponseTypes: string | undefined;
}

export type OptionName = keyof LoginPolicyOptions;

export const optionNames: readonly OptionName[] = ['pushClaims', 'allowedResponseTypes'];

/** What a resource of a kind has below it: only login policies have something. */
export function optionNamesOf(kind: ResourceKind): readonly OptionName[] {
  return kind === 'loginPolicies' ? optionNames : [];
}

/** A part that could not be read. It does not count as deleted. Without `entry`, a whole list. */
export interface UnreadPart {
  readonly kind: ResourceKind;
  readonly entry?: ResourceEntry;
  readonly part?: OptionName;
  /** A sentence for people. */
  readonly reason: string;
}
