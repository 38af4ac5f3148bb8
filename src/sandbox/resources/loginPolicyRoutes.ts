import { isDeepStrictEqual } from 'node:util';
import { parseUrl } from '../../core/common/parseUrl';
import { jsonAnswer, type Answer } from '../service/answers';
import {
  type CustomClaims,
  type IdentityStoreDetails,
  type LoginPolicy,
  type ResponseType,
  responseTypes,
} from '../service/customer';
import type { Call, Route, Service } from '../service/service';
import { collectionRoutes, getExisting, selfLink } from './collection';
import { readAsMember, readFields, type Fields } from './requestFields';

/** Login policies, their push claims and their allowed response types (docs/hosted-login-api.md, Resources). */
export const loginPolicyRoutes: readonly Route[] = [
  // One page of the documentation has DELETE on the collection. That is an error: 405.
  ...collectionRoutes({
    kind: 'loginPolicies',
    recordsOf: customer => customer.loginPolicies,
    // As for a token policy; the real answer is unknown.
    created: 'id',
    shown,
    read: readLoginPolicy,
  }),
  { path: 'config/loginPolicies/{id}/pushClaims', methods: { GET: readPushClaims, PUT: replacePushClaims } },
  {
    path: 'config/loginPolicies/{id}/allowedResponseTypes',
    methods: { GET: readResponseTypes, PUT: replaceResponseTypes },
  },
];

function readPushClaims(call: Call): Answer {
  return pushClaimsAnswer(call, getExisting(call.service.customer.loginPolicies, call.id));
}

function replacePushClaims(call: Call): Answer {
  const { id } = call;
  const { customer, choices } = call.service;
  const before = getExisting(customer.loginPolicies, id);
  const fields = choices.pushClaims === 'object' ? readFields(call) : readAsMember(call, 'enabled');
  const policy = { ...before, isPushingClaims: fields.flag('enabled') };
  customer.loginPolicies.set(id, policy);
  return pushClaimsAnswer(call, policy);
}

/** The member name `enabled` is a guess. */
function pushClaimsAnswer({ service: { choices } }: Call, { isPushingClaims }: LoginPolicy): Answer {
  return jsonAnswer(200, choices.pushClaims === 'object' ? { enabled: isPushingClaims } : isPushingClaims);
}

function readResponseTypes(call: Call): Answer {
  return responseTypesAnswer(call, getExisting(call.service.customer.loginPolicies, call.id));
}

function replaceResponseTypes(call: Call): Answer {
  const { id } = call;
  const { customer, choices } = call.service;
  const before = getExisting(customer.loginPolicies, id);
  const name = 'allowedResponseTypes';
  const fields = choices.responseTypes === 'object' ? readFields(call) : readAsMember(call, name);
  if (!fields.has(name)) throw fields.issue([name], 'field required');
  const policy = { ...before, allowedResponseTypes: readTypes(fields, name) };
  customer.loginPolicies.set(id, policy);
  return responseTypesAnswer(call, policy);
}

function readTypes(fields: Fields, name: string): readonly ResponseType[] {
  return fields.texts(name, []).map((text, index) => {
    const type = responseTypes.find(each => each === text);
    if (type === undefined)
      throw fields.issue([name, index], `value is not one of ${responseTypes.join(', ')}`);
    return type;
  });
}

/** The member name is a guess. */
function responseTypesAnswer({ service: { choices } }: Call, { allowedResponseTypes }: LoginPolicy): Answer {
  return jsonAnswer(
    200,
    choices.responseTypes === 'object' ? { allowedResponseTypes } : allowedResponseTypes,
  );
}

/**
 * Custom claims that are left out are removed. For a PUT, the body must have the id and the same identity store. Push claims
 * are off by default; the default of the response types is a guess.
 */
function readLoginPolicy(_: Call, id: string, fields: Fields, before?: LoginPolicy): LoginPolicy {
  if (before) fields.text('id');
  const customClaims = readCustomClaims(fields);
  const policy = {
    id,
    title: fields.text('title'),
    loginURL: readLoginUrl(fields),
    identityStoreDetails: readIdentityStore(fields.object('identityStoreDetails')),
    ...(customClaims && { customClaims }),
    isPushingClaims: before?.isPushingClaims ?? false,
    allowedResponseTypes: before?.allowedResponseTypes ?? (['code'] as const),
  };
  if (before && !isDeepStrictEqual(policy.identityStoreDetails, before.identityStoreDetails)) {
    throw fields.invalid('identityStoreDetails cannot be changed');
  }
  return policy;
}

function readLoginUrl(fields: Fields): string {
  const text = fields.text('loginURL');
  if (!/^https?:$/.test(parseUrl(text)?.protocol ?? ''))
    throw fields.issue(['loginURL'], 'invalid or missing URL scheme');
  return text;
}

function readIdentityStore(fields: Fields): IdentityStoreDetails {
  const connection = fields.object('connectionDetails');
  return {
    type: fields.oneOf('type', ['janrainCapture']),
    connectionDetails: {
      domain: connection.text('domain'),
      applicationId: connection.text('applicationId'),
      entityType: connection.text('entityType'),
      clientId: connection.text('clientId'),
      clientSecret: connection.text('clientSecret'),
    },
  };
}

function readCustomClaims(fields: Fields): CustomClaims | undefined {
  if (!fields.has('customClaims')) return undefined;
  const claims = fields.object('customClaims');
  const idToken = claims.mapping('id_token');
  const userinfo = claims.mapping('userinfo');
  return { ...(idToken && { id_token: idToken }), ...(userinfo && { userinfo }) };
}

/** Without the sub-resources, and with the `clientSecret` in clear text like the real service. */
function shown(
  { isPushingClaims: _, allowedResponseTypes: __, ...policy }: LoginPolicy,
  { customer }: Service,
) {
  return { ...policy, _links: selfLink(customer.id, 'loginPolicies', policy.id) };
}
