import type { UnreadPart } from '../resources/configurationSnapshot';
import type { Resource } from '../resources/resource';
import { type Member, pathLabel } from './resourceMembers';

/** A client through which people sign in, with what its policies set. */
export interface Application {
  readonly client: Resource;
  readonly type: 'public' | 'confidential';
  /** The whole title, or the ID if there is none. May hold anything. */
  readonly name: string;
  /** For file names: `nordhaven-storefront`. No other application has it. */
  readonly slug: string;
  /** The environment variable for its secret; undefined for a public client. */
  readonly secretVariable: string | undefined;
  readonly redirectUris: readonly string[];
  /** Undefined if the policy is not among the resources. */
  readonly tokens: TokenSettings | undefined;
  /** Undefined if the policy is not among the resources. */
  readonly login: LoginSettings | undefined;
}

/** An application with a secret. */
export type ConfidentialApplication = Application & { readonly secretVariable: string };

export function isConfidential(application: Application): application is ConfidentialApplication {
  return application.secretVariable !== undefined;
}

/** The policies of an application that are known. */
export function usedPolicies({ tokens, login }: Application): readonly Resource[] {
  return [login?.policy, tokens?.policy].flatMap(policy => policy ?? []);
}

/** What a token policy sets. Lifetimes in seconds. */
export interface TokenSettings {
  readonly policy: Resource;
  readonly accessTokenLifetime: number;
  readonly refreshTokenLifetime: number;
  readonly scopes: readonly string[];
  readonly isAccessTokenJwt: boolean;
}

/** What a login policy sets. */
export interface LoginSettings {
  readonly policy: Resource;
  readonly loginUrl: string | undefined;
  readonly claims: readonly Claim[];
  readonly store: UserStore;
  /** Undefined if it was not read. */
  readonly pushesClaims: boolean | undefined;
  /** Undefined if they were not read. */
  readonly responseTypes: readonly string[] | undefined;
}

export interface Claim {
  readonly name: string;
  /** The path of the attribute of the user: `loyalty.tier`. */
  readonly attribute: string;
  readonly isInIdToken: boolean;
  readonly isInUserinfo: boolean;
}

/** The paths of the members that a claim comes from. */
export function claimMembers({ name, isInIdToken, isInUserinfo }: Claim): readonly string[] {
  return [
    ...(isInIdToken ? [pathLabel(['customClaims', 'id_token', name])] : []),
    ...(isInUserinfo ? [pathLabel(['customClaims', 'userinfo', name])] : []),
  ];
}

export interface UserStore {
  readonly type: string | undefined;
  readonly domain: string | undefined;
  readonly applicationId: string | undefined;
  readonly entityType: string | undefined;
}

/** A value that is not of the documented form. */
export interface UnreadableMember {
  readonly resource: Resource;
  readonly member: string;
}

/** The current discovery document (OpenID Connect Discovery 1.0 §3). */
export type Discovery = Readonly<Record<string, unknown>>;

/** A customer's configuration as other products see it. */
export interface MigrationSource {
  /** Of the profile or folder, for people. */
  readonly name: string;
  readonly origin: string;
  readonly customerId: string;
  /** Sorted by name. */
  readonly applications: readonly Application[];
  /** Clients and token policies for access to the configuration: they end with the service. */
  readonly configurationAccess: readonly Resource[];
  /** Policies that no client uses, as far as clients were read. */
  readonly unused: readonly Resource[];
  /** Clients of an unknown type. */
  readonly unclear: readonly Resource[];
  readonly unreadable: readonly UnreadableMember[];
  /** Values that documents mask as credentials. */
  readonly masked: readonly UnreadableMember[];
  /** Members that were left out: the documented default applies. */
  readonly defaults: readonly UnreadableMember[];
  readonly discovery: Discovery | undefined;
  readonly unread: readonly UnreadPart[];
  /** The members of a resource, those of the resources below it too. */
  readonly membersOf: (resource: Resource) => readonly Member[];
}
