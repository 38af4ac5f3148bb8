// Reads what an export is made from: the configuration of a profile, and its public keys.
import { readService } from '../../configuration/readSnapshot';
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { undefinedIfFailed } from '../../core/common/problem';
import { parseJsonObject } from '../../core/json/json';
import type { Profile } from '../../core/profile/profile';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { assertTrusted } from '../../ui/documents/configurationFolders';
import { withReadingProgress } from '../../ui/progress';
import type { MigrationDeps } from './deps';

/** Throws a `Problem` in a workspace that is not trusted. */
export function assertExportTrusted(): void {
  assertTrusted(t('In an untrusted workspace, the configuration is not exported.'));
}

/** Reads the whole configuration of a profile, with progress for a person. Rejects with a `Problem`. */
export async function readProfile(
  deps: MigrationDeps,
  profile: Profile,
  isInteractive: boolean,
): Promise<ConfigurationSnapshot> {
  return withReadingProgress(isInteractive ? profile.name : undefined, options =>
    readService(deps, profile, options),
  );
}

/** The public keys of a service, by its discovery document; undefined if they cannot be read from its own origin. */
export async function readKeys(
  { send }: MigrationDeps,
  { origin, discovery = '' }: ConfigurationSnapshot,
): Promise<string | undefined> {
  const url = parseJsonObject(discovery)?.['jwks_uri'];
  if (typeof url !== 'string' || parseUrl(url)?.origin !== origin) return undefined;
  const sent = send({ method: 'GET', url, headers: { accept: 'application/json' } });
  const answer = await undefinedIfFailed(sent, () => true);
  return answer?.status === 200 && parseJsonObject(answer.body) ? answer.body : undefined;
}
