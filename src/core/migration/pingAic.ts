import { t } from '../common/l10n';
import {
  commonOutcomes,
  type ExportedApplication,
  exportedScopes,
  jsonText,
  keptByProducts,
  type MigrationTarget,
  type TargetContext,
} from './migrationTarget';

/** Applications for `frodo oauth client import` of Ping Advanced Identity Cloud: one file for each. */
export const pingAic: MigrationTarget = {
  title: () => t('Ping Advanced Identity Cloud (frodo)'),
  product: 'ping',
  outcomes: () => ({
    ...commonOutcomes(),
    ...keptByProducts,
    accessTokenForm: 'kept',
    claims: [
      'lost',
      t('Claims are set by a script of the OAuth2 provider, which is not written. The report lists them.'),
    ],
  }),
  files: context =>
    context.applications.map(application => {
      const client = clientOf(application, context);
      const text = jsonText({ application: Object.fromEntries([[client._id, client]]), script: {} });
      return { path: `pingAic/${application.slug}.oauth2.app.json`, text };
    }),
};

function clientOf(application: ExportedApplication, context: TargetContext) {
  const { notes, literals } = context;
  const { client, name, type, redirectUris, tokens } = application;
  const isPublic = type === 'public';
  if (!isPublic)
    notes.add(
      'ask',
      'secret',
      t(
        'The file has no secret. Add “userpassword” from the environment at import, as the documentation of this extension shows.',
      ),
      client,
    );
  return {
    _id: literals.of(client.id, client, 'id'),
    _type: { _id: 'OAuth2Client', name: 'OAuth2 Clients', collection: true },
    coreOAuth2ClientConfig: {
      status: own('Active'),
      clientName: own([literals.of(name, client, 'name')]),
      clientType: own(isPublic ? 'Public' : 'Confidential'),
      redirectionUris: own(redirectUris),
      scopes: own(exportedScopes(application, context)),
      defaultScopes: own([]),
      ...(tokens && {
        accessTokenLifetime: own(tokens.accessTokenLifetime),
        refreshTokenLifetime: own(tokens.refreshTokenLifetime),
      }),
    },
    advancedOAuth2ClientConfig: {
      descriptions: own([]),
      grantTypes: own(['authorization_code', 'refresh_token']),
      responseTypes: own(['code']),
      tokenEndpointAuthMethod: own(isPublic ? 'none' : 'client_secret_basic'),
      isConsentImplied: own(true),
    },
    ...(tokens && {
      overrideOAuth2ClientConfig: {
        providerOverridesEnabled: true,
        statelessTokensEnabled: tokens.isAccessTokenJwt,
      },
    }),
  };
}

/** A value that is not inherited from the provider. */
function own<Value>(value: Value): { readonly inherited: false; readonly value: Value } {
  return { inherited: false, value };
}
