// Prepares a draft to be sent. If the service has another version than the draft's base, says why it cannot be sent.
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { outOfDateProblem, unfinishedChangeProblem } from '../../../configuration/writeRefusals';
import type { AppliedChange } from '../../../configuration/writes/applyChange';
import {
  type Conflict,
  isConflict,
  prepareChange,
  type PreparedChange,
} from '../../../configuration/writes/prepareChange';
import { t } from '../../../core/common/l10n';
import { listNames } from '../../../core/common/listNames';
import { Problem } from '../../../core/common/problem';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { alignMembers } from '../../../core/resources/memberOrder';
import type { ResourceKey } from '../../../core/resources/resource';
import { toDocumentText } from '../../../core/resources/resourceText';
import { equalsBase, lostBase } from './baseVersions';

/**
 * As `prepareChange`, and rejects as `WriteJournal.assertUndoesNothing`. Also resolves with undefined if the service has the edited
 * text already, whoever sent it and from whichever version it was edited, unless that may be out of date or be rolled back.
 */
export async function prepareDraft(
  { resourceCache, guard, journal }: ProfileConfiguration,
  key: ResourceKey,
  edit: Parameters<typeof prepareChange>[3],
  signal?: AbortSignal,
): Promise<PreparedChange | Conflict | undefined> {
  const found = await prepareChange(resourceCache, guard, key, edit, signal);
  if (found && !isConflict(found)) {
    await journal.assertUndoesNothing(key, found.current.title, found.current.body, found.body);
    return found;
  }
  if (!found || !isEquivalentJson(edit.edited, found.theirs)) return found;
  return (await journal.mayStillChange(key, found.theirs)) ? found : undefined;
}

/**
 * What the service has, arranged like the edited text. Only after it was read.
 * @param applied what was sent, if anything was
 */
export async function currentText(
  { resourceCache }: ProfileConfiguration,
  key: ResourceKey,
  text: string,
  applied?: AppliedChange,
): Promise<string> {
  const { body } = applied ?? resourceCache.cached(key) ?? (await resourceCache.read(key));
  return toDocumentText(alignMembers(body, text));
}

/** Why a text is not sent that was edited from another version than the service shows. */
export async function conflictProblem(
  configuration: Pick<ProfileConfiguration, 'journal'>,
  key: ResourceKey,
  name: string,
  conflict: Conflict,
): Promise<Problem> {
  return (
    (await pendingWriteProblem(configuration, key, name, conflict)) ??
    new Problem(
      'changedMeanwhile',
      describeConflict(name, conflict),
      t('Review it: you can merge both versions.'),
    )
  );
}

/** What happened, as a sentence. Without the version that was edited, nobody knows whether somebody changed it. */
export function describeConflict(name: string, { base }: Pick<Conflict, 'base'>): string {
  return isLost(base)
    ? t('The version of “{0}” that you edited is no longer known, so nothing was sent.', name)
    : t('Somebody else changed “{0}” since you opened it, so nothing was sent.', name);
}

/** What to do after a merge, as sentences. @param conflicting the members of which the draft has its own values */
export function describeMerge({ base }: Pick<Conflict, 'base'>, conflicting: readonly string[]): string {
  if (conflicting.length === 0)
    return isLost(base)
      ? t('What only the service has is in your draft now. Check it, then review and apply.')
      : t('Their changes are in your draft now. Check it, then review and apply.');
  const names = listNames(conflicting);
  return isLost(base)
    ? t('Your draft and the service differ in: {0}. Choose what to keep, then review and apply.', names)
    : t('You both changed: {0}. Choose what to keep, then review and apply.', names);
}

function isLost(base: string): boolean {
  return equalsBase(base, { text: lostBase });
}

/** Why nobody else made a conflict: this machine did. Taking over what the service shows might take its change back. */
export async function pendingWriteProblem(
  { journal }: Pick<ProfileConfiguration, 'journal'>,
  key: ResourceKey,
  name: string,
  { theirs }: Conflict,
): Promise<Problem | undefined> {
  if (await journal.mayBeOutOfDate(key, theirs)) return outOfDateProblem(name);
  return (await journal.isBeingWritten(key)) ? unfinishedChangeProblem(name) : undefined;
}
