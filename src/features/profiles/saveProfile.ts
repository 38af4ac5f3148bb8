import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profileStore';
import type { TokenService } from '../../tokens/tokenService';
import type { ChangedValues, FilledDraft } from './profileValues';

interface SaveProfileDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
}

/** Checks the stored profile in the same step as its change; nothing is changed if it resolves with false. */
export type CheckBeforeSave = (now: Profile) => Promise<boolean>;

/**
 * Saves a new profile, or replaces `existing`, and makes it the active one. Resolves when the UI shows it. Rejects with
 * a `Problem` of kind `storage` and leaves profile, secret and tokens as they were; `changedMeanwhile` if the existing one
 * is for another client by now.
 */
export async function saveNewProfile(
  { profiles, tokenService, mask }: SaveProfileDeps,
  { clientSecret, ...metadata }: FilledDraft,
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
 * Keeps the changes of a profile as it is now: what was not changed stays as another window may have made it. The secret is
 * touched only where a new one is given, the tokens only where they belong to another client. Resolves and rejects as
 * `saveNewProfile`; `changedMeanwhile` where the profile is for another client by now and the values are not only a name.
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
  // Not before: an update that fails would have lost them. Until then they are kept for the client of before alone.
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
