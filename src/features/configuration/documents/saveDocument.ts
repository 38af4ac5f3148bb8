import type * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { type AppliedChange, applyChange } from '../../../configuration/writes/applyChange';
import {
  checkAgain,
  assertAllowed,
  isConflict,
  isTitleOrId,
  prepareChange,
} from '../../../configuration/writes/prepareChange';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { LockoutCheck } from '../../../core/resourceRules/lockoutRules';
import type { ResourceKey } from '../../../core/resources/resource';
import { alignMembers, toDocumentText } from '../../../core/resources/resourceText';
import { commands } from '../../../ui/ids';
import { showWarning, showStatusBarMessage } from '../../../ui/notifications';
import { withDelayedProgress } from '../../../ui/progress';
import { askText, cancelled } from '../../../ui/quickInput';
import type { BaseVersions } from './baseVersions';
import type { ChangeReviews } from './changeReviews';
import { type ResourceFileSystem, resourcePlace } from './resourceFileSystem';

/** What saving works with. */
export interface SaveDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly reviews: ChangeReviews;
}

/**
 * What Save does with the text of a document: checks it, shows what will change, and sends it once a person said so.
 * Resolves with the text of what the service has then. Rejects with a `Problem`; nothing was sent unless it says so.
 */
export async function saveDocument(
  { configurations, baseVersions, reviews }: SaveDeps,
  fileSystem: ResourceFileSystem,
  uri: vscode.Uri,
  edited: string,
): Promise<string> {
  const place = resourcePlace(uri);
  const configuration = configurations.get(place.profile);
  for (let base = baseOf(baseVersions, uri); ;) {
    const change = await withDelayedProgress(t('Looking at the service…'), signal =>
      prepareChange(configuration.resourceCache, configuration.guard, place, { edited, base }, signal),
    );
    if (!change) return base;
    if (isConflict(change)) {
      const name = nameOf(configuration, place);
      await reviews.showConflict(uri, name, change);
      fileSystem.setBase(uri, change.theirs);
      throw conflictProblem(name);
    }
    if (change.lockoutCheck.kind === 'blocked') assertAllowed(change.lockoutCheck, undefined, place);
    const ask = () => confirmByTyping(change.lockoutCheck, place);
    if (!(await reviews.confirmChange(nameOf(configuration, place), change, ask))) throw cancelled();
    // A person looked at it for as long as they liked: what they saw has to be what is there.
    const again = await withDelayedProgress(t('Looking at the service…'), signal =>
      prepareChange(
        configuration.resourceCache,
        configuration.guard,
        place,
        { edited, base: toDocumentText(change.current.body) },
        signal,
      ),
    );
    if (!again) return toDocumentText(change.current.body);
    if (isConflict(again)) {
      base = toDocumentText(change.current.body);
      continue;
    }
    checkAgain(again.lockoutCheck, change.lockoutCheck, place);
    const applied = await applyChange(configuration, again);
    showOutcome(applied);
    return toDocumentText(alignMembers(applied.body, edited));
  }
}

/**
 * The same for code, which sees no question: `typed` is the title, where one has to be typed. Where it was sent but can
 * not be looked at, `verificationError` says so.
 */
export async function applyDocument(
  { configurations, baseVersions }: SaveDeps,
  uri: vscode.Uri,
  edited: string,
  typed: string | undefined,
): Promise<{ readonly shown: string; readonly verificationError?: Problem | undefined }> {
  const place = resourcePlace(uri);
  const configuration = configurations.get(place.profile);
  const base = baseOf(baseVersions, uri);
  const change = await prepareChange(configuration.resourceCache, configuration.guard, place, {
    edited,
    base,
  });
  if (!change) return { shown: base };
  if (isConflict(change)) throw conflictProblem(nameOf(configuration, place));
  assertAllowed(change.lockoutCheck, typed, place);
  const { body, verificationError } = await applyChange(configuration, change);
  return { shown: toDocumentText(alignMembers(body, edited)), verificationError };
}

function baseOf(baseVersions: BaseVersions, uri: vscode.Uri): string {
  const base = baseVersions.get(uri.toString());
  if (base) return base.text;
  throw new Problem(
    'changedMeanwhile',
    t('Nobody knows any more what this document began with, so nothing was sent.'),
    t('Copy your changes, revert the document, and make them again.'),
  );
}

/**
 * Asks for the title where the guard wants it typed. Rejects with a `cancelled` problem.
 * @param what is about to be done: a question, and what it means, where that is more than what was shown before
 */
export async function confirmByTyping(
  lockoutCheck: LockoutCheck,
  key: ResourceKey,
  what: { readonly question: string; readonly detail: string } = {
    question: t('Are you sure?'),
    detail: '',
  },
): Promise<void> {
  if (lockoutCheck.kind !== 'confirm') return;
  const { title, why } = lockoutCheck;
  await askText({
    title: what.question,
    prompt: t('{0} Type “{1}” to continue.', `${what.detail} ${why}`.trim(), title),
    issue: text => (isTitleOrId(text, title, key) ? undefined : t('Type: {0}', title)),
  });
}

function showOutcome({ title, changedByServer, verificationError }: AppliedChange): void {
  if (verificationError) {
    void showWarning(`${verificationError.message} ${verificationError.nextStep}`, {
      title: t('Refresh'),
      command: commands.refreshConfiguration,
    });
    return;
  }
  if (changedByServer.length === 0) {
    showStatusBarMessage(t('“{0}” sent', title));
    return;
  }
  void showWarning(
    t('“{0}” was sent, but the service keeps these otherwise: {1}.', title, changedByServer.join(', ')),
    { title: t('Show Log'), command: commands.showLog },
  );
}

function conflictProblem(name: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t('Somebody else changed “{0}” since you opened it, so nothing was sent.', name),
    t('Take over what you need from theirs, then save again.'),
  );
}

function nameOf({ resourceCache }: ProfileConfiguration, key: ResourceKey): string {
  const title = resourceCache.titleOf(key);
  return title === '' ? key.id : title;
}
