import { endpointUrl, type Profile } from '../profile/profile';

/**
 * The entry for `http-client.private.env.json` with which `{{$auth.token("hosted-login")}}` gets a token from the
 * profile's service. The user replaces the placeholder by the secret.
 * Source: docs/request-files.md, What the clients do
 */
export function jetBrainsTemplate(profile: Profile, scope: string, secretPlaceholder: string): string {
  const environment = {
    Security: {
      Auth: {
        'hosted-login': {
          Type: 'OAuth2',
          'Grant Type': 'Client Credentials',
          'Token URL': endpointUrl(profile, 'login/token'),
          'Client ID': profile.clientId,
          'Client Secret': secretPlaceholder,
          'Client Credentials': 'basic',
          Scope: scope,
        },
      },
    },
  };
  return `${JSON.stringify({ [profile.name]: environment }, undefined, 2)}\n`;
}
