// Reviews the text of a document, and sends it.
import * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { type AppliedChange, applyChange } from '../../../configuration/writes/applyChange';
import {
  checkAgain,
  assertAllowed,
  assertNotBlocked,
  isConflict,
  type Conflict,
} from '../../../configuration/writes/prepareChange';
import { t } from '../../../core/common/l10n';
import { listNames } from '../../../core/common/listNames';
import { Problem } from '../../../core/common/problem';
import { isSameCustomer } from '../../../core/profile/client';
import type { LockoutCheck } from '../../../core/resourceRules/lockoutRules';
import { mergeChanges } from '../../../core/resourceRules/mergeChanges';
import { titleIn } from '../../../core/resources/draftText';
import { alignMembers } from '../../../core/resources/memberOrder';
import type { ResourceKey } from '../../../core/resources/resource';
import { toDocumentText } from '../../../core/resources/resourceText';
import type { ResourceRef } from '../../../core/resources/resourceUri';
import type { DraftOwner, Drafts } from '../../../storage/configuration/drafts';
import { commandLink } from '../../../ui/commands/commandLink';
import { confirmByTyping } from '../../../ui/confirmByTyping';
import { commands } from '../../../ui/ids';
import { showWarning, showStatusBarMessage } from '../../../ui/notifications';
import { withLoadingProgress } from '../../../ui/progress';
import { cancelled } from '../../../ui/quickInput';
import type { BaseVersions } from './baseVersions';
import type { ChangeReviews } from './changeReviews';
import {
  conflictProblem,
  currentText,
  describeConflict,
  describeMerge,
  prepareDraft,
  pendingWriteProblem,
} from './prepareDraft';
import type { Refusals } from './refusals';
import { findOpenDocument, type ResourceDocuments, resourceRefOf } from './resourceDocuments';
import type { ResourceFileSystem } from './resourceFileSystem';

export interface SendDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly drafts: Drafts;
  readonly documents: ResourceDocuments;
  readonly fileSystem: ResourceFileSystem;
  readonly reviews: ChangeReviews;
  readonly refusals: Refusals;
}

/** An edited text of a resource, with what it needs to be sent. */
interface EditedText {
  readonly uri: vscode.Uri;
  readonly ref: ResourceRef;
  readonly configuration: ProfileConfiguration;
  readonly owner: DraftOwner;
  readonly text: string;
  /** The text that was shown when editing began. */
  readonly base: string;
  /** The revision of the draft that the document shows. */
  readonly revision: string | undefined;
  readonly name: string;
}

/**
 * Reviews a document: checks its text, shows what will change, and sends it when the user applies it. Keeps unsaved changes
 * as a draft before. Rejects with a `Problem`; nothing was sent unless its message says so.
 */
export async function reviewDocument(deps: SendDeps, uri: vscode.Uri): Promise<void> {
  const document = findOpenDocument(uri);
  const isCurrent = deps.reviews.begin(uri);
  // A draft survives whatever happens while it is sent.
  if (document) await deps.fileSystem.save(document);
  await deps.fileSystem.untilSent(uri);
  assertCurrent(isCurrent);
  const edited = await editedText(deps, uri);
  await markRefusal(deps, edited, reviewText(deps, edited, isCurrent));
}

function assertCurrent(isCurrent: () => boolean): void {
  if (!isCurrent()) throw cancelled();
}

async function reviewText(deps: SendDeps, edited: EditedText, isCurrent: () => boolean): Promise<void> {
  const { reviews, fileSystem } = deps;
  const { uri, ref, configuration, text, name } = edited;
  const isCancelled = reviews.watchCancel(uri);
  const prepare = (base: string, confirmed?: LockoutCheck) =>
    withLoadingProgress(signal =>
      prepareDraft(configuration, ref, { edited: text, base, confirmed }, signal),
    );
  for (let { base } = edited; ;) {
    const change = await prepare(base);
    assertCurrent(isCurrent);
    if (!change) {
      await fileSystem.onSent(uri, { ...edited, shown: await currentText(configuration, ref, text) });
      showStatusBarMessage(t('“{0}” has no changes to apply', name));
      return;
    }
    if (isConflict(change)) {
      await mergeConflict(deps, edited, change);
      return;
    }
    assertNotBlocked(change.lockoutCheck, ref);
    const ask = () => confirmLockoutCheck(change.lockoutCheck, ref);
    if (!(await reviews.confirmChange(uri, name, change, ask, isCurrent))) throw cancelled();
    const reviewed = toDocumentText(change.current.body);
    // From here on, the next review of the document waits: this text becomes its base.
    const isSent = await fileSystem.whileSending(uri, async () => {
      // The review may have taken long: what the user saw must still be current.
      const again = await prepare(reviewed, change.lockoutCheck);
      if (again && isConflict(again)) return false;
      if (again) checkAgain(again.lockoutCheck, change.lockoutCheck, ref);
      if (isCancelled()) throw cancelled();
      const applied = again && (await applyChange(configuration, again));
      const shown = await currentText(configuration, ref, text, applied);
      await fileSystem.onSent(uri, { ...edited, shown });
      if (applied) showOutcome(applied);
      return true;
    });
    if (isSent) return;
    base = reviewed;
  }
}

/**
 * Sends the text of a document without questions, for callers of the command: `typed` is the title if the guard requires
 * it. Resolves with the reason if a change that was sent could not be verified.
 */
export async function applyDocument(
  deps: SendDeps,
  uri: vscode.Uri,
  typed: string | undefined,
): Promise<Problem | undefined> {
  await deps.fileSystem.untilSent(uri);
  const edited = await editedText(deps, uri);
  return markRefusal(deps, edited, applyText(deps, edited, typed));
}

