import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../../core/common/l10n';
import { isCancelled, Problem, undefinedIfFailed } from '../../../core/common/problem';
import { alignMembers } from '../../../core/resources/memberOrder';
import { toDocumentText } from '../../../core/resources/resourceText';
import type { Draft } from '../../../storage/configuration/draftFiles';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { UriArg } from '../../../ui/commands/uriArg';
import { askQuestion, showProblem, showStatusBarMessage } from '../../../ui/notifications';
import { equalsBase } from '../documents/baseVersions';
import { lockoutActions } from '../documents/lockoutActions';
import { closeTabs, findOpenDocument, resourceRefOf } from '../documents/resourceDocuments';
import { revealFirstError } from '../documents/revealFirstError';
import { reviewDocument } from '../documents/sendDocument';
import { documentTarget } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { resourceUri } from './resourceUriArg';
import { recreate } from './restoreVersion';

/** Reviews a document, and sends it when the user applies it. */
export function reviewAndApply(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({}), (_, clicked) =>
    reviewInteractively(deps, documentTarget(deps, clicked)),
  );
}

/** Reviews a document and shows why it cannot be sent. Never rejects. A cancelled review says nothing: the draft stays. */
export async function reviewInteractively(deps: CommandDeps, uri: vscode.Uri): Promise<void> {
  try {
    await reviewDocument(deps, uri);
  } catch (error) {
    const problem = deps.problemOf('Applying a draft', error);
    if (isCancelled(problem)) return;
    if (problem.kind === 'gone' && deps.documents.draftOf(uri)) {
      await offerToCreateAgain(deps, uri);
      return;
    }
    if (problem.kind === 'invalidInput' || problem.kind === 'lockOut') revealFirstError(uri);
    void showProblem(problem, ...lockoutActions(uri, problem));
  }
}

/** The draft of a resource that somebody deleted. */
async function offerToCreateAgain(deps: CommandDeps, uri: vscode.Uri): Promise<void> {
  const draft = deps.documents.draftOf(uri);
  if (!draft) return;
  // Before the question: its tokens are refused once the profile is for another client.
  const configuration = deps.configurations.forDocument(resourceRefOf(uri).profile);
  const create = t('Create Again');
  const discard = t('Discard');
  const chosen = await askQuestion(
    t('“{0}” no longer exists on the service. Nothing was sent, and your draft is kept.', draft.title),
    [create, discard],
    { isWarning: true },
  );
  try {
    if (chosen !== undefined && deps.documents.draftOf(uri)?.revision !== draft.revision)
      throw new Problem(
        'changedMeanwhile',
        t('The draft of “{0}” was changed in the meantime. Nothing was sent.', draft.title),
        t('Review it again.'),
      );
    if (chosen === create) {
      await recreate(deps, configuration, draft);
      await removeDraft(deps, uri, draft);
    } else if (chosen === discard) await discardInteractively(deps, uri);
  } catch (error) {
    const problem = deps.problemOf('Creating a resource again', error);
    if (!isCancelled(problem)) void showProblem(problem);
  }
}

/** Removes the draft of a resource that is gone, with its document; not if it was edited further while questions stood. */
async function removeDraft(
  { drafts, documents, fileSystem }: CommandDeps,
  uri: vscode.Uri,
  draft: Draft,
): Promise<void> {
  const document = findOpenDocument(uri);
  if (document && !equalsBase(document.getText(), draft)) return;
  if (document) await fileSystem.replaceText(document, draft.base);
  if (documents.draftOf(uri)?.revision === draft.revision) await drafts.remove(draft);
  await closeTabs(uri);
}

/** Discards the draft of a document (contract): the document shows what the service has. */
export function discardDraft(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({ uri: UriArg }), async (args, clicked) => {
    if (args) await discard(deps, resourceUri(args.uri));
    else await discardInteractively(deps, documentTarget(deps, clicked));
  });
}

/** Discards a draft, and offers to undo it. Rejects with a `Problem`. */
async function discardInteractively(deps: CommandDeps, uri: vscode.Uri): Promise<void> {
  const draft = await discard(deps, uri);
  if (!draft) {
    showStatusBarMessage(t('Changes discarded'), 4000, 'discard');
    return;
  }
  void offerUndo(deps, draft);
}

/** Never rejects. */
async function offerUndo(
  { drafts, documents, profiles, problemOf }: CommandDeps,
  draft: Draft,
): Promise<void> {
  const { title, profileId, origin, customerId, base, text } = draft;
  const undo = t('Undo');
  try {
    const chosen = await askQuestion(t('The draft of “{0}” was discarded.', title), [undo]);
    if (chosen !== undo) return;
    // Nothing would ever remove its draft again.
    if (!profiles.all.some(({ id }) => id === profileId))
      throw new Problem(
        'profileChanged',
        t('The draft of “{0}” cannot be brought back: its profile was removed.', title),
      );
    await drafts.put({ id: profileId, origin, customerId }, draft, { base, text });
    documents.followDrafts();
  } catch (error) {
    void showProblem(problemOf('Bringing back a draft', error));
  }
}

/**
 * Removes the draft and the unsaved changes of a document; Undo in its editor brings them back. Resolves with the draft,
 * if there was one. Rejects with a `Problem`.
 */
async function discard(deps: CommandDeps, uri: vscode.Uri): Promise<Draft | undefined> {
  const { drafts, documents, fileSystem, configurations, baseVersions } = deps;
  await drafts.whenLoaded();
  const ref = resourceRefOf(uri);
  const { resourceCache, profile } = configurations.forDocument(ref.profile);
  const before = documents.draftOf(uri);
  // Stops what is not sent yet. What is on its way must end before it is known what there is to discard.
  deps.reviews.cancelFor(uri);
  await fileSystem.untilSent(uri);
  const kept = documents.draftOf(uri);
  const document = findOpenDocument(uri);
  if (!kept && document?.isDirty !== true) {
    throw before
      ? new Problem(
          'noVersion',
          t('The change was applied before it could be discarded.'),
          t('Run Restore Previous Version to take it back.'),
        )
      : new Problem('noVersion', t('There is no draft of this document.'));
  }
  const shown = baseVersions.get(uri.toString());
  // Unsaved changes of another version are discarded alone: the draft is that of another window.
  const isOther = document?.isDirty === true && shown !== undefined && shown.revision !== kept?.revision;
  const draft = isOther ? undefined : kept;
  const base = draft?.base ?? shown?.text;
  if (document && base !== undefined) {
    // Offline, or gone: the version that editing began with is the best that is known.
    const now = await undefinedIfFailed(resourceCache.read(ref), () => true);
    const text = now ? toDocumentText(alignMembers(now.body, base)) : base;
    const { origin, customerId } = now ? profile : (draft ?? shown ?? profile);
    await fileSystem.replaceText(document, text, { text, origin, customerId });
    // It may have been saved by hand while the service was read.
    deps.reviews.cancelFor(uri);
  }
  if (draft && documents.draftOf(uri)?.revision === draft.revision) await drafts.remove(draft);
  // It shows the draft of the other window then.
  if (isOther) documents.followDrafts();
  return draft;
}
