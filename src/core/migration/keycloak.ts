import { t } from '../common/l10n';
import { slugOf } from '../configurationFiles/address';
import { type Application, claimMembers, type LoginSettings } from './applications';
import type { LiteralTexts } from './literalTexts';
import {
  commonOutcomes,
  duration,
  type ExportedApplication,
  exportedScopes,
  jsonText,
  keptByProducts,
  type MigrationTarget,
  type TargetContext,
} from './migrationTarget';

/** The client scopes that a new realm has. Others have to be created. */
const builtInScopes = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access']);

/** A realm for `kc.sh import` or `--import-realm` of Keycloak 26. */
export const keycloak: MigrationTarget = {
  title: () => t('Keycloak (realm)'),
  product: 'keycloak',
  outcomes: () => ({
    ...commonOutcomes(),
    ...keptByProducts,
    accessTokenForm: [
      'changed',
      t('Access tokens are always JWTs. APIs that introspect them need only the new endpoint.'),
    ],
    claims: [
      'assumed',
      t(
        'Each claim reads the user attribute whose name is the current path, as text. Attributes in Keycloak are not nested: import users with such names.',
      ),
    ],
  }),
  files: context => {
    const { name, applications, notes, literals } = context;
    // Many applications may have one login policy with many claims.
    const mappers = new Map<LoginSettings, Mappers>();
    const mappersFor = (login: LoginSettings): Mappers => {
      const known = mappers.get(login) ?? mappersOf(login, literals);
      mappers.set(login, known);
      return known;
    };
    const clients = applications.map(application => clientOf(application, context, mappersFor));
    if (clients.length === 0) return [];
    const sessionSeconds = longestRefresh(applications);
    notes.add(
      'ask',
      'refreshTokenLifetime',
      t(
        'A refresh token lives as long as the session. The realm gets sessions of {0}, the longest lifetime of all applications. Shorten them, or use offline access.',
        duration(sessionSeconds),
      ),
    );
    const realm = {
      realm: slugOf(name),
      displayName: literals.of(name),
      enabled: true,
      sslRequired: 'external',
      ssoSessionIdleTimeout: sessionSeconds,
      ssoSessionMaxLifespan: sessionSeconds,
      clients,
    };
    return [{ path: 'keycloak/realm.json', text: jsonText(realm) }];
  },
};

type Mappers = ReturnType<typeof mappersOf>;

function clientOf(
  application: ExportedApplication,
  context: TargetContext,
  mappersFor: (login: LoginSettings) => Mappers,
) {
  const { notes, literals } = context;
  const { client, name, type, redirectUris, tokens, login, secretVariable } = application;
  const isPublic = type === 'public';
  const scopes = exportedScopes(application, context);
  for (const scope of scopes)
    if (!builtInScopes.has(scope))
      notes.add('ask', 'scopes', t('Create the client scope “{0}” in the realm first.', scope), client);
  if (!isPublic)
    notes.add(
      'ask',
      'secret',
      t('The secret comes from the environment at import, as in secrets.example.env.'),
      client,
    );
  const refresh = tokens && String(tokens.refreshTokenLifetime);
  return {
    clientId: literals.of(client.id, client, 'id'),
    name: literals.of(name, client, 'name'),
    enabled: true,
    protocol: 'openid-connect',
    publicClient: isPublic,
    ...(!isPublic && { clientAuthenticatorType: 'client-secret', secret: `\${${secretVariable ?? ''}}` }),
    redirectUris,
    webOrigins: ['+'],
    standardFlowEnabled: true,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    defaultClientScopes: ['basic', 'acr', 'web-origins'],
    optionalClientScopes: scopes.filter(scope => scope !== 'openid'),
    attributes: {
      // Confidential applications may use PKCE, but not all do.
      ...(isPublic && { 'pkce.code.challenge.method': 'S256' }),
      ...(tokens && { 'access.token.lifespan': String(tokens.accessTokenLifetime) }),
      ...(refresh !== undefined && {
        'client.session.idle.timeout': refresh,
        'client.session.max.lifespan': refresh,
      }),
    },
    protocolMappers: login ? mappersFor(login) : [],
  };
}

function mappersOf({ policy, claims }: LoginSettings, literals: LiteralTexts) {
  const names = new Set<string>();
  return claims.map(claim => {
    const isFirst = !names.has(claim.name);
    names.add(claim.name);
    const literal = (text: string) => literals.of(text, policy, ...claimMembers(claim));
    const name = literal(claim.name);
    const attribute = literal(claim.attribute);
    return {
      name: isFirst ? name : `${name} (${attribute})`,
      protocol: 'openid-connect',
      protocolMapper: 'oidc-usermodel-attribute-mapper',
      config: {
        'user.attribute': attribute,
        // A dot would make a nested claim.
        'claim.name': name.replaceAll('.', '\\.'),
        'jsonType.label': 'String',
        'id.token.claim': String(claim.isInIdToken),
        'access.token.claim': 'false',
        'userinfo.token.claim': String(claim.isInUserinfo),
      },
    };
  });
}

/** In seconds. */
function longestRefresh(applications: readonly Application[]): number {
  return applications.reduce(
    (longest, { tokens }) => Math.max(longest, tokens?.refreshTokenLifetime ?? 0),
    1800,
  );
}
