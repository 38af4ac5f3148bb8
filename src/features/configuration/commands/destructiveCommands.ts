import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import {
  createSpareAccess,
  planSpareAccess,
  type SpareAccessPlan,
} from '../../../configuration/writes/createSpareAccess';
import { deleteResource, prepareDeletion } from '../../../configuration/writes/deleteResource';
import { assertAllowed } from '../../../configuration/writes/prepareChange';
import {
  secretNotProvedProblem,
  prepareSecretReset,
  resetClientSecret,
  type SecretReset,
  onSecretCopied,
} from '../../../configuration/writes/resetClientSecret';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import type { LockoutCheck } from '../../../core/resourceRules/lockoutRules';
import { displayTitle } from '../../../core/resources/displayTitle';
import { singularLabel, type ResourceKey } from '../../../core/resources/resource';
import type { ResourceRef } from '../../../core/resources/resourceUri';
import { describeScope } from '../../../core/scopes/describeScope';
import { commandLink } from '../../../ui/commands/commandLink';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { askQuestion, showProblem, showStatusBarMessage } from '../../../ui/notifications';
import { withDelayedProgress, withProgress } from '../../../ui/progress';
import { cancelled } from '../../../ui/quickInput';
import { StatusItem } from '../../../ui/statusItem';
import { lockoutActions } from '../documents/lockoutActions';
import { confirmByTyping } from '../documents/sendDocument';
import { targetProfileName, resolveTarget } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { ResourceKindArg } from './documentCommands';

const profileArg = { profile: z.optional(z.string()) };
const typedArg = { typed: z.optional(z.string()) };

const DeleteArgs = z.strictObject({ ...profileArg, kind: ResourceKindArg, id: z.string(), ...typedArg });

