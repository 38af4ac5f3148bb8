// The files `applications.csv` and `notes.csv` of the report.
import { t } from '../../common/l10n';
import { singularLabel } from '../../resources/resource';
import type { Claim, MigrationSource } from '../applications';
import { redirectUriDoubts } from '../redirectUris';
import { csvText } from './csv';
import { severityLabel, type TargetResult } from './noteSections';

/** Everything that is known of each application. Lists are lines of a cell. */
export function applicationsCsv({ applications }: MigrationSource): string {
  const lines = (texts: readonly string[] | undefined) => texts?.join('\n') ?? '';
  const claims = (list: readonly Claim[] | undefined, isIn: (claim: Claim) => boolean) =>
    lines(list?.filter(isIn).map(({ name, attribute }) => `${name} = ${attribute}`));
  const flag = (value: boolean | undefined) => (value === undefined ? '' : String(value));
  return csvText([
    [
      t('Name'),
      t('Client ID'),
      t('Type'),
      t('Redirect URIs'),
      t('Redirect URIs that other servers may refuse'),
      t('Scopes'),
      t('Response types'),
      t('Access token lifetime (s)'),
      t('Refresh token lifetime (s)'),
      t('Access token is a JWT'),
      t('Claims in ID token'),
      t('Claims in userinfo'),
      t('Push claims'),
      t('Login page'),
      t('Token policy'),
      t('Token policy ID'),
      t('Login policy'),
      t('Login policy ID'),
      t('Identity store type'),
      t('Identity store domain'),
      t('Identity store application'),
      t('Identity store entity type'),
      t('Environment variable of the secret'),
      t('Name in files'),
    ],
    ...applications.map(({ client, name, type, redirectUris, tokens, login, secretVariable, slug }) => [
      ...[name, client.id, type, lines(redirectUris)],
      lines(redirectUriDoubts(redirectUris).map(([uri, why]) => `${uri}: ${why}`)),
      tokens?.scopes.join(' ') ?? '',
      lines(login?.responseTypes),
      ...[tokens?.accessTokenLifetime, tokens?.refreshTokenLifetime].map(seconds => String(seconds ?? '')),
      flag(tokens?.isAccessTokenJwt),
      claims(login?.claims, claim => claim.isInIdToken),
      claims(login?.claims, claim => claim.isInUserinfo),
      flag(login?.pushesClaims),
      login?.loginUrl ?? '',
      ...[tokens?.policy, login?.policy].flatMap(policy => [policy?.title ?? '', policy?.id ?? '']),
      login?.store.type ?? '',
      login?.store.domain ?? '',
      login?.store.applicationId ?? '',
      login?.store.entityType ?? '',
      secretVariable ?? '',
      slug,
    ]),
  ]);
}

/** One row for each note and resource. */
export function notesCsv(outputs: readonly Omit<TargetResult, 'files'>[]): string {
  return csvText([
    [t('Output'), t('Kind of note'), t('Note'), t('Kind'), t('Title'), t('ID'), t('Members')],
    ...outputs.flatMap(({ title, notes }) =>
      notes.flatMap(({ severity, sentence, about }) => {
        const start = [title, severityLabel(severity), sentence];
        if (about.length === 0) return [[...start, '', '', '', '']];
        return about.map(({ kind, id, title, members }) => [
          ...start,
          singularLabel(kind),
          title,
          id,
          members.join('\n'),
        ]);
      }),
    ),
  ]);
}
