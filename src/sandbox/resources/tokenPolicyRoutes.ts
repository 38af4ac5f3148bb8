import { randomUUID } from 'node:crypto';
import { emptyAnswer, jsonAnswer, type Answer } from '../service/answers';
import type { Choices } from '../service/choices';
import { userScopes, type TokenPolicy } from '../service/customer';
import type { Call, Route } from '../service/service';
import { createdAnswer, getExisting, listAnswer, assertSameId, replacedAnswer } from './collection';
import { assertNotInUse } from './inUse';
import { readFields, type Fields } from './requestFields';

/** Token policies (docs/hosted-login-api.md, Resources). */
export const tokenPolicyRoutes: readonly Route[] = [
  { path: 'config/tokenPolicies', methods: { GET: listAll, POST: create } },
  { path: 'config/tokenPolicies/{id}', methods: { GET: read, PUT: replace, DELETE: remove } },
];

function listAll(call: Call): Answer {
  const { customer } = call.service;
  const entries = [...customer.tokenPolicies.values()].map(({ id, title }) => ({
    id,
    title,
    _links: links(customer.id, id),
  }));
  return listAnswer(call, 'tokenPolicies', entries);
}

/** Answers with the id. */
function create(call: Call): Answer {
  const { customer, choices } = call.service;
  const policy = tokenPolicy(randomUUID(), readFields(call));
  customer.tokenPolicies.set(policy.id, policy);
  return createdAnswer(call, 'tokenPolicies', 'id', shown(customer.id, choices, policy));
}

function read({ service: { customer, choices }, id }: Call): Answer {
  return jsonAnswer(200, shown(customer.id, choices, getExisting(customer.tokenPolicies, id)));
}

/** Replaces everything: omitted members get their defaults, also in an administrative policy. */
function replace(call: Call): Answer {
  const { id } = call;
  const { customer, choices } = call.service;
  getExisting(customer.tokenPolicies, id);
  const fields = readFields(call);
  assertSameId(call, fields, id);
  const policy = tokenPolicy(id, fields);
  customer.tokenPolicies.set(id, policy);
  return replacedAnswer(call, shown(customer.id, choices, policy));
}

function remove({ service, id }: Call): Answer {
  const { customer } = service;
  getExisting(customer.tokenPolicies, id);
  assertNotInUse(service, 'tokenPolicy', id);
  customer.tokenPolicies.delete(id);
  return emptyAnswer(204);
}

function tokenPolicy(id: string, fields: Fields): TokenPolicy {
  return {
    id,
    title: fields.text('title'),
    accessTokenLifetime: fields.integer('accessTokenLifetime', { min: 60, max: 3600, default: 3600 }),
    refreshTokenLifetime: fields.integer('refreshTokenLifetime', {
      min: 60,
      max: 31_557_600,
      default: 7_776_000,
    }),
    allowedScopes: fields.texts('allowedScopes', userScopes),
    useAccessJWT: fields.flag('useAccessJWT', false),
  };
}

function shown(customerId: string, { falseFlag }: Choices, { useAccessJWT, ...policy }: TokenPolicy) {
  const flag = useAccessJWT === false && falseFlag === 'leftOut' ? {} : { useAccessJWT };
  return { ...policy, ...flag, _links: links(customerId, policy.id) };
}

function links(customerId: string, id: string) {
  return { self: { href: `/${customerId}/config/tokenPolicies/${id}` } };
}
