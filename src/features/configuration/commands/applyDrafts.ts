// Sends all drafts of a profile.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { applyChange } from '../../../configuration/writes/applyChange';
import {
  assertAllowed,
  assertNotBlocked,
  isConflict,
  prepareConfirmed,
  type PreparedChange,
} from '../../../configuration/writes/prepareChange';
import { inQuotes } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import { listNames } from '../../../core/common/listNames';
import { isCancelled, isProblem, Problem } from '../../../core/common/problem';
import { parseJsonObject } from '../../../core/json/json';
import { isSameId, type Profile } from '../../../core/profile/profile';
import { tokenPolicyOf } from '../../../core/resourceRules/configurationAccess';
import type { LockoutCheck } from '../../../core/resourceRules/lockoutRules';
import { sortWrites, type WriteStep } from '../../../core/resourceRules/writeOrder';
import type { ResourceEntry, ResourceKey } from '../../../core/resources/resource';
import { toDocumentText } from '../../../core/resources/resourceText';
import type { Draft } from '../../../storage/configuration/draftFiles';
import { commandLink } from '../../../ui/commands/commandLink';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { commands, resourceScheme } from '../../../ui/ids';
import {
  showInformation,
  showLogLink,
  showProblem,
  showStatusBarMessage,
  showWarning,
} from '../../../ui/notifications';
import { withLoadingProgress } from '../../../ui/progress';
import { cancelled } from '../../../ui/quickInput';
import { lockoutActions } from '../documents/lockoutActions';
import { conflictProblem, currentText, prepareDraft } from '../documents/prepareDraft';
import { confirmLockoutCheck } from '../documents/sendDocument';
import { targetProfileName } from './clickedTarget';
import type { CommandDeps } from './commandDeps';

interface FailedDraft extends ResourceEntry {
  /** What happened, and what to do, as sentences. */
  readonly message: string;
}

/** What became of the drafts of a profile. */
interface ApplyResult {
  readonly done: readonly ResourceEntry[];
  /** The one that stopped it. */
  readonly failed?: FailedDraft;
  /** Those after it: nothing of them was sent. */
  readonly notDone: readonly ResourceEntry[];
}

/** A draft that can be sent, in its place in the order. */
interface DraftStep extends WriteStep {
  readonly key: ResourceKey;
  readonly draft: Draft;
  readonly change: PreparedChange;
  readonly uri: vscode.Uri;
  /** Whether it was discarded since it was read. */
  readonly isCancelled: () => boolean;
}

/** Asks before a write, or checks what the caller allows. Rejects with a `Problem`. */
type Confirm = (change: PreparedChange) => Promise<void>;

const Args = z.strictObject({ profile: z.optional(z.string()), typed: z.optional(z.string()) });

/**
 * Sends all drafts of a profile (contract): checks all of them first, then sends one after the other in a safe order, and
 * stops at the first that fails. `typed` is the title where one must be typed.
 */
export function applyDrafts(deps: CommandDeps): Command {
  return defineCommand(Args, async (args, clicked) => {
    if (args) {
      const configuration = deps.configurations.get(args.profile);
      const { drafts, steps, failure } = await prepareAll(deps, configuration);
      if (failure) return failureOf([], failure, drafts);
      return sendAll(deps, configuration, steps, change => {
        assertAllowed(change.lockoutCheck, args.typed, change.key);
        return Promise.resolve();
      }).then(({ result }) => result);
    }
    const name = targetProfileName(clicked) ?? (await profileWithDrafts(deps));
    await applyInteractively(deps, deps.configurations.forDocument(name));
    return undefined;
  });
}

/** The only profile with drafts; undefined for the active profile. */
async function profileWithDrafts({ drafts, profiles }: CommandDeps): Promise<string | undefined> {
  await drafts.whenLoaded();
  const found = profiles.all.filter(profile => drafts.of(profile).length > 0);
  return found.length === 1 ? found[0]?.name : undefined;
}

