import { readDiscoveryText } from '../../api/token/discovery';
import { readSnapshot } from '../../configuration/readSnapshot';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { withProgress } from '../../ui/progress';
import type { FilesDeps } from './deps';

/** Reads the configuration of a profile, with a notification with Cancel if a user waits. Rejects with a `Problem`. */
export function readService(
  { configurations, send }: Pick<FilesDeps, 'configurations' | 'send'>,
  profile: Profile,
  isInteractive: boolean,
): Promise<ConfigurationSnapshot> {
  const { api } = configurations.for(profile).resourceCache;
  const title = isInteractive ? t('Reading the configuration of “{0}”…', profile.name) : undefined;
  return withProgress(title, (signal, report) =>
    readSnapshot(
      { api, profile, readDiscovery: stop => readDiscoveryText(send, profile, stop) },
      {
        signal,
        onProgress: (read, of) => {
          if (read % progressStep === 0) report(t('{0} of {1}', read, of));
        },
      },
    ),
  );
}

/** A notification for each resource would take longer than reading it. */
const progressStep = 10;
