import { userScopes } from '../core/scopes/parseScope';
import { jsonAnswer, type Answer } from './service/answers';
import type { Call, Route } from './service/service';

/** The endpoints that need no credentials (docs/hosted-login-api.md, Hosts). */
export const discoveryRoutes: readonly Route[] = [
  { path: 'login/.well-known/openid-configuration', methods: { GET: discoveryDocument } },
  // The sandbox signs no ID tokens, so it has no keys.
  { path: 'login/jwk', methods: { GET: () => jsonAnswer(200, { keys: [] }) } },
];

/** Names the endpoints for users' sign-in like the real service, but the sandbox does not serve them. */
function discoveryDocument({ service }: Call): Answer {
  const { customer, choices } = service;
  const origin = choices.issuer === 'elsewhere' ? 'https://v1.api.us.janrain.com' : service.origin;
  const issuer = choices.issuer === 'withoutCustomer' ? `${origin}/login` : `${origin}/${customer.id}/login`;
  return jsonAnswer(200, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    introspection_endpoint: `${issuer}/token/introspect`,
    revocation_endpoint: `${issuer}/token/revoke`,
    userinfo_endpoint: `${origin}/${customer.id}/profiles/oidc/userinfo`,
    jwks_uri: `${issuer}/jwk`,
    scopes_supported: [...userScopes],
    response_types_supported: [
      'code',
      'token',
      'id_token token',
      'code id_token',
      'code token',
      'code id_token token',
    ],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
  });
}
