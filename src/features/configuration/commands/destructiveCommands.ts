import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { deleteResource, prepareDeletion } from '../../../configuration/writes/deleteResource';
import { assertAllowed, assertNotBlocked } from '../../../configuration/writes/prepareChange';
import {
  secretNotProvedProblem,
  prepareSecretReset,
  resetClientSecret,
  type SecretReset,
} from '../../../configuration/writes/resetClientSecret';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import type { LockoutCheck } from '../../../core/resourceRules/lockoutRules';
import { displayTitle } from '../../../core/resources/displayTitle';
import { singularLabel, type ResourceKey } from '../../../core/resources/resource';
import type { ResourceRef } from '../../../core/resources/resourceUri';
import { commandLink } from '../../../ui/commands/commandLink';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { commands } from '../../../ui/ids';
import { confirm, showProblem, showStatusBarMessage } from '../../../ui/notifications';
import { withLoadingProgress } from '../../../ui/progress';
import { cancelled } from '../../../ui/quickInput';
import { lockoutActions } from '../documents/lockoutActions';
import { closeTabs, isDirty } from '../documents/resourceDocuments';
import { confirmLockoutCheck } from '../documents/sendDocument';
import { resolveTarget, targetConfiguration } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { ResourceKindArg } from './documentCommands';
import { endOffer, showNewSecret } from './newSecrets';

const profileArg = { profile: z.optional(z.string()) };
const typedArg = { typed: z.optional(z.string()) };

const DeleteArgs = z.strictObject({ ...profileArg, kind: ResourceKindArg, id: z.string(), ...typedArg });

/** Deletes a resource that no client uses (contract). */
export function deleteResourceCommand(deps: CommandDeps): Command {
  return defineCommand(DeleteArgs, async (args, clicked) => {
    const ref: Pick<ResourceRef, 'kind' | 'id'> & { profile?: string | undefined } =
      args ?? resolveTarget(clicked);
    const configuration = targetConfiguration(deps.configurations, args, ref.profile);
    const key: ResourceKey = { kind: ref.kind, id: ref.id };
    const prepare = (signal?: AbortSignal) => prepareDeletion(configuration, key, signal);
    const deletion = args ? await prepare() : await prepareOrOfferUsers(deps, configuration, prepare);
    if (!deletion) return undefined;
    const { resource, lockoutCheck } = deletion;
    const { title } = resource;
    const uri = deps.documents.uriOf(configuration, resource);
    await deps.drafts.whenLoaded();
    const draft = deps.documents.draftOf(uri);
    if (args) {
      assertAllowed(lockoutCheck, args.typed, key);
      await deleteResource(configuration, deletion);
      // Nobody was asked: what the user edited stays, and can be created again.
      if (draft || isDirty(uri)) return undefined;
    } else {
      const question = t('Delete the {0} “{1}”?', singularLabel(key.kind), title);
      const detail = [
        t(
          'A copy without secrets is kept on this machine. Restore Previous Version creates it again with another ID.',
        ),
        ...(draft ? [t('Your draft of it is discarded.')] : []),
      ].join(' ');
      await withLockoutActions(deps, uri, async () => {
        await confirmWrite(lockoutCheck, key, question, detail, t('Delete'));
        await deleteResource(configuration, deletion);
      });
      showStatusBarMessage(t('“{0}” deleted', title));
    }
    await closeTabs(uri);
    if (draft) await deps.drafts.remove(draft);
    return undefined;
  });
}

/** The maximum number of clients with a button in a message. */
const maxOffered = 2;

/** Runs `prepare` with progress. If clients use the policy, offers to open them and resolves with undefined. */
async function prepareOrOfferUsers<T>(
  { problemOf }: CommandDeps,
  { profile, resourceCache }: ProfileConfiguration,
  prepare: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withLoadingProgress(prepare);
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'inUse') throw error;
    const users = (error.facts.usedBy ?? []).slice(0, maxOffered);
    const actions = users.map(id =>
      commandLink(
        t('Open “{0}”', displayTitle({ id, title: resourceCache.titleOf({ kind: 'clients', id }) }, 30)),
        commands.openResource,
        { profile: profile.name, kind: 'clients', id },
      ),
    );
    void showProblem(problemOf('Deleting a policy', error), ...actions);
    return undefined;
  }
}

const ResetArgs = z.strictObject({ ...profileArg, id: z.string(), ...typedArg });

/** Resets the secret of a client, and saves the new one in the profiles that use it (contract). */
export function resetClientSecretCommand(deps: CommandDeps): Command {
  return defineCommand(ResetArgs, async (args, clicked) => {
    const ref: { id: string; profile?: string | undefined } = args ?? resolveTarget(clicked);
    const key = { kind: 'clients', id: ref.id } as const;
    const configuration = targetConfiguration(deps.configurations, args, ref.profile);
    const prepare = (signal?: AbortSignal) => prepareSecretReset(deps, configuration, ref.id, signal);
    const reset = args ? await prepare() : await withLoadingProgress(prepare);
    const { client, lockoutCheck } = reset;
    if (args) {
      assertAllowed(lockoutCheck, args.typed, key);
      const { secret, unsaved, isProved } = await resetClientSecret(deps, configuration, reset);
      endOffer(client.id);
      if (unsaved.length > 0) throw secretNotSavedProblem(reset);
      if (!isProved) throw secretNotProvedProblem(reset);
      if (deps.mayLoseSecret(true) && reset.profiles.length > 0)
        void showNewSecret(deps, reset, secret, false);
      return undefined;
    }
    const detail = t(
      'The current secret stops working at once, without a grace period. Everything that uses it fails until it has the new one.',
    );
    const { secret, unsaved, isProved } = await withLockoutActions(
      deps,
      deps.documents.uriOf(configuration, client),
      async () => {
        await confirmWrite(
          lockoutCheck,
          key,
          t('Reset the secret of “{0}”?', client.title),
          detail,
          t('Reset'),
        );
        return resetClientSecret(deps, configuration, reset);
      },
    );
    endOffer(client.id);
    if (unsaved.length === 0 && !isProved) throw secretNotProvedProblem(reset);
    await showNewSecret(deps, reset, secret, unsaved.length > 0);
    return undefined;
  });
}

/** Shows a refusal of the guard with actions that help. */
async function withLockoutActions<T>(deps: CommandDeps, uri: vscode.Uri, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'lockOut') throw error;
    const problem = deps.problemOf('The guard refused a write', error);
    void showProblem(problem, ...lockoutActions(uri, problem));
    throw cancelled();
  }
}

/** Asks for confirmation: by typing the title if the guard requires that, otherwise with a button. */
async function confirmWrite(
  lockoutCheck: LockoutCheck,
  key: ResourceKey,
  question: string,
  detail: string,
  yes: string,
): Promise<void> {
  assertNotBlocked(lockoutCheck, key);
  if (lockoutCheck.kind === 'allowed') await confirm(question, yes, detail);
  else await confirmLockoutCheck(lockoutCheck, key, { question, detail });
}

function secretNotSavedProblem({ client }: SecretReset): Problem {
  return new Problem(
    'storage',
    t('“{0}” has a new secret, but it could not be saved in VS Code’s secret storage.', client.title),
    t(
      'Read it with GET clients/{0}/secret before the access token expires, then edit the profile.',
      client.id,
    ),
  );
}
