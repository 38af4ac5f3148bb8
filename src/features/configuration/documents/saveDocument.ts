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
import { type ResourceFileSystem, resourceRefOf } from './resourceFileSystem';

export interface SaveDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly reviews: ChangeReviews;
}

/**
 * Saves a document: checks the text, shows what will change, and sends it when the user applies it. Resolves with the
 * text that the service has then. Rejects with a `Problem`; nothing was sent unless its message says so.
 */
export async function saveDocument(
  { configurations, baseVersions, reviews }: SaveDeps,
  fileSystem: ResourceFileSystem,
  uri: vscode.Uri,
  edited: string,
): Promise<string> {
  const ref = resourceRefOf(uri);
  const configuration = configurations.get(ref.profile);
  for (let base = baseOf(baseVersions, uri); ;) {
    const change = await withDelayedProgress(t('Loading from Hosted Login…'), signal =>
      prepareChange(configuration.resourceCache, configuration.guard, ref, { edited, base }, signal),
    );
    if (!change) return base;
    if (isConflict(change)) {
      const name = nameOf(configuration, ref);
      await reviews.showConflict(uri, name, change);
      fileSystem.setBase(uri, change.theirs);
      throw conflictProblem(name);
    }
    if (change.lockoutCheck.kind === 'blocked') assertAllowed(change.lockoutCheck, undefined, ref);
    const ask = () => confirmByTyping(change.lockoutCheck, ref);
    if (!(await reviews.confirmChange(nameOf(configuration, ref), change, ask))) throw cancelled();
    // The review may have taken long: what the user saw must still be current.
    const again = await withDelayedProgress(t('Loading from Hosted Login…'), signal =>
      prepareChange(
        configuration.resourceCache,
        configuration.guard,
        ref,
        { edited, base: toDocumentText(change.current.body) },
        signal,
      ),
    );
    if (!again) return toDocumentText(change.current.body);
    if (isConflict(again)) {
      base = toDocumentText(change.current.body);
      continue;
    }
    checkAgain(again.lockoutCheck, change.lockoutCheck, ref);
    const applied = await applyChange(configuration, again);
    showOutcome(applied);
    return toDocumentText(alignMembers(applied.body, edited));
  }
}

/**
 * Saves a document without questions, for callers of the command: `typed` is the title if the guard requires it.
 * `verificationError` says why a change that was sent could not be verified.
 */
export async function applyDocument(
  { configurations, baseVersions }: SaveDeps,
  uri: vscode.Uri,
  edited: string,
  typed: string | undefined,
): Promise<{ readonly shown: string; readonly verificationError?: Problem | undefined }> {
  const ref = resourceRefOf(uri);
  const configuration = configurations.get(ref.profile);
  const base = baseOf(baseVersions, uri);
  const change = await prepareChange(configuration.resourceCache, configuration.guard, ref, {
    edited,
    base,
  });
  if (!change) return { shown: base };
  if (isConflict(change)) throw conflictProblem(nameOf(configuration, ref));
  assertAllowed(change.lockoutCheck, typed, ref);
  const { body, verificationError } = await applyChange(configuration, change);
  return { shown: toDocumentText(alignMembers(body, edited)), verificationError };
}

function baseOf(baseVersions: BaseVersions, uri: vscode.Uri): string {
  const base = baseVersions.get(uri.toString());
  if (base) return base.text;
  throw new Problem(
    'changedMeanwhile',
    t('The original version of this document is no longer available. Nothing was sent.'),
    t('Copy your changes, revert the document, and make them again.'),
  );
}

/**
 * Asks the user to type the title if the guard requires it. Rejects with a `cancelled` problem.
 * @param what the question and the consequences, if they were not shown before
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
  // A long title would push the reason out of sight; the ID is accepted too.
  const wanted = title.length > 100 ? key.id : title;
  await askText({
    title: what.question,
    prompt: t('{0} Type “{1}” to continue.', `${what.detail} ${why}`.trim(), wanted),
    issue: text => (isTitleOrId(text, title, key) ? undefined : t('Type: {0}', wanted)),
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
  void showWarning(t('“{0}” was saved, but the service changed: {1}.', title, changedByServer.join(', ')), {
    title: t('Show Log'),
    command: commands.showLog,
  });
}

function conflictProblem(name: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t('Somebody else changed “{0}” since you opened it, so nothing was sent.', name),
    t('Copy what you need from the other version, then save again.'),
  );
}

function nameOf({ resourceCache }: ProfileConfiguration, key: ResourceKey): string {
  const title = resourceCache.titleOf(key);
  return title === '' ? key.id : title;
}
