import { authenticatedClient } from './clientAuthentication';
import { invalidRequest, readForm } from './formBody';
import { grantedScopes, requestedScopes } from './grantedScopes';
import { emptyAnswer, jsonAnswer, noStoreHeaders, oauthError, Refusal, type Answer } from './service/answers';
import type { Call, Route } from './service/service';

/** The token endpoint, introspection and revocation (docs/hosted-login-api.md, Token endpoint). */
export const tokenRoutes: readonly Route[] = [
  { path: 'login/token', methods: { POST: issue } },
  { path: 'login/token/introspect', methods: { POST: introspect } },
  { path: 'login/token/revoke', methods: { POST: revoke } },
];

/**
 * A token for any confidential client, with the lifetime of its policy. If nothing is granted, the answer has a token
 * without a `scope` member. The grant types for users are not supported.
 */
async function issue(call: Call): Promise<Answer> {
  const client = authenticatedClient(call);
  const form = await readForm(call.request);
  const grantType = form.get('grant_type');
  if (grantType === undefined) throw invalidRequest('grant_type is missing.');
  if (grantType !== 'client_credentials') {
    const description = 'The sandbox knows only client_credentials.';
    throw new Refusal(oauthError(400, 'unsupported_grant_type', description));
  }
  const { customer, tokens, choices } = call.service;
  const policy = customer.tokenPolicies.get(client.tokenPolicy);
  // Does not happen, because a policy in use cannot be deleted.
  if (!policy) throw new Refusal(oauthError(400, 'unauthorized_client', 'The client has no token policy.'));
  const requested = form.get('scope') ?? '';
  const granted = grantedScopes(requested, policy.allowedScopes, choices);
  if (choices.refusedScope === 'invalidScope' && granted.length < requestedScopes(requested).length) {
    throw new Refusal(oauthError(400, 'invalid_scope', 'The requested scope is not allowed.'));
  }
  const scope = granted.join(' ');
  const lifetime = Number(policy.accessTokenLifetime);
  const token = tokens.issue(client.id, scope, lifetime, choices.tokenForm);
  return jsonAnswer(
    200,
    {
      access_token: token.value,
      ...(choices.expiresIn !== 'leftOut' && {
        expires_in: choices.expiresIn === 'text' ? String(lifetime) : lifetime,
      }),
      token_type: 'Bearer',
      ...(scope !== '' && choices.grantedScope === 'told' && { scope }),
    },
    noStoreHeaders,
  );
}

/** For any confidential client and any token of the customer: no restriction is documented. */
async function introspect(call: Call): Promise<Answer> {
  authenticatedClient(call);
  const token = call.service.tokens.find(await tokenParameter(call));
  if (!token) {
    const details = { scope: '', client_id: '', exp: 0, iat: 0 };
    const isDetailed = call.service.choices.inactiveToken === 'detailed';
    return jsonAnswer(200, { active: false, ...(isDetailed && details) }, noStoreHeaders);
  }
  const minimal = {
    active: true,
    ...(token.scope !== '' && { scope: token.scope }),
    exp: Math.floor(token.expiresAt / 1000),
  };
  if (call.service.choices.introspection === 'least') return jsonAnswer(200, minimal, noStoreHeaders);
  return jsonAnswer(
    200,
    {
      ...minimal,
      client_id: token.clientId,
      token_type: 'Bearer',
      iat: Math.floor(token.issuedAt / 1000),
      sub: token.clientId,
      aud: [token.clientId],
    },
    noStoreHeaders,
  );
}

/**
 * 200 with an empty body, also for an unknown or expired token (RFC 7009 §2.2). A token of another client is rejected
 * (§2.1) with `invalid_grant`, the error for this case in RFC 6749 §5.2.
 */
async function revoke(call: Call): Promise<Answer> {
  const client = authenticatedClient(call);
  const token = call.service.tokens.find(await tokenParameter(call));
  if (token && token.clientId !== client.id) {
    throw new Refusal(oauthError(400, 'invalid_grant', 'The token was issued to another client.'));
  }
  const { tokens, choices } = call.service;
  if (token) tokens.revoke(token.value);
  if (choices.revoked === 'object') return jsonAnswer(200, {}, noStoreHeaders);
  return emptyAnswer(choices.revoked === 'empty' ? 200 : 204);
}

async function tokenParameter({ request }: Call): Promise<string> {
  const token = (await readForm(request)).get('token');
  if (token === undefined) throw invalidRequest('token is missing.');
  return token;
}
