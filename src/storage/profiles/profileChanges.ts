import { jsonObject, parseJsonObject } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import type { Profile } from '../../core/profile/profile';
import { profileFields } from './profileKeys';

/** A change of a profile: its id, and the profile that was written; undefined if it was removed. */
export type ProfileWrite = readonly [id: string, profile: Profile | undefined];

/** How many changes a signal names. */
const maxRecent = 20;

/** The latest changes of all windows that a change signal names, the last one first. */
export function readRecentProfiles(signal: string): readonly ProfileWrite[] {
  const recent = parseJsonObject(signal)?.['recent'];
  if (!Array.isArray(recent)) return [];
  return recent.flatMap((entry: unknown): readonly ProfileWrite[] => {
    const profile = readRecord(entry, profileFields);
    if (profile) return [[profile.id, profile]];
    const removed = jsonObject(entry)?.['removed'];
    return typeof removed === 'string' ? [[removed, undefined]] : [];
  });
}

/** The value of `recent` in the next signal, after one more change. Holds no secrets. */
export function withRecentProfile(
  before: readonly ProfileWrite[],
  [id, profile]: ProfileWrite,
): readonly unknown[] {
  const others = before.filter(([other]) => other !== id);
  const writes: readonly ProfileWrite[] = [[id, profile], ...others];
  return writes.slice(0, maxRecent).map(([written, value]) => value ?? { removed: written });
}
