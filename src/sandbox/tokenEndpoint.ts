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
 * A token for any confidential client, as long-lived as its policy says. Where nothing is granted there is a token
 * all the same, without a `scope` member. The grants of users are left out: there is nobody to sign in here.
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
  // A policy in use can not be deleted, so this does not happen; no policy is no grant.
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

/** Any confidential client may ask about any token of the customer: that it must be its own is not documented. */
async function introspect(call: Call): Promise<Answer> {
  authenticatedClient(call);
  const token = call.service.tokens.find(await tokenParameter(call));
  if (!token) return jsonAnswer(200, { active: false }, noStoreHeaders);
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
 * 200 with an empty body, for an unknown or dead token as well (RFC 7009 §2.2). A token of another client is refused
 * (§2.1); by which error is not said there: `invalid_grant` is the one that names this case (RFC 6749 §5.2).
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
