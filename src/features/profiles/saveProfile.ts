// Saves a new profile, or the changes of a stored one.
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { TokenService } from '../../tokens/tokenService';
import type { ChangedValues, EnteredValues } from './profileValues';

interface SaveProfileDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
}

/** Checks the stored profile in the same step as its change. If it resolves with false, nothing is changed. */
export type CheckBeforeSave = (now: Profile) => Promise<boolean>;

/**
 * Saves a new profile, or replaces `existing`, and makes it the active one. Resolves when the UI shows it. Rejects with
 * a `Problem` of kind `storage` and leaves profile, secret and tokens as they were, or with `changedMeanwhile` if
 * `existing` is now for another client.
 */
export async function saveNewProfile(
  { profiles, tokenService, mask }: SaveProfileDeps,
  { clientSecret, ...metadata }: EnteredValues,
  existing: Profile | undefined,
  check: CheckBeforeSave = () => Promise.resolve(true),
): Promise<void> {
  mask(clientSecret);
  if (existing) {
    const outcome = { isSaved: false };
    await profiles.change(existing, async now => {
      if (!isSameClient(existing, now)) throw changedMeanwhile(now);
      outcome.isSaved = await check(now);
      return outcome.isSaved
        ? { profile: { ...metadata, id: existing.id }, clientSecret, makeActive: true }
        : undefined;
    });
    if (outcome.isSaved) await tokenService.tryForget(existing);
  } else {
    await profiles.add(metadata, clientSecret);
  }
  await tokenService.whenSettled();
}

/**
 * Applies the changes to the stored profile. Members that the user did not change keep the value that another window
 * may have set. Writes the secret only if there is a new one, and forgets the tokens only if the client changed.
 * Resolves and rejects as `saveNewProfile`; `changedMeanwhile` if the profile is now for another client, unless it is
 * only renamed.
 */
export async function saveProfileChanges(
  { profiles, tokenService, mask }: SaveProfileDeps,
  before: Profile,
  { clientSecret, ...metadata }: ChangedValues,
  check: CheckBeforeSave = () => Promise.resolve(true),
): Promise<void> {
  if (clientSecret !== undefined) mask(clientSecret);
  const isRename = clientSecret === undefined && isSameClient(before, metadata);
  const outcome = { isClientChanged: false };
  await profiles.change(before, async now => {
    if (!isRename && !isSameClient(before, now)) throw changedMeanwhile(now);
    if (!(await check(now))) return undefined;
    const name = metadata.name === before.name ? now.name : metadata.name;
    outcome.isClientChanged = !isRename && !isSameClient(before, metadata);
    return { profile: { ...now, ...(!isRename && metadata), name }, clientSecret };
  });
  // Only now: if the update had failed, the tokens would be lost. They are stored for the previous client, so no other
  // one uses them.
  if (outcome.isClientChanged) await tokenService.tryForget(before);
  await tokenService.whenSettled();
}

export function changedMeanwhile({ name }: Profile): Problem {
  return new Problem(
    'changedMeanwhile',
    t('The profile “{0}” was edited elsewhere and now belongs to another client.', name),
    t('Nothing was changed. Edit it again.'),
  );
}
