import { randomBytes } from 'node:crypto';
import { parseUrl } from '../../core/common/parseUrl';
import { isLoopback } from '../../core/profile/profile';
import { configError, jsonAnswer, notFound, Refusal, type Answer } from '../service/answers';
import type { Client, Customer } from '../service/customer';
import type { Call, Route, Service } from '../service/service';
import { collectionRoutes, getExisting } from './collection';
import type { Fields } from './requestFields';

/** OIDC clients and their secrets (docs/hosted-login-api.md, Resources). */
export const clientRoutes: readonly Route[] = [
  ...collectionRoutes({
    kind: 'clients',
    recordsOf: customer => customer.clients,
    created: 'object',
    shown,
    read: readClient,
    deleted: loseTokens,
  }),
  { path: 'config/clients/{id}/secret', methods: { GET: readSecret, POST: resetSecret } },
];

/** A new client secret: 64 URL-safe characters. */
export function randomSecret(): string {
  return randomBytes(48).toString('base64url');
}

/** A new id of the API client behind a login client: 32 letters and digits. */
export function newApplicationClientId(): string {
  return randomBytes(16).toString('hex');
}

function readSecret({ service: { customer }, id }: Call): Answer {
  return jsonAnswer(200, { secret: secretOf(getExisting(customer.clients, id)) });
}

/** The old secret is invalid at once. */
function resetSecret({ service, id }: Call): Answer {
  const { customer, newSecret } = service;
  const client = getExisting(customer.clients, id);
  secretOf(client);
  const secret = newSecret();
  customer.clients.set(id, { ...client, secret });
  loseTokens(service, id);
  return jsonAnswer(201, { secret });
}

function loseTokens({ choices, tokens }: Service, clientId: string): void {
  if (choices.tokenOfLostClient === 'ended') tokens.revokeAllOf(clientId);
}

/** 404 for a public client, which has none; the real answer is unknown. */
function secretOf({ secret }: Client): string {
  if (secret === undefined) throw new Refusal(notFound);
  return secret;
}

/** A PUT replaces all but the id, the type and the secret. An assigned policy cannot be removed. */
function readClient({ service }: Call, id: string, fields: Fields, before?: Client): Client {
  const { customer, choices, newSecret } = service;
  const keepsPolicy = choices.policyTakenAway === 'kept' && !fields.has('loginPolicy');
  if (!keepsPolicy && before?.loginPolicy !== undefined) fields.text('loginPolicy');
  const kept = keepsPolicy ? before?.loginPolicy : undefined;
  const name = fields.text('name');
  const type = fields.oneOf('type', ['public', 'confidential']);
  const tokenPolicy = fields.text('tokenPolicy');
  // A confidential client without a login policy is a configuration client. A public one needs a login policy.
  const loginPolicy =
    kept ?? (type === 'public' ? fields.text('loginPolicy') : fields.optionalText('loginPolicy'));
  const redirectURIs = fields.texts('redirectURIs', []);
  redirectURIs.forEach((uri, index) => {
    if (!isRedirectUri(uri)) throw fields.issue(['redirectURIs', index], 'invalid redirect URI');
  });
  const isEmptyList = fields.has('redirectURIs') && redirectURIs.length === 0;
  if (!before && loginPolicy === undefined && isEmptyList && choices.noRedirectUris === 'leftOut')
    throw fields.issue(['redirectURIs'], 'ensure this value has at least 1 items');
  if (!customer.tokenPolicies.has(tokenPolicy)) throw fields.issue(['tokenPolicy'], 'policy does not exist');
  if (loginPolicy !== undefined && !customer.loginPolicies.has(loginPolicy)) {
    throw fields.issue(['loginPolicy'], 'policy does not exist');
  }
  assertNameAvailable(service, id, name);
  if (before && type !== before.type) throw fields.invalid('type cannot be changed');
  const secret = before ? before.secret : type === 'confidential' ? newSecret() : undefined;
  return {
    ...{ id, name, type, redirectURIs, tokenPolicy },
    ...(secret !== undefined && { secret }),
    ...(loginPolicy !== undefined && {
      loginPolicy,
      applicationClientId: before?.applicationClientId ?? newApplicationClientId(),
    }),
  };
}

function assertNameAvailable({ customer, choices }: Service, id: string, name: string): void {
  const isTaken = [...customer.clients.values()].some(other => other.id !== id && other.name === name);
  if (isTaken)
    throw new Refusal(configError(choices.nameTakenStatus, 'A client with this name already exists'));
}

/** https, an app's deep link, or http on this machine. */
function isRedirectUri(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && (url.protocol !== 'http:' || isLoopback(url.hostname));
}

function shown(client: Client, { customer }: Service) {
  const { id, name, type, redirectURIs, tokenPolicy, loginPolicy } = client;
  return {
    ...{ id, name, type, redirectURIs, tokenPolicy },
    ...(loginPolicy !== undefined && { loginPolicy }),
    _links: links(customer, client),
  };
}

/** `self` is wrong as in the documentation: that path does not exist. */
function links(customer: Customer, { id, applicationClientId }: Client) {
  return {
    self: { href: `/config/${customer.id}/clients/${id}` },
    ...(applicationClientId !== undefined && {
      application_client: { href: `/config/${customer.applicationId}/clients/${applicationClientId}` },
    }),
  };
}
