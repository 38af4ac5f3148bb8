import { t } from '../common/l10n';
import {
  commonOutcomes,
  type ExportedApplication,
  exportedScopes,
  jsonText,
  type MigrationTarget,
} from './migrationTarget';
import type { NoteList } from './notes';
import { isAppUri, redirectUriDoubt } from './redirectUris';

/** Client metadata of RFC 7591 §2 and OpenID Connect Dynamic Client Registration 1.0 §2: one file for each application. */
export const rfc7591: MigrationTarget = {
  title: () => t('Client registration (RFC 7591)'),
  // Ping's servers take it, too.
  product: 'ping',
  outcomes: () => ({
    ...commonOutcomes(),
    clientId: [
      'changed',
      t('The server chooses a new client ID. The current one is in “software_id”, which some servers drop.'),
    ],
    name: 'kept',
    type: 'kept',
    redirectUris: 'kept',
    scopes: 'kept',
    accessTokenLifetime: [
      'lost',
      t('Client metadata has no lifetime of access tokens. Set it at the server.'),
    ],
    refreshTokenLifetime: [
      'lost',
      t('Client metadata has no lifetime of refresh tokens. Set it at the server.'),
    ],
    accessTokenForm: ['lost', t('Client metadata does not say whether access tokens are JWTs.')],
    claims: ['lost', t('Client metadata has no custom claims. Configure them at the server.')],
  }),
  files: context =>
    context.applications.map(application => {
      const { notes, literals } = context;
      const redirectUris = registrableUris(application, notes);
      const metadata = {
        client_name: literals.of(application.name, application.client, 'name'),
        application_type: redirectUris.some(isAppUri) ? 'native' : 'web',
        token_endpoint_auth_method: application.type === 'public' ? 'none' : 'client_secret_basic',
        redirect_uris: redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: exportedScopes(application, context).join(' '),
        software_id: literals.of(application.client.id, application.client, 'id'),
      };
      noteNative(application, notes);
      return { path: `rfc7591/${application.slug}.json`, text: jsonText(metadata) };
    }),
};

/** A server refuses a whole native application for a URI that only a web application may have. */
function registrableUris(application: ExportedApplication, notes: NoteList): readonly string[] {
  const { client, redirectUris } = application;
  if (!redirectUris.some(isAppUri)) return redirectUris;
  const uris = redirectUris.filter(isNativeUri);
  const sentence = t(
    'A native application may use http only for this machine, and https only for other hosts. Its other redirect URIs are left out.',
  );
  if (uris.length < redirectUris.length)
    notes.add('lost', 'redirectUris', sentence, client, ['redirectURIs']);
  return uris;
}

/** OpenID Connect Dynamic Client Registration 1.0 §2, `application_type`. */
function isNativeUri(uri: string): boolean {
  const doubt = redirectUriDoubt(uri);
  return doubt !== 'plainHttp' && !(doubt === 'loopback' && uri.toLowerCase().startsWith('https:'));
}

/** Notes an application that becomes a native one. */
export function noteNative({ client, redirectUris }: ExportedApplication, notes: NoteList): void {
  if (!redirectUris.some(isAppUri)) return;
  const sentence = t(
    'It has a redirect URI with a custom scheme, so it is exported as a native application.',
  );
  notes.add('assumed', 'type', sentence, client);
}
