import { readService } from '../../configuration/readSnapshot';
import type { Profile } from '../../core/profile/profile';
import type { ConfigurationSnapshot } from '../../core/resources/configurationSnapshot';
import { withReadingProgress } from '../../ui/progress';
import type { FilesDeps } from './deps';

/** Reads the configuration of a profile, with a notification with Cancel if a user waits. Rejects with a `Problem`. */
export function readWithProgress(
  deps: Pick<FilesDeps, 'configurations' | 'send'>,
  profile: Profile,
  isInteractive: boolean,
): Promise<ConfigurationSnapshot> {
  return withReadingProgress(isInteractive ? profile.name : undefined, options =>
    readService(deps, profile, options),
  );
}
