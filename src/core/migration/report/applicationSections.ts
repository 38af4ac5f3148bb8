import { addToList } from '../../common/collections';
import { t } from '../../common/l10n';
import { canonicalJson } from '../../json/json';
import { type Resource, singularLabel } from '../../resources/resource';
import {
  type Application,
  type Claim,
  type LoginSettings,
  type MigrationSource,
  usedPolicies,
} from '../applications';
import { duration } from '../migrationTarget';
import type { Note } from '../notes';
import { redirectUriDoubts } from '../redirectUris';
import { noteLines } from './noteSections';
import { cellLines, code, section, table, titleList, titleText } from './reportMarkdown';

/** The maximum number of applications with a section of their own. Further ones are only in `applications.csv`. */
export const maxDescribed = 200;

export function applicationsSection(applications: readonly Application[]): string {
  if (applications.length === 0)
    return section(t('Applications'), t('There is no client through which people sign in.'));
  const described = applications.slice(0, maxDescribed);
  const rest = applications.length - described.length;
  // Many applications may have one login policy with many claims.
  const cells = new Map<LoginSettings, string>();
  const claimsCell = (login: LoginSettings): string => {
    const cell = cells.get(login) ?? cellLines(login.claims.map(claimText));
    cells.set(login, cell);
    return cell;
  };
  return section(
    t('Applications'),
    ...described.map(application => applicationText(application, claimsCell)),
    ...(rest > 0 ? [t('More applications in applications.csv: {0}.', rest)] : []),
  );
}

function applicationText(application: Application, claimsCell: (login: LoginSettings) => string): string {
  const { client, type, redirectUris, tokens, login } = application;
  const unknown = t('not known');
  const isPublic = type === 'public';
  const rows = [
    [
      t('Client ID'),
      code(client.id),
      t('Keycloak and Ping can keep it. Auth0 and registration choose a new one.'),
    ],
    [t('Type'), isPublic ? t('public') : t('confidential'), isPublic ? t('stays; use PKCE') : t('stays')],
    [
      t('Client secret'),
      isPublic ? t('none') : t('kept by Hosted Login'),
      isPublic ? t('none') : t('a new one, or imported as {0}', code(application.secretVariable ?? '')),
    ],
    [
      t('Redirect URIs'),
      cellLines(redirectUris.map(code)),
      redirectUriDoubts(redirectUris).length > 0
        ? t('see “Redirect URIs that other servers may refuse”')
        : t('stay'),
    ],
    [
      t('Scopes'),
      tokens ? cellLines([tokens.scopes.map(code).join(' ')]) : unknown,
      t('stay; many servers issue refresh tokens only with “offline_access”'),
    ],
    [
      t('Response types'),
      login?.responseTypes ? cellLines(login.responseTypes.map(code)) : unknown,
      t('“code” with PKCE'),
    ],
    [
      t('Access token'),
      tokens
        ? `${tokens.isAccessTokenJwt ? t('JWT') : t('opaque')}, ${duration(tokens.accessTokenLifetime)}`
        : unknown,
      t('the form depends on the server; APIs that introspect tokens need the new endpoint'),
    ],
    [
      t('Refresh token'),
      tokens ? duration(tokens.refreshTokenLifetime) : unknown,
      t('set it again; users sign in again'),
    ],
    [
      t('Claims'),
      login ? claimsCell(login) : unknown,
      login?.claims.length ? t('see “Claims”') : t('no custom claims'),
    ],
    [
      t('Login page'),
      login?.loginUrl === undefined ? unknown : code(login.loginUrl),
      t('ends; the new service has its own'),
    ],
    [
      t('Push claims'),
      login?.pushesClaims === undefined ? unknown : login.pushesClaims ? t('on') : t('off'),
      login?.pushesClaims === true ? t('no counterpart is known') : t('nothing to do'),
    ],
    [
      t('Identity store'),
      login
        ? code(
            [login.store.domain, login.store.applicationId, login.store.entityType]
              .filter(part => part !== undefined)
              .join(' / '),
          )
        : unknown,
      t('users are moved separately'),
    ],
    [
      t('Policies'),
      cellLines(
        usedPolicies(application).map(policy => `${singularLabel(policy.kind)} ${titleText(policy)}`),
      ),
      t('become settings of the application'),
    ],
  ];
  return `### ${titleText(client)}\n\n${table([t('Setting'), t('Today'), t('Afterwards')], rows)}`;
}

function claimText({ name, attribute }: Claim): string {
  return `${code(name)} ← ${code(attribute)}`;
}

export function claimsSection(applications: readonly Application[]): string {
  const rows = new Map<string, { readonly claim: Claim; readonly policies: LoginSettings[] }>();
  for (const login of new Set(applications.flatMap(each => each.login ?? [])))
    for (const claim of login.claims) {
      const key = canonicalJson(claim) ?? '';
      const row = rows.get(key) ?? { claim, policies: [] };
      rows.set(key, row);
      row.policies.push(login);
    }
  if (rows.size === 0) return '';
  const users = new Map<string, string>();
  /** Most claims of a policy have the same users. */
  const usersOf = (policies: readonly LoginSettings[]): string => {
    const key = policies.map(({ policy }) => policy.id).join('\n');
    const isUser = ({ login }: Application) => login !== undefined && policies.includes(login);
    const titles = users.get(key) ?? titleList(applications.filter(isUser).map(({ client }) => client));
    users.set(key, titles);
    return titles;
  };
  const mark = (isSet: boolean) => (isSet ? t('yes') : '—');
  return section(
    t('Claims'),
    table(
      [t('Claim'), t('Attribute of the user'), t('ID token'), t('Userinfo'), t('Used by')],
      [...rows.values()].map(({ claim, policies }) => [
        ...[code(claim.name), code(claim.attribute), mark(claim.isInIdToken), mark(claim.isInUserinfo)],
        usersOf(policies),
      ]),
    ),
    t(
      'Attributes with a dot are nested in the current user store. Decide where they go at the new service, then map each claim.',
    ),
  );
}

export function redirectSection(applications: readonly Application[]): string {
  const rows = applications.flatMap(({ client, redirectUris }) =>
    redirectUriDoubts(redirectUris).map(([uri, why]) => [titleText(client), code(uri), why]),
  );
  if (rows.length === 0) return '';
  const shown = rows.slice(0, maxDescribed);
  return section(
    t('Redirect URIs that other servers may refuse'),
    table([t('Application'), t('Redirect URI'), t('Why')], shown),
    ...(rows.length > shown.length
      ? [t('{0} more are in applications.csv.', rows.length - shown.length)]
      : []),
  );
}

export function usageSection(
  { applications, unused, configurationAccess }: MigrationSource,
  notes: readonly Note[],
): string {
  const users = new Map<Resource, Resource[]>();
  for (const application of applications)
    for (const policy of usedPolicies(application)) addToList(users, policy, application.client);
  const rows = [...users].map(([policy, clients]) => [
    titleText(policy),
    singularLabel(policy.kind),
    titleList(clients),
  ]);
  const staying = notes.filter(({ concept }) => concept === 'unused' || concept === 'configurationAccess');
  return section(
    t('Policies'),
    rows.length > 0 ? table([t('Policy'), t('Kind'), t('Used by')], rows) : '',
    ...(unused.length + configurationAccess.length > 0
      ? [`${t('Do not move:')}\n\n${noteLines(staying)}`]
      : []),
  );
}