/** Deletes a resource that no client uses (contract). */
export function deleteResourceCommand(deps: CommandDeps): Command {
  return defineCommand(DeleteArgs, async (args, clicked) => {
    const ref: Pick<ResourceRef, 'kind' | 'id'> & { profile?: string | undefined } =
      args ?? resolveTarget(clicked);
    const configuration = deps.configurations.get(ref.profile);
    const key: ResourceKey = { kind: ref.kind, id: ref.id };
    const prepare = (signal?: AbortSignal) => prepareDeletion(configuration, key, signal);
    const deletion = args ? await prepare() : await prepareOrOfferUsers(configuration, prepare);
    if (!deletion) return undefined;
    const { resource, lockoutCheck } = deletion;
    const { title } = resource;
    const uri = deps.documents.uriOf(configuration, resource);
    await deps.drafts.whenLoaded();
    const draft = deps.documents.draftOf(uri);
    if (args) {
      assertAllowed(lockoutCheck, args.typed, key);
      await deleteResource(configuration, deletion);
    } else {
      const question = t('Delete the {0} “{1}”?', singularLabel(key.kind), title);
      const detail = [
        t('A copy is kept on this machine. Restore Previous Version creates it again with another ID.'),
        ...(draft ? [t('Your draft of it is discarded.')] : []),
      ].join(' ');
      await withLockoutActions(deps, uri, async () => {
        await confirm(lockoutCheck, key, question, detail, t('Delete'));
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
  { profile, resourceCache }: ProfileConfiguration,
  prepare: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withDelayedProgress(t('Loading from Hosted Login…'), prepare);
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
    void showProblem(error, ...actions);
    return undefined;
  }
}

const ResetArgs = z.strictObject({ ...profileArg, id: z.string(), ...typedArg });

/** Resets the secret of a client, and saves the new one in the profiles that use it (contract). */
export function resetClientSecretCommand(deps: CommandDeps): Command {
  return defineCommand(ResetArgs, async (args, clicked) => {
    const ref: { id: string; profile?: string | undefined } = args ?? resolveTarget(clicked);
    const key = { kind: 'clients', id: ref.id } as const;
    const configuration = deps.configurations.get(ref.profile);
    const prepare = (signal?: AbortSignal) => prepareSecretReset(deps, configuration, ref.id, signal);
    const reset = args
      ? await prepare()
      : await withDelayedProgress(t('Loading from Hosted Login…'), prepare);
    const { client, lockoutCheck } = reset;
    if (args) {
      assertAllowed(lockoutCheck, args.typed, key);
      const { secret, unsaved, isProved } = await resetClientSecret(deps, configuration, reset);
      if (unsaved.length > 0) throw secretNotSavedProblem(reset);
      if (!isProved) throw secretNotProvedProblem(reset);
      if (deps.mayLoseSecret(true) && reset.profiles.length > 0)
        void showNewSecret(deps, reset, secret, false);
      return undefined;
    }
    const detail = t(
      'The current secret ends at once, with no grace period. Everything that uses it fails until it has the new one.',
    );
    const { secret, unsaved, isProved } = await withLockoutActions(
      deps,
      deps.documents.uriOf(configuration, client),
      async () => {
        await confirm(lockoutCheck, key, t('Reset the secret of “{0}”?', client.title), detail, t('Reset'));
        return resetClientSecret(deps, configuration, reset);
      },
    );
    if (unsaved.length === 0 && !isProved) throw secretNotProvedProblem(reset);
    await showNewSecret(deps, reset, secret, unsaved.length > 0);
    return undefined;
  });
}

/** Creates a second configuration access and saves it as a profile (contract). */
export function createSpareAccessCommand(deps: CommandDeps): Command {
  return defineCommand(z.strictObject(profileArg), async (args, clicked) => {
    const configuration = deps.configurations.get(args ? args.profile : targetProfileName(clicked));
    const preparePlan = (signal = new AbortController().signal) =>
      planSpareAccess(deps, configuration, signal);
    const plan = args
      ? await preparePlan()
      : await withDelayedProgress(t('Proving configuration access…'), preparePlan);
    if (!args) await confirmSpare(configuration, plan);
    const title = args ? undefined : t('Creating spare configuration access…');
    const profile = await withProgress(title, signal => createSpareAccess(deps, configuration, plan, signal));
    if (!args || deps.mayLoseSecret(true)) void showSpareCreated(deps, profile);
    return { name: profile.name };
  });
}

/** Asks before anything is written: what will be created, where, with which scopes. */
async function confirmSpare({ profile }: ProfileConfiguration, plan: SpareAccessPlan): Promise<void> {
  const create = t('Create');
  const { unfinished } = plan;
  const exists = t('(exists already)');
  const policy = t(
    'Token policy “{0}”, which allows: {1}',
    shortTitle(plan.policyTitle),
    describeScopes(plan.scopes),
  );
  const client = t(
    'Confidential client “{0}” with this policy: whoever has its secret can do all of that',
    shortTitle(plan.clientName),
  );
  const detail = [
    t('At {0}, customer {1}:', new URL(profile.origin).host, profile.customerId),
    `• ${policy} ${unfinished ? exists : ''}`.trim(),
    `• ${client} ${unfinished?.client ? exists : ''}`.trim(),
    t('On this machine:'),
    `• ${t('Profile “{0}”, with that secret in the key store', shortTitle(plan.profileName))}`,
  ].join('\n');
  const question = t('Create spare configuration access for “{0}”?', shortTitle(profile.name));
  if ((await askQuestion(question, [create], { isModal: true, detail })) !== create) throw cancelled();
}

function describeScopes(scopes: readonly string[]): string {
  return scopes.map(scope => `${scope} (${describeScope(scope)})`).join(', ');
}

function shortTitle(title: string): string {
  return displayTitle({ id: '', title }, 80);
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
async function confirm(
  lockoutCheck: LockoutCheck,
  key: ResourceKey,
  question: string,
  detail: string,
  yes: string,
): Promise<void> {
  if (lockoutCheck.kind !== 'allowed') {
    if (lockoutCheck.kind === 'blocked') assertAllowed(lockoutCheck, undefined, key);
    else await confirmByTyping(lockoutCheck, key, { question, detail });
    return;
  }
  if ((await askQuestion(question, [yes], { isWarning: true, isModal: true, detail })) !== yes)
    throw cancelled();
}

async function showNewSecret(
  deps: CommandDeps,
  { client, profiles }: SecretReset,
  secret: string,
  isUnsaved: boolean,
): Promise<void> {
  const title = displayTitle(client, 60);
  const names = profiles.map(({ name }) => `“${name}”`).join(', ');
  if (profiles.length > 0 && !isUnsaved) {
    const copy = t('Copy New Secret');
    const message = t('“{0}” has a new secret, which is saved in {1}.', title, names);
    if (deps.mayLoseSecret(true)) {
      const copied = () => onSecretCopied(deps, profiles, secret);
      await offerSecret(title, secret, `${message} ${lossWarning()}`, copied);
      return;
    }
    if ((await askQuestion(message, [copy])) !== copy) return;
    // The message may be hours old, and the secret may have changed since.
    const [holder] = profiles;
    const current = (holder && (await deps.profiles.readStored(holder))?.clientSecret) ?? secret;
    await vscode.env.clipboard.writeText(current);
    await onSecretCopied(deps, profiles, current);
    return;
  }
  await offerSecret(
    title,
    secret,
    isUnsaved
      ? t(
          '“{0}” has a new secret, but it could not be saved in {1}. Copy it, then edit the profile.',
          title,
          names,
        )
      : t('“{0}” has a new secret, which is not saved in any profile. Copy it now.', title),
  );
}

/** Reports the new profile and offers to copy its secret; until it was copied if VS Code may lose it. */
async function showSpareCreated(deps: CommandDeps, profile: Profile): Promise<void> {
  const { name } = profile;
  const clientSecret = await deps.profiles.readClientSecret(profile);
  const copied = () => onSecretCopied(deps, [profile], clientSecret);
  const message = t('Spare configuration access was created, tested and saved as the profile “{0}”.', name);
  const copy = t('Copy Secret');
  const switchToIt = t('Switch Profile');
  const answer = deps.mayLoseSecret(true)
    ? await offerSecret(name, clientSecret, `${message} ${lossWarning()}`, copied, switchToIt)
    : await askQuestion(message, [switchToIt, copy]);
  if (answer === switchToIt) await runCommand(commands.switchProfile, { name });
  if (answer !== copy) return;
  // The message may be hours old, and the secret may have changed since.
  const current = await deps.profiles.readClientSecret(profile);
  await vscode.env.clipboard.writeText(current);
  await onSecretCopied(deps, [profile], current);
}

/** Why a new secret must be copied. */
function lossWarning(): string {
  return vscode.env.uiKind === vscode.UIKind.Web
    ? t(
        'In a browser, another VS Code window may overwrite this secret. Copy it and keep it in a safe place. Until then, this access does not count.',
      )
    : t(
        'Without a key store of the system, VS Code loses this secret when it is closed. Copy it and keep it in a safe place. Until then, or until VS Code was started again, this access does not count.',
      );
}

/**
 * Offers to copy a secret that may be lost: in a message, and in the status bar until it was copied.
 * @param more other buttons; resolves with the chosen one
 */
async function offerSecret(
  title: string,
  secret: string,
  message: string,
  copied: () => Promise<void> = () => Promise.resolve(),
  ...more: readonly string[]
): Promise<string | undefined> {
  // Any extension can run it, so it only asks again.
  const command = `${commands.resetClientSecret}.copy.${crypto.randomUUID()}`;
  const item = new StatusItem(command, command);
  const ask = async (others: readonly string[]): Promise<string | undefined> => {
    const copy = t('Copy New Secret');
    const answer = await askQuestion(message, [copy, ...others], { isWarning: true });
    if (answer !== copy) return answer;
    await vscode.env.clipboard.writeText(secret);
    item.dispose();
    registration.dispose();
    await copied();
    showStatusBarMessage(t('New secret of “{0}” copied', title));
    return undefined;
  };
  const registration = vscode.commands.registerCommand(command, async () => {
    await ask([]);
  });
  const text = t('Copy the new secret of “{0}”', title);
  item.show({ icon: 'key', text, tooltip: message, label: text, isWarning: true });
  return ask(more);
}

function secretNotSavedProblem({ client }: SecretReset): Problem {
  return new Problem(
    'storage',
    t('“{0}” has a new secret, but it could not be saved in the key store.', client.title),
    t(
      'Read it with GET clients/{0}/secret before the access token expires, then edit the profile.',
      client.id,
    ),
  );
}

async function closeTabs(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}