async function applyInteractively(deps: CommandDeps, configuration: ProfileConfiguration): Promise<void> {
  const { profile } = configuration;
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ uri }) => uri.scheme === resourceScheme && deps.documents.profileOf(uri)?.id === profile.id,
  );
  for (const document of unsaved) {
    await deps.fileSystem.save(document);
    // Its changes were undone, perhaps after its own review was opened.
    if (!deps.documents.draftOf(document.uri)) deps.reviews.cancelFor(document.uri);
  }
  const { drafts, steps, failure } = await withLoadingProgress(signal =>
    prepareAll(deps, configuration, signal),
  );
  if (failure) {
    showResult(deps, configuration, failureOf([], failure, drafts), failure.problem);
    return;
  }
  if (steps.length === 0) {
    void showInformation(t('“{0}” has no drafts to apply.', profile.name));
    return;
  }
  const reviewed = steps.map(({ uri, draft, change }) => ({ uri, name: draft.title, change }));
  if (!(await deps.reviews.confirmChanges(profile.name, reviewed))) throw cancelled();
  const sent = await sendAll(deps, configuration, steps, async change => {
    assertNotBlocked(change.lockoutCheck, change.key);
    await confirmLockoutCheck(change.lockoutCheck, change.key);
  });
  showResult(deps, configuration, sent.result, sent.problem, sent.changedByService);
}

interface Failure {
  readonly draft: Draft;
  readonly problem: Problem;
}

/** Checks all drafts of a profile. Sends nothing. A draft that equals the service is removed. */
async function prepareAll(
  deps: CommandDeps,
  configuration: ProfileConfiguration,
  signal?: AbortSignal,
): Promise<{
  readonly drafts: readonly Draft[];
  readonly steps: readonly DraftStep[];
  readonly failure?: Failure;
}> {
  const { documents, fileSystem, refusals, reviews } = deps;
  const { profile, guard } = configuration;
  // What is being sent has an earlier base until it is read back.
  for (const draft of deps.drafts.of(profile))
    await fileSystem.untilSent(documents.uriOf(configuration, draft));
  await deps.drafts.refresh();
  const drafts = deps.drafts.of(profile);
  const watched = drafts.map(draft => {
    const uri = documents.uriOf(configuration, draft);
    return { draft, uri, isCancelled: reviews.watchCancel(uri) };
  });
  const changes: Pick<DraftStep, 'draft' | 'change' | 'uri' | 'isCancelled'>[] = [];
  for (const each of watched) {
    const { draft, uri } = each;
    try {
      const { text, base, title } = draft;
      const change = await prepareDraft(configuration, draft, { edited: text, base }, signal);
      if (change && isConflict(change)) throw await conflictProblem(configuration, draft, title, change);
      if (change) {
        assertNotBlocked(change.lockoutCheck, draft);
        changes.push({ ...each, change });
      } else
        await fileSystem.onSent(uri, {
          ...{ ...draft, shown: await currentText(configuration, draft, text), owner: profile },
        });
    } catch (error) {
      if (!isProblem(error)) throw error;
      refusals.add(uri, error, draft);
      return { drafts, steps: [], failure: { draft, problem: error } };
    }
  }
  const isOwn = await ownAccess(
    configuration,
    changes.some(({ draft }) => draft.kind === 'tokenPolicies'),
  );
  const steps: DraftStep[] = [];
  for (const each of changes) {
    const { draft, change } = each;
    const { kind, id } = draft;
    const members = parseJsonObject(change.body) ?? {};
    const write = { does: 'replace', key: { kind, id }, members } as const;
    const concernsAccess = await guard.affectsAccess(write, change.current, signal);
    steps.push({ ...each, action: 'change', key: write.key, concernsAccess, isOwn: isOwn(draft) });
  }
  return { drafts, steps: sortWrites(steps) };
}

/** Resolves with whether a resource is the client that writes, or its token policy. */
async function ownAccess(
  { profile, resourceCache }: ProfileConfiguration,
  needsPolicy: boolean,
): Promise<(key: ResourceKey) => boolean> {
  const own: ResourceKey = { kind: 'clients', id: profile.clientId };
  const client =
    resourceCache.cached(own) ??
    (needsPolicy ? await resourceCache.read(own).catch(() => undefined) : undefined);
  const policy = client && tokenPolicyOf(client);
  return ({ kind, id }) =>
    isSameId(id, (kind === 'clients' ? own.id : policy?.id) ?? '') && kind !== 'loginPolicies';
}

/**
 * Sends the drafts in order. Resolves with the result, with the problem that stopped it, and with the members that have other
 * values then than those that were sent.
 */
