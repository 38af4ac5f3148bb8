import { t } from '../common/l10n';
import { type Application, claimMembers } from './applications';
import type { LiteralTexts } from './literalTexts';
import {
  commonOutcomes,
  type ExportedApplication,
  exportedScopes,
  type MigrationTarget,
  type TargetContext,
} from './migrationTarget';
import { isAppUri, redirectUriDoubt } from './redirectUris';
import { noteNative } from './rfc7591';
import { UniqueNames } from './uniqueNames';
import { type YamlValue, yamlText } from './yaml';

const actionName = 'Hosted Login claims';
const actionFile = 'actions/hosted-login-claims.js';

/** A tenant for `a0deploy import` of auth0-deploy-cli 8. */
export const auth0: MigrationTarget = {
  title: () => t('Auth0 (deploy-cli)'),
  product: 'auth0',
  outcomes: () => ({
    ...commonOutcomes(),
    clientId: [
      'changed',
      t('Auth0 chooses a new client ID. The current one is in “client_metadata.hosted_login_client_id”.'),
    ],
    name: 'kept',
    type: 'kept',
    redirectUris: 'kept',
    scopes: [
      'lost',
      t('Auth0 has no list of scopes of an application: each may ask for all scopes of OpenID Connect.'),
    ],
    accessTokenLifetime: [
      'lost',
      t('Auth0 sets the lifetime of access tokens for an API, not for an application.'),
    ],
    refreshTokenLifetime: 'kept',
    accessTokenForm: [
      'changed',
      t('Access tokens are opaque without an audience, and JWTs with one. The application decides.'),
    ],
    claims: [
      'changed',
      t(
        'An action sets the claims from “user_metadata”, in ID token and userinfo alike. We assume that the attributes are there.',
      ),
    ],
  }),
  files: context => {
    const { applications, notes, literals } = context;
    const names = new UniqueNames();
    const clients = applications.map(application => clientOf(application, names, context));
    if (clients.length === 0) return [];
    const claims = claimsByPolicy(applications, literals);
    const hasClaims = claims.size > 0;
    if (hasClaims)
      notes.add('ask', 'claims', t('Bind the action “{0}” to the login flow after the import.', actionName));
    const tenant: Record<string, YamlValue> = { clients, ...(hasClaims && { actions: [action()] }) };
    const files = [{ path: 'auth0/tenant.yaml', text: yamlText(tenant) }];
    if (hasClaims) files.push({ path: `auth0/${actionFile}`, text: actionCode(claims) });
    return files;
  },
};

function clientOf(
  application: ExportedApplication,
  names: UniqueNames,
  context: TargetContext,
): Record<string, YamlValue> {
  const { notes, literals } = context;
  const { client, type, redirectUris, tokens, login, secretVariable } = application;
  exportedScopes(application, context);
  const isPublic = type === 'public';
  const isApp = redirectUris.some(isAppUri);
  const isSinglePage = isPublic && !isApp;
  noteNative(application, notes);
  if (isSinglePage)
    notes.add(
      'assumed',
      'type',
      t('It is public and has only web addresses, so it is exported as a single-page application.'),
      client,
    );
  if (isSinglePage)
    notes.add('changed', 'refreshTokenLifetime', t('Refresh tokens rotate: each can be used once.'), client);
  if (!isPublic)
    notes.add(
      'ask',
      'secret',
      t(
        'The secret comes from the environment at import, as in secrets.example.env. Import twice: Auth0 may accept it only for an application that exists.',
      ),
      client,
    );
  return {
    name: freeName(application, names, context),
    app_type: isApp ? 'native' : isPublic ? 'spa' : 'regular_web',
    oidc_conformant: true,
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_basic',
    ...(!isPublic && { client_secret: `##${secretVariable ?? ''}##` }),
    callbacks: redirectUris,
    ...(isSinglePage && { web_origins: originsOf(redirectUris) }),
    grant_types: ['authorization_code', 'refresh_token'],
    jwt_configuration: { alg: 'RS256' },
    ...(tokens && {
      refresh_token: {
        rotation_type: isSinglePage ? 'rotating' : 'non-rotating',
        expiration_type: 'expiring',
        token_lifetime: tokens.refreshTokenLifetime,
        infinite_token_lifetime: false,
        infinite_idle_token_lifetime: true,
      },
    }),
    client_metadata: {
      hosted_login_client_id: literals.of(client.id, client, 'id'),
      ...(login && { hosted_login_login_policy: literals.of(login.policy.id, login.policy, 'id') }),
    },
  };
}

/**
 * Auth0 requires names that are unique and without `<` and `>`. Placeholders are broken up last, because removing these
 * characters may leave one.
 */
function freeName(
  { client, name }: Application,
  names: UniqueNames,
  { notes, literals }: TargetContext,
): string {
  const plain = name.replace(/[<>\0]/g, '').trim() || client.id.replace(/[<>\0]/g, '');
  const literal = literals.of(plain, client, 'name');
  const free = names.take(literal, (taken, number) => `${taken} (${number})`);
  if (free !== name)
    notes.add('changed', 'name', t('Auth0 would refuse or replace its name, so it is changed.'), client, [
      'name',
    ]);
  return free;
}

function originsOf(uris: readonly string[]): readonly string[] {
  return [
    ...new Set(uris.filter(uri => redirectUriDoubt(uri) !== 'wildcard').map(uri => new URL(uri).origin)),
  ];
}

/** The claims of a login policy, by its ID. */
type ClaimsByPolicy = ReadonlyMap<string, readonly (readonly [claim: string, path: string])[]>;

function claimsByPolicy(applications: readonly Application[], literals: LiteralTexts): ClaimsByPolicy {
  const claims = new Map<string, readonly (readonly [string, string])[]>();
  for (const { login } of applications) {
    if (!login || login.claims.length === 0) continue;
    const { policy } = login;
    const id = literals.of(policy.id, policy, 'id');
    if (claims.has(id)) continue;
    const pairs = login.claims.map(claim => {
      const literal = (text: string) => literals.of(text, policy, ...claimMembers(claim));
      return [literal(claim.name), literal(claim.attribute)] as const;
    });
    claims.set(id, pairs);
  }
  return claims;
}

function action(): YamlValue {
  return {
    name: actionName,
    code: `./${actionFile}`,
    runtime: 'node22',
    deployed: true,
    dependencies: [],
    secrets: [],
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
  };
}

/** A post-login action: sets the claims of the login policy that the application had. */
function actionCode(claims: ClaimsByPolicy): string {
  const lines = [...claims].map(entry => `  ${JSON.stringify(entry)},`);
  return `// ${t('Sets the custom claims of Hosted Login: claims and attribute paths, by the ID of the former login policy.')}
const claims = new Map([
${lines.join('\n')}
]);

exports.onExecutePostLogin = async (event, api) => {
  for (const [claim, path] of claims.get(event.client.metadata.hosted_login_login_policy) ?? []) {
    const value = path.split('.').reduce((inner, name) => inner?.[name], event.user.user_metadata);
    if (value !== undefined) api.idToken.setCustomClaim(claim, value);
  }
};
`;
}
