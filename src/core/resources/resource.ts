import { t } from '../common/l10n';

/** What the configuration API holds: the names of its collections, as they stand in its paths (docs/hosted-login-api.md, Resources). */
export type ResourceKind = 'tokenPolicies' | 'loginPolicies' | 'clients';

export const resourceKinds: readonly ResourceKind[] = ['tokenPolicies', 'loginPolicies', 'clients'];

/** Which resource, wherever it is shown. */
export interface ResourceKey {
  readonly kind: ResourceKind;
  readonly id: string;
}

/** A text that identifies a resource among those of a customer: the key of a map. */
export function resourceKey({ kind, id }: ResourceKey): string {
  return `${kind}/${id}`;
}

/** A resource as a list names it. `title` is the `name` of a client; empty where the service gives none. */
export interface ResourceEntry extends ResourceKey {
  readonly title: string;
}

/** A resource as the service answered it. */
export interface Resource extends ResourceEntry {
  /** The body of the answer, to the byte: what we do not know in it goes back as it came. May hold a secret. */
  readonly body: string;
  /** The same, parsed. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** What a client is for: people who sign in (by an app that keeps no secret, or by one that does), or the configuration itself. */
export type ClientKind = 'public' | 'confidential' | 'configuration';

/**
 * What a client is for. A configuration client is confidential, has no login policy, and no application client behind
 * it (documented). Undefined where the answer does not tell.
 */
export function clientKindOf(members: Readonly<Record<string, unknown>>): ClientKind | undefined {
  if (members['type'] === 'public') return 'public';
  if (members['type'] !== 'confidential') return undefined;
  return isSet(members['loginPolicy']) || hasApplicationClient(members['_links'])
    ? 'confidential'
    : 'configuration';
}

/** The resource's path below the customer: `config/clients/1`. */
export function resourcePath({ kind, id }: ResourceKey): string {
  return `config/${kind}/${encodeURIComponent(id)}`;
}

/** The name of a placeholder for an ID: `tokenPolicyId` in `config/tokenPolicies/<tokenPolicyId>`. */
export function idPlaceholder(kind: ResourceKind): string {
  return { tokenPolicies: 'tokenPolicyId', loginPolicies: 'loginPolicyId', clients: 'clientId' }[kind];
}

/** The member of a body that names the resource to people. */
export function titleMember(kind: ResourceKind): 'title' | 'name' {
  return kind === 'clients' ? 'name' : 'title';
}

/** What a person calls all resources of a kind. */
export function pluralLabel(kind: ResourceKind): string {
  switch (kind) {
    case 'tokenPolicies':
      return t('Token Policies');
    case 'loginPolicies':
      return t('Login Policies');
    case 'clients':
      return t('Clients');
  }
}

/** What a person calls one of them, in a title or a list. */
export function singularTitle(kind: ResourceKind): string {
  switch (kind) {
    case 'tokenPolicies':
      return t('Token Policy');
    case 'loginPolicies':
      return t('Login Policy');
    case 'clients':
      return t('Client');
  }
}

/** What a person calls one of them, in a sentence. */
export function singularLabel(kind: ResourceKind): string {
  switch (kind) {
    case 'tokenPolicies':
      return t('token policy');
    case 'loginPolicies':
      return t('login policy');
    case 'clients':
      return t('client');
  }
}

/** Whether a member that points to another resource does so: services answer `null` and `""` for none. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function hasApplicationClient(links: unknown): boolean {
  return typeof links === 'object' && links !== null && 'application_client' in links;
}
