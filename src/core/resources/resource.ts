import { t } from '../common/l10n';

/** The collections of the configuration API, named as in its paths (docs/hosted-login-api.md, Resources). */
export type ResourceKind = 'tokenPolicies' | 'loginPolicies' | 'clients';

export const resourceKinds: readonly ResourceKind[] = ['tokenPolicies', 'loginPolicies', 'clients'];

export interface ResourceKey {
  readonly kind: ResourceKind;
  readonly id: string;
}

/** A text that identifies a resource among those of a customer: the key of a map. */
export function resourceKey({ kind, id }: ResourceKey): string {
  return `${kind}/${id}`;
}

/** A resource in a list. `title`: the `name` of a client; empty if the service sends none. */
export interface ResourceEntry extends ResourceKey {
  readonly title: string;
}

/** A resource as the service sent it. */
export interface Resource extends ResourceEntry {
  /** The unchanged response body, so that unknown members are kept. May hold a secret. */
  readonly body: string;
  /** `body`, parsed. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** `public` and `confidential` clients sign users in. A `configuration` client has access to the configuration API. */
export type ClientKind = 'public' | 'confidential' | 'configuration';

/**
 * The kind of a client. A configuration client is confidential and has neither a login policy nor an application client
 * (docs/hosted-login-api.md). Undefined if the response does not say.
 */
export function clientKindOf(members: Readonly<Record<string, unknown>>): ClientKind | undefined {
  if (members['type'] === 'public') return 'public';
  if (members['type'] !== 'confidential') return undefined;
  return isSet(members['loginPolicy']) || hasApplicationClient(members['_links'])
    ? 'confidential'
    : 'configuration';
}

/** The path below the customer: `config/clients/1`. */
export function resourcePath({ kind, id }: ResourceKey): string {
  return `config/${kind}/${encodeURIComponent(id)}`;
}

/** The name of a placeholder for an ID: `tokenPolicyId` in `config/tokenPolicies/<tokenPolicyId>`. */
export function idPlaceholder(kind: ResourceKind): string {
  return { tokenPolicies: 'tokenPolicyId', loginPolicies: 'loginPolicyId', clients: 'clientId' }[kind];
}

/** The member that holds the title. */
export function titleMember(kind: ResourceKind): 'title' | 'name' {
  return kind === 'clients' ? 'name' : 'title';
}

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

/** For titles and lists. */
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

/** For sentences. */
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
