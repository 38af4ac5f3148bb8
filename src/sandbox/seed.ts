import { randomBytes, randomUUID } from 'node:crypto';
import { userScopes } from '../core/scopes/parseScope';
import { newApplicationClientId } from './resources/clientRoutes';
import { type Client, type Customer, type LoginPolicy, type TokenPolicy } from './service/customer';

/** The ids of the resources in a new sandbox. */
export type SeededIds = { readonly [Name in keyof ReturnType<typeof newIds>]: string };

function newIds() {
  return {
    /** Allows `*:**`. */
    configurationTokenPolicy: randomUUID(),
    /** Allows `.:config/**` only; ten minutes. */
    readOnlyTokenPolicy: randomUUID(),
    storefrontTokenPolicy: randomUUID(),
    mobileTokenPolicy: randomUUID(),
    staffTokenPolicy: randomUUID(),
    /** No client uses it, so it can be deleted. */
    unusedTokenPolicy: randomUUID(),
    storefrontLoginPolicy: randomUUID(),
    staffLoginPolicy: randomUUID(),
    /** No client uses it, so it can be deleted. */
    unusedLoginPolicy: randomUUID(),
    /** The configuration client, on `configurationTokenPolicy`. */
    configurationClient: randomUUID(),
    /** The second configuration client, on `readOnlyTokenPolicy`. */
    readOnlyClient: randomUUID(),
    /** Public, for the web shop. */
    storefrontClient: randomUUID(),
    /** Public, with deep links. */
    mobileClient: randomUUID(),
    /** Confidential, with a login policy. */
    staffClient: randomUUID(),
  };
}

/** The first secrets of the confidential clients, by the names of `SeededIds`. */
export type SeededSecrets = Readonly<
  Record<'configurationClient' | 'readOnlyClient' | 'staffClient', string>
>;

/** Nordhaven Outfitters, a retailer that does not exist. All ids and secrets are new every time. */
export function newCustomer(newSecret: () => string): {
  readonly customer: Customer;
  readonly ids: SeededIds;
  readonly secrets: SeededSecrets;
} {
  const ids = newIds();
  const secrets = {
    configurationClient: newSecret(),
    readOnlyClient: newSecret(),
    staffClient: newSecret(),
  };
  const customerId = randomUUID();
  const applicationId = randomBytes(13).toString('hex');
  const customer: Customer = {
    id: customerId,
    applicationId,
    tokenPolicies: byId(tokenPolicies(ids)),
    loginPolicies: byId(loginPolicies(ids, customerId, applicationId)),
    clients: byId(clients(ids, secrets)),
  };
  return { customer, ids, secrets };
}

function tokenPolicies(ids: SeededIds): readonly TokenPolicy[] {
  const usual = {
    accessTokenLifetime: 3600,
    refreshTokenLifetime: 7_776_000,
    allowedScopes: [...userScopes],
    useAccessJWT: false,
  };
  return [
    { ...usual, id: ids.configurationTokenPolicy, title: 'Configuration', allowedScopes: ['*:**'] },
    {
      ...usual,
      id: ids.readOnlyTokenPolicy,
      title: 'Configuration, read only',
      accessTokenLifetime: 600,
      allowedScopes: ['.:config/**'],
    },
    { ...usual, id: ids.storefrontTokenPolicy, title: 'Nordhaven Storefront' },
    {
      ...usual,
      id: ids.mobileTokenPolicy,
      title: 'Nordhaven Mobile Apps',
      refreshTokenLifetime: 31_536_000,
      allowedScopes: ['openid', 'profile', 'email', 'phone'],
    },
    {
      ...usual,
      id: ids.staffTokenPolicy,
      title: 'Nordhaven Store Staff',
      accessTokenLifetime: 900,
      refreshTokenLifetime: 43_200,
      allowedScopes: ['openid', 'email'],
      useAccessJWT: true,
    },
    { ...usual, id: ids.unusedTokenPolicy, title: 'Winter Sale Microsite (retired)' },
  ];
}

function loginPolicies(ids: SeededIds, customerId: string, applicationId: string): readonly LoginPolicy[] {
  const usual = {
    loginURL: `https://login.nordhaven.example/${customerId}/auth-ui/v2/login`,
    identityStoreDetails: {
      type: 'janrainCapture',
      connectionDetails: {
        domain: 'nordhaven.us-dev.capture.example',
        applicationId,
        entityType: 'user',
        clientId: newApplicationClientId(),
        clientSecret: randomBytes(16).toString('hex'),
      },
    },
    isPushingClaims: false,
    allowedResponseTypes: ['code'] as const,
  };
  return [
    {
      ...usual,
      id: ids.storefrontLoginPolicy,
      title: 'Nordhaven Storefront',
      customClaims: {
        id_token: { loyalty_tier: 'loyalty.tier' },
        userinfo: { loyalty_tier: 'loyalty.tier', home_store: 'preferences.homeStore' },
      },
    },
    {
      ...usual,
      id: ids.staffLoginPolicy,
      title: 'Nordhaven Store Staff',
      loginURL: `https://staff.nordhaven.example/${customerId}/auth-ui/v2/login`,
      isPushingClaims: true,
      allowedResponseTypes: ['code', 'id_token'],
    },
    {
      ...usual,
      id: ids.unusedLoginPolicy,
      title: 'Nordhaven Storefront (Hosted Login v1)',
      loginURL: `https://login.nordhaven.example/${customerId}/auth-ui/login`,
    },
  ];
}

function clients(ids: SeededIds, secrets: SeededSecrets): readonly Client[] {
  return [
    {
      id: ids.configurationClient,
      name: 'Configuration',
      type: 'confidential',
      redirectURIs: [],
      tokenPolicy: ids.configurationTokenPolicy,
      secret: secrets.configurationClient,
    },
    {
      id: ids.readOnlyClient,
      name: 'Configuration, read only',
      type: 'confidential',
      redirectURIs: [],
      tokenPolicy: ids.readOnlyTokenPolicy,
      secret: secrets.readOnlyClient,
    },
    {
      id: ids.storefrontClient,
      name: 'Nordhaven Storefront',
      type: 'public',
      redirectURIs: ['https://www.nordhaven.example/signed-in', 'http://localhost:3000/signed-in'],
      tokenPolicy: ids.storefrontTokenPolicy,
      loginPolicy: ids.storefrontLoginPolicy,
      applicationClientId: newApplicationClientId(),
    },
    {
      id: ids.mobileClient,
      name: 'Nordhaven for iOS and Android',
      type: 'public',
      redirectURIs: ['nordhaven://signed-in', 'https://app.nordhaven.example/signed-in'],
      tokenPolicy: ids.mobileTokenPolicy,
      loginPolicy: ids.storefrontLoginPolicy,
      applicationClientId: newApplicationClientId(),
    },
    {
      id: ids.staffClient,
      name: 'Nordhaven Store Staff',
      type: 'confidential',
      redirectURIs: ['https://staff.nordhaven.example/signed-in'],
      tokenPolicy: ids.staffTokenPolicy,
      loginPolicy: ids.staffLoginPolicy,
      secret: secrets.staffClient,
      applicationClientId: newApplicationClientId(),
    },
  ];
}

function byId<T extends { readonly id: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map(record => [record.id, record]));
}
