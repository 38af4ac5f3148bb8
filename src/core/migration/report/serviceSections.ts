// The sections of the report about the service: its discovery document, and a checklist.
import { t } from '../../common/l10n';
import type { MigrationSource } from '../applications';
import { code, section, table } from './reportMarkdown';

/** The members of a discovery document that an application uses, with what they are. */
function endpointRows(): readonly (readonly [member: string, label: string])[] {
  return [
    ['issuer', t('Issuer')],
    ['authorization_endpoint', t('Authorization endpoint')],
    ['token_endpoint', t('Token endpoint')],
    ['userinfo_endpoint', t('Userinfo endpoint')],
    ['introspection_endpoint', t('Introspection endpoint')],
    ['revocation_endpoint', t('Revocation endpoint')],
    ['end_session_endpoint', t('Logout endpoint')],
    ['jwks_uri', t('Public keys')],
  ];
}

export function serviceSection({ discovery, origin, customerId }: MigrationSource, hasKeys: boolean): string {
  const issuer = `${origin}/${customerId}/login`;
  const links = [
    ...(discovery
      ? [t('The whole current discovery document is in {0}.', '[discovery.json](discovery.json)')]
      : []),
    ...(hasKeys ? [t('The current public keys are in {0}.', '[keys.json](keys.json)')] : []),
  ];
  return section(
    t('What changes for every application'),
    discovery
      ? table(
          [t('Setting'), t('Today'), t('Afterwards')],
          endpointRows().flatMap(([member, label]) => {
            const value = discovery[member];
            return typeof value === 'string' ? [[label, code(value), t('changes')]] : [];
          }),
        )
      : t('The discovery document could not be read. The issuer is probably {0}.', code(issuer)),
    [
      t('Applications that read the discovery document need only the new issuer. Others need each endpoint.'),
      t(
        'ID tokens have another issuer and other keys: APIs that check tokens have to accept both for a while.',
      ),
      t('Users have to sign in again: sessions and refresh tokens are not moved.'),
      t(
        '“sub” is the ID of a user. Import users with their IDs, or applications treat everybody as a new user.',
      ),
      ...links,
    ]
      .map(line => `- ${line}\n`)
      .join(''),
  );
}

export function checklist(): string {
  const items = [
    t('Users, with their IDs (“sub”), password hashes and consents'),
    t('Entity types, attributes and their rules'),
    t('Registration and login flows, forms and translations'),
    t('E-mail and SMS templates and their senders'),
    t('Social login providers and their credentials, whose redirect URIs change'),
    t('Custom domains (CNAME) and their certificates'),
    t('Webhooks, and who receives them'),
    t('API clients of the user store, and the programs that use them'),
    t('Property settings of Akamai’s console, such as CORS and password policies'),
    t(
      'Which flow, scopes and claims each application really uses: this is in its code, not in the configuration',
    ),
    t('Logout: who is signed out where'),
    t('Reports, exports and audits that read from Identity Cloud'),
  ];
  return section(
    t('What this configuration does not hold'),
    t('The configuration API does not hold the following. Collect it before the service ends.'),
    items.map(item => `- [ ] ${item}\n`).join(''),
  );
}
