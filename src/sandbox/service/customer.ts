// What the service stores of a customer.
/** Lifetimes in seconds. Numbers and flags may be stored as the strings of the request. */
export interface TokenPolicy {
  readonly id: string;
  readonly title: string;
  readonly accessTokenLifetime: number | string;
  readonly refreshTokenLifetime: number | string;
  readonly allowedScopes: readonly string[];
  readonly useAccessJWT: boolean | string;
}

/** The user store of a login policy. Cannot be changed. */
export interface IdentityStoreDetails {
  readonly type: string;
  readonly connectionDetails: {
    readonly domain: string;
    readonly applicationId: string;
    readonly entityType: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
}

/** Claim names and the profile attributes that they are filled from. */
type ClaimMapping = Readonly<Record<string, string>>;

export interface CustomClaims {
  readonly id_token?: ClaimMapping;
  readonly userinfo?: ClaimMapping;
}

export interface LoginPolicy {
  readonly id: string;
  readonly title: string;
  readonly loginURL: string;
  readonly identityStoreDetails: IdentityStoreDetails;
  readonly customClaims?: CustomClaims;
  /** A sub-resource of its own, off by default. */
  readonly isPushingClaims: boolean | string;
  /** A sub-resource of its own. */
  readonly allowedResponseTypes: readonly ResponseType[];
}

/** The documented values, in the order of the documentation. */
export const responseTypes = ['code', 'token', 'id_token', 'none'] as const;

export type ResponseType = (typeof responseTypes)[number];

/** An OIDC client. One that is confidential and has no login policy is a configuration client. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly type: 'public' | 'confidential';
  readonly redirectURIs: readonly string[];
  readonly tokenPolicy: string;
  readonly loginPolicy?: string;
  /** Confidential clients only. */
  readonly secret?: string;
  /** Login clients only: the API client that the service makes for each. */
  readonly applicationClientId?: string;
}

/** One customer of Identity Cloud and its configuration. Records are replaced, never mutated. */
export interface Customer {
  readonly id: string;
  /** The Capture application that the login policies point to. */
  readonly applicationId: string;
  readonly tokenPolicies: Map<string, TokenPolicy>;
  readonly loginPolicies: Map<string, LoginPolicy>;
  readonly clients: Map<string, Client>;
}

/** The ids of the clients that point to this policy. */
export function clientsUsing(
  customer: Customer,
  kind: 'tokenPolicies' | 'loginPolicies',
  policyId: string,
): readonly string[] {
  const property = kind === 'tokenPolicies' ? 'tokenPolicy' : 'loginPolicy';
  return [...customer.clients.values()]
    .filter(client => client[property] === policyId)
    .map(client => client.id);
}
