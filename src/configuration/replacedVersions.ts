// What writes of this machine replaced recently: the service may still show it.
import { isSameCustomer } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { changedMembers } from '../core/resources/draftText';
import { isEquivalentJson } from '../core/resources/equivalentJson';
import type { PreviousVersion, ResourceHistory, VersionKey } from '../storage/configuration/resourceHistory';

/** How long reads may lag behind a write, in ms. By then the outcome of a write is reported, or nobody can find it out. */
export const maxLag = 10 * 60_000;

interface ReplacedVersionsDeps {
  readonly history: Pick<ResourceHistory, 'listRecent'>;
  readonly profile: Profile;
  readonly profiles: { readonly all: readonly Profile[] };
}

/** The profiles of the customer, this one first. */
export function ownersOf({
  profile,
  profiles,
}: Pick<ReplacedVersionsDeps, 'profile' | 'profiles'>): readonly Profile[] {
  const others = profiles.all.filter(({ id }) => id !== profile.id);
  return [profile, ...others.filter(other => isSameCustomer(other, profile))];
}

/** What writes of this machine replaced less than ten minutes ago, by any profile of the customer; the last write first. */
export async function recentVersions(
  deps: ReplacedVersionsDeps,
  key: VersionKey,
): Promise<readonly PreviousVersion[]> {
  const found = await Promise.all(ownersOf(deps).map(owner => deps.history.listRecent(owner, key, maxLag)));
  // Those of one profile stay in order: the clock may have been set back.
  return found.sort(([one], [other]) => (other?.at ?? 0) - (one?.at ?? 0)).flat();
}

/** Whether a text that was read is one of these versions, and not what the last write sent. */
export function isOutOfDate(recent: readonly PreviousVersion[], text: string): boolean {
  const [last] = recent;
  if (last?.sent !== undefined && isEquivalentJson(last.sent, text)) return false;
  return recent.some(version => isEquivalentJson(version.text, text));
}

/**
 * The members that writes of this machine changed in the version that was read. The service accepted them and does not show them
 * yet.
 * @param read what the service shows, without secrets
 */
export function unshownMembers(recent: readonly PreviousVersion[], read: string): readonly string[] {
  if (!isOutOfDate(recent, read)) return [];
  return recent.flatMap(({ text, sent, isUnshown }) =>
    isUnshown === true && sent !== undefined && isEquivalentJson(text, read)
      ? (changedMembers(text, sent) ?? [])
      : [],
  );
}

/**
 * Whether a text to send would undo a part of a change that the service accepted and does not show yet: a PUT replaces the whole
 * resource. Of such changes, those that were made from the version that was read.
 * @param read what the service shows; like `next` without secrets
 * @param next undefined for a deletion
 */
export function wouldUndo(
  recent: readonly PreviousVersion[],
  read: string,
  next: string | undefined,
): boolean {
  if (!isOutOfDate(recent, read)) return false;
  return recent.some(({ text, sent, isUnshown }) => {
    if (isUnshown !== true || sent === undefined || !isEquivalentJson(text, read)) return false;
    if (next === undefined) return true;
    const undone = changedMembers(sent, next);
    return changedMembers(text, sent)?.some(name => undone?.includes(name)) ?? true;
  });
}
