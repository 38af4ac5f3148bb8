import { randomUUID } from 'node:crypto';
import { empty, json, type Answer } from '../answers';
import { userScopes, type TokenPolicy } from '../customer';
import type { Call, Route } from '../service';
import { existing, list, refuseOtherId } from './collection';
import { readFields, type Fields } from './fields';
import { refuseInUse } from './inUse';

/** Token policies (hosted-login-api §4). */
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
  return list(call, 'tokenPolicies', entries);
}

/** Answers with the bare id. */
function create({ service: { customer }, request }: Call): Answer {
  const policy = tokenPolicy(randomUUID(), readFields(request));
  customer.tokenPolicies.set(policy.id, policy);
  return json(201, policy.id);
}

function read({ service: { customer }, id }: Call): Answer {
  const policy = existing(customer.tokenPolicies, id);
  return json(200, { ...policy, _links: links(customer.id, id) });
}

/** Replaces all of it: what the body leaves out falls back to its default, also on a policy that administers. */
function replace({ service: { customer }, request, id }: Call): Answer {
  existing(customer.tokenPolicies, id);
  const fields = readFields(request);
  refuseOtherId(fields, id);
  const policy = tokenPolicy(id, fields);
  customer.tokenPolicies.set(id, policy);
  return json(200, { ...policy, _links: links(customer.id, id) });
}

function remove({ service: { customer }, id }: Call): Answer {
  existing(customer.tokenPolicies, id);
  refuseInUse(customer, 'tokenPolicy', id);
  customer.tokenPolicies.delete(id);
  return empty(204);
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

function links(customerId: string, id: string) {
  return { self: { href: `/${customerId}/config/tokenPolicies/${id}` } };
}