async function sendAll(
  deps: CommandDeps,
  configuration: ProfileConfiguration,
  steps: readonly DraftStep[],
  confirm: Confirm,
): Promise<{
  readonly result: ApplyResult;
  readonly problem?: Problem | undefined;
  /** For each draft with such members, as text. */
  readonly changedByService: readonly string[];
}> {
  const { fileSystem, refusals } = deps;
  const { profile } = configuration;
  const done: ResourceEntry[] = [];
  const changedByService: string[] = [];
  const drafts = steps.map(({ draft }) => draft);
  for (const { draft, change: reviewed, uri, isCancelled } of steps) {
    try {
      // Its own review may have sent it meanwhile.
      await fileSystem.untilSent(uri);
      await assertKept(deps, profile, draft);
      const base = toDocumentText(reviewed.current.body);
      // What was reviewed must still be current: it may have taken long, and each write may affect the next one.
      const prepare = (confirmed?: LockoutCheck) =>
        prepareDraft(configuration, draft, { edited: draft.text, base, confirmed });
      const change = await prepareConfirmed(prepare, confirm);
      if (change && isConflict(change))
        throw await conflictProblem(configuration, draft, draft.title, change);
      await fileSystem.whileSending(uri, async () => {
        await assertKept(deps, profile, draft, isCancelled);
        const applied = change && (await applyChange(configuration, change));
        const shown = await currentText(configuration, draft, draft.text, applied);
        await fileSystem.onSent(uri, { ...draft, shown, owner: profile });
        if (applied?.verificationError) throw applied.verificationError;
        if (applied && applied.changedByService.length > 0)
          changedByService.push(`${inQuotes(applied.title, 100)}: ${listNames(applied.changedByService)}`);
      });
      done.push(entryOf(draft));
    } catch (error) {
      if (!isProblem(error)) throw error;
      refusals.add(uri, error, draft);
      return { result: failureOf(done, { draft, problem: error }, drafts), problem: error, changedByService };
    }
  }
  return { result: { done, notDone: [] }, changedByService };
}

/**
 * Rejects with a `changedMeanwhile` problem if a draft was discarded or saved again: the writes before it may have waited for a
 * title for hours.
 */
async function assertKept(
  { drafts }: CommandDeps,
  profile: Profile,
  draft: Draft,
  isCancelled = () => false,
): Promise<void> {
  await drafts.refresh();
  const all = [drafts.get(profile, draft), ...drafts.others(profile, draft)];
  // Another base: the change that it continues was sent.
  const isKept = all.some(
    kept => kept?.revision === draft.revision || (kept?.text === draft.text && kept.base === draft.base),
  );
  if (isKept && !isCancelled()) return;
  throw new Problem(
    'changedMeanwhile',
    t('The draft of “{0}” was changed or discarded in the meantime. Nothing was sent.', draft.title),
    t('Review it again.'),
  );
}

function failureOf(
  done: readonly ResourceEntry[],
  { draft, problem: { message, nextStep } }: Failure,
  drafts: readonly Draft[],
): ApplyResult {
  const notDone = drafts
    .filter(other => other !== draft && !done.some(({ kind, id }) => kind === other.kind && id === other.id))
    .map(entryOf);
  return { done, failed: { ...entryOf(draft), message: `${message} ${nextStep}`.trim() }, notDone };
}

function entryOf({ kind, id, title }: Draft): ResourceEntry {
  return { kind, id, title };
}

function showResult(
  { documents }: CommandDeps,
  configuration: ProfileConfiguration,
  { done, failed, notDone }: ApplyResult,
  problem: Problem | undefined,
  changedByService: readonly string[] = [],
): void {
  const changed =
    changedByService.length === 0 ? [] : [t('The service changed: {0}.', listNames(changedByService))];
  if (!failed || !problem) {
    const applied = done.length === 1 ? t('1 change applied') : t('{0} changes applied', done.length);
    if (changed.length > 0) void showWarning([`${applied}.`, ...changed].join(' '), showLogLink());
    else showStatusBarMessage(applied, 8000);
    return;
  }
  const titles = (entries: readonly ResourceEntry[]) =>
    listNames(entries.map(({ title }) => inQuotes(title, 100)));
  const others = [
    ...(done.length === 0 ? [] : [t('Applied: {0}.', titles(done))]),
    ...changed,
    ...(notDone.length === 0 ? [] : [t('Not sent: {0}.', titles(notDone))]),
  ].join(' ');
  if (isCancelled(problem)) {
    void showInformation([t('“{0}” was not sent.', failed.title), others].join(' ').trim());
    return;
  }
  const uri = documents.uriOf(configuration, failed);
  const message = [t('“{0}”: {1}', failed.title, failed.message), others].join(' ').trim();
  void showProblem(
    new Problem(problem.kind, message, '', problem.detail, problem.facts),
    ...lockoutActions(uri, problem),
    commandLink(t('Review “{0}”', failed.title), commands.reviewAndApply, uri),
  );
}