async function applyText(
  deps: SendDeps,
  edited: EditedText,
  typed: string | undefined,
): Promise<Problem | undefined> {
  const { uri, ref, configuration, text, base, name } = edited;
  const isCancelled = deps.reviews.watchCancel(uri);
  const change = await prepareDraft(configuration, ref, { edited: text, base });
  if (!change) {
    await deps.fileSystem.onSent(uri, { ...edited, shown: await currentText(configuration, ref, text) });
    return undefined;
  }
  if (isConflict(change)) throw await conflictProblem(configuration, ref, name, change);
  assertAllowed(change.lockoutCheck, typed, ref);
  return deps.fileSystem.whileSending(uri, async () => {
    if (isCancelled()) throw cancelled();
    const { body, verificationError } = await applyChange(configuration, change);
    await deps.fileSystem.onSent(uri, { ...edited, shown: toDocumentText(alignMembers(body, text)) });
    return verificationError;
  });
}

/** The edited text of a resource: that of its open document, otherwise its draft. Rejects with a `Problem`. */
async function editedText(
  { configurations, baseVersions, drafts, documents }: SendDeps,
  uri: vscode.Uri,
): Promise<EditedText> {
  await drafts.whenLoaded();
  const ref = resourceRefOf(uri);
  const configuration = configurations.forDocument(ref.profile);
  const { profile } = configuration;
  const draft = documents.draftOf(uri);
  const shown = baseVersions.get(uri.toString());
  const open = findOpenDocument(uri)?.getText();
  const text = open ?? draft?.text;
  // Text and base are of one record: what a closed document showed may be older or newer than the draft.
  const base = (open === undefined ? undefined : shown?.text) ?? draft?.base;
  const name = titleIn(ref.kind, base ?? '', configuration.resourceCache.titleOf(ref) || ref.id);
  if (shown && !isSameCustomer(shown, profile)) {
    throw new Problem(
      'changedMeanwhile',
      t('“{0}” was edited when “{1}” was for another customer. Nothing was sent.', name, profile.name),
      t('Change the profile back, or discard the draft.'),
    );
  }
  if (text === undefined) throw new Problem('noVersion', t('There is no draft of this document.'));
  if (base === undefined) {
    throw new Problem(
      'changedMeanwhile',
      t('The original version of this document is no longer available. Nothing was sent.'),
      t('Copy your changes, revert the document, and make them again.'),
    );
  }
  return {
    uri,
    ref,
    configuration,
    owner: profile,
    text,
    base,
    // An open document without one shows no draft: that of another window is not sent.
    revision: open !== undefined && shown ? shown.revision : draft?.revision,
    name,
  };
}

/** Prepares and sends an edited text. If the guard refuses it, at any step, the cause is marked in the document. */
async function markRefusal<T>({ refusals }: SendDeps, edited: EditedText, sending: Promise<T>): Promise<T> {
  const { uri, ref, text, base } = edited;
  try {
    return await sending;
  } catch (error) {
    refusals.add(uri, error, { kind: ref.kind, text, base });
    throw error;
  }
}

/**
 * Moves the draft to the version that somebody else made: takes over what only they changed, and shows the merge. The draft
 * is not sent.
 */
async function mergeConflict(
  { reviews, fileSystem }: SendDeps,
  { uri, ref, name, base, configuration }: EditedText,
  conflict: Conflict,
): Promise<void> {
  const { theirs } = conflict;
  const pending = await pendingWriteProblem(configuration, ref, name, conflict);
  if (pending) throw pending;
  const document = await vscode.workspace.openTextDocument(uri);
  // Not the text that was reviewed: it may have been edited since.
  const text = document.getText();
  const merged = mergeChanges(base, text, theirs);
  // The document is not valid JSON now, so it cannot be merged.
  if (!merged) throw await conflictProblem(configuration, ref, name, conflict);
  const { origin, customerId } = configuration.profile;
  await fileSystem.replaceText(document, merged.text, { text: theirs, origin, customerId });
  await reviews.showConflict(uri, name, { base, theirs, own: text });
  const [changed, next] = [describeConflict(name, conflict), describeMerge(conflict, merged.conflicting)];
  void showWarning(`${changed} ${next}`, commandLink(t('Review and Apply'), commands.reviewAndApply, uri));
}

/**
 * Asks the user to type the title if the guard requires it. Rejects with a `cancelled` problem.
 * @param what the question and the consequences, if they were not shown before
 */
export async function confirmLockoutCheck(
  lockoutCheck: LockoutCheck,
  key: ResourceKey,
  what: { readonly question?: string; readonly detail: string } = { detail: '' },
): Promise<void> {
  if (lockoutCheck.kind !== 'confirm') return;
  const { title, why } = lockoutCheck;
  await confirmByTyping({ id: key.id, title }, `${what.detail} ${why}`.trim(), what.question);
}

function showOutcome({ title, changedByService, verificationError }: AppliedChange): void {
  if (verificationError) {
    void showWarning(`${verificationError.message} ${verificationError.nextStep}`, {
      title: t('Refresh'),
      command: commands.refreshConfiguration,
    });
    return;
  }
  if (changedByService.length === 0) {
    showStatusBarMessage(t('“{0}” applied', title));
    return;
  }
  void showWarning(
    t('“{0}” was applied, but the service changed these members: {1}.', title, listNames(changedByService)),
    {
      title: t('Show Log'),
      command: commands.showLog,
    },
  );
}
