import { readService as read } from '../../configuration/readSnapshot';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { withProgress } from '../../ui/progress';
import type { FilesDeps } from './deps';

/** A notification for each resource would take longer than reading it. */
const progressStep = 10;

/** Reads the configuration of a profile, with a notification with Cancel if a user waits. Rejects with a `Problem`. */
export function readService(
  deps: Pick<FilesDeps, 'configurations' | 'send'>,
  profile: Profile,
  isInteractive: boolean,
): Promise<ConfigurationSnapshot> {
  const title = isInteractive ? t('Reading the configuration of “{0}”…', profile.name) : undefined;
  return withProgress(title, (signal, report) => {
    const onProgress = (done: number, of: number) => {
      if (done % progressStep === 0) report(t('{0} of {1}', done, of));
    };
    return read(deps, profile, { signal, onProgress });
  });
}
