// Prepares a draft to be sent. If the service has another version than the draft's base, says why it cannot be sent.
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import type { AppliedChange } from '../../../configuration/writes/applyChange';
import {
  type Conflict,
  isConflict,
  prepareChange,
  type PreparedChange,
} from '../../../configuration/writes/prepareChange';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { alignMembers } from '../../../core/resources/memberOrder';
import type { ResourceKey } from '../../../core/resources/resource';
import { toDocumentText } from '../../../core/resources/resourceText';

/**
 * As `prepareChange`. Also resolves with undefined if the service has the edited text already, whoever sent it and from
 * whichever version it was edited, unless that may be out of date or be rolled back.
 */
export async function prepareDraft(
  { resourceCache, guard, journal }: ProfileConfiguration,
  key: ResourceKey,
  edit: Parameters<typeof prepareChange>[3],
  signal?: AbortSignal,
): Promise<PreparedChange | Conflict | undefined> {
  const found = await prepareChange(resourceCache, guard, key, edit, signal);
  if (!found || !isConflict(found) || !isEquivalentJson(edit.edited, found.theirs)) return found;
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
      t('Somebody else changed “{0}” since you opened it, so nothing was sent.', name),
      t('Review it: you can merge both versions.'),
    )
  );
}

/** Why nobody else made a conflict: this machine did. Taking over what the service shows might take its change back. */
export async function pendingWriteProblem(
  { journal }: Pick<ProfileConfiguration, 'journal'>,
  key: ResourceKey,
  name: string,
  { theirs }: Conflict,
): Promise<Problem | undefined> {
  if (await journal.mayBeOutOfDate(key, theirs)) {
    return new Problem(
      'changedMeanwhile',
      t(
        'The service still shows “{0}” as it was before the last change from this machine. Nothing was sent.',
        name,
      ),
      t('This may take a while. Review it again in a few minutes.'),
    );
  }
  if (!(await journal.isBeingWritten(key))) return undefined;
  return new Problem(
    'changedMeanwhile',
    t('Another change of “{0}” from this machine is not finished. Nothing was sent.', name),
    t('Review your draft again when that change is finished.'),
  );
}
