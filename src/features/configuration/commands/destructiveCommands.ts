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
  notProved,
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
import { confirmByTyping } from '../documents/saveDocument';
import type { CommandDeps } from './commandDeps';
import { ResourceKindArg } from './documentCommands';
import { targetProfileName, resolveTarget } from './target';

const profileArg = { profile: z.optional(z.string()) };
const typedArg = { typed: z.optional(z.string()) };

const DeleteArgs = z.strictObject({ ...profileArg, kind: ResourceKindArg, id: z.string(), ...typedArg });

/** Deletes a resource that nothing uses (contract). */
export function deleteResourceCommand(deps: CommandDeps): Command {
  return defineCommand(DeleteArgs, async (args, clicked) => {
    const place: Pick<ResourceRef, 'kind' | 'id'> & { profile?: string | undefined } =
      args ?? resolveTarget(clicked);
    const configuration = deps.configurations.get(place.profile);
    const key: ResourceKey = { kind: place.kind, id: place.id };
    const prepare = (signal?: AbortSignal) => prepareDeletion(configuration, key, signal);
    const deletion = args ? await prepare() : await prepareOrOfferUsers(configuration, prepare);
    if (!deletion) return undefined;
    const { resource, lockoutCheck } = deletion;
    const { title } = resource;
    const uri = deps.fileSystem.uriOf(configuration, resource);
    if (args) {
      assertAllowed(lockoutCheck, args.typed, key);
      await deleteResource(configuration, deletion);
    } else {
      const question = t('Delete the {0} “{1}”?', singularLabel(key.kind), title);
      const detail = t(
        'A copy is kept on this machine: Restore Previous Version… makes one like it, with another ID.',
      );
      await withLockoutActions(deps, uri, async () => {
        await confirm(lockoutCheck, key, question, detail, t('Delete'));
        await deleteResource(configuration, deletion);
      });
      showStatusBarMessage(t('“{0}” deleted', title));
    }
    await closeTabs(uri);
    return undefined;
  });
}

/** As many clients as have a button in a message. */
const maxOffered = 2;

/** Looks on behalf of a person, who may open the clients that use a policy. Undefined where it cannot be deleted for that. */
async function prepareOrOfferUsers<T>(
  { profile, resourceCache }: ProfileConfiguration,
  prepare: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withDelayedProgress(t('Looking at the service…'), prepare);
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

/** Gives a client a new secret; profiles that come in by it go on with that (contract). */
export function resetClientSecretCommand(deps: CommandDeps): Command {
  return defineCommand(ResetArgs, async (args, clicked) => {
    const place: { id: string; profile?: string | undefined } = args ?? resolveTarget(clicked);
    const key = { kind: 'clients', id: place.id } as const;
    const configuration = deps.configurations.get(place.profile);
    const prepare = (signal?: AbortSignal) => prepareSecretReset(deps, configuration, place.id, signal);
    const reset = args ? await prepare() : await withDelayedProgress(t('Looking at the service…'), prepare);
    const { client, lockoutCheck } = reset;
    if (args) {
      assertAllowed(lockoutCheck, args.typed, key);
      const { secret, unsaved, isProved } = await resetClientSecret(deps, configuration, reset);
      if (unsaved.length > 0) throw secretNotSavedProblem(reset);
      if (!isProved) throw notProved(reset);
      if (deps.mayLoseSecrets() && reset.profiles.length > 0) void showNewSecret(deps, reset, secret, false);
      return undefined;
    }
    const detail = t(
      'The current secret ends at once, with no grace period: whatever uses it fails until it has the new one.',
    );
    const { secret, unsaved, isProved } = await withLockoutActions(
      deps,
      deps.fileSystem.uriOf(configuration, client),
      async () => {
        await confirm(lockoutCheck, key, t('Reset the secret of “{0}”?', client.title), detail, t('Reset'));
        return resetClientSecret(deps, configuration, reset);
      },
    );
    if (unsaved.length === 0 && !isProved) throw notProved(reset);
    await showNewSecret(deps, reset, secret, unsaved.length > 0);
    return undefined;
  });
}

/** Creates a second configuration access, and keeps it as a profile (contract). */
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
    if (!args || deps.mayLoseSecrets()) void tellSpare(deps, profile);
    return { name: profile.name };
  });
}

/** One question before anything is written: what will be created, where, with which rights. */
async function confirmSpare({ profile }: ProfileConfiguration, plan: SpareAccessPlan): Promise<void> {
  const create = t('Create');
  const { unfinished } = plan;
  const there = t('(exists already)');
  const policy = t(
    'Token policy “{0}”, which allows: {1}',
    shortTitle(plan.policyTitle),
    describeScopes(plan.scopes),
  );
  const client = t(
    'Confidential client “{0}” on it: whoever has its secret can do all of that',
    shortTitle(plan.clientName),
  );
  const detail = [
    t('At {0}, customer {1}:', new URL(profile.origin).host, profile.customerId),
    `• ${policy} ${unfinished ? there : ''}`.trim(),
    `• ${client} ${unfinished?.client ? there : ''}`.trim(),
    t('On this machine:'),
    `• ${t('Profile “{0}”, which keeps that secret in the key store', shortTitle(plan.profileName))}`,
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

/** Does what a person asked for; a refusal of the guard is shown with the way out of it. */
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

/** One question: the title to type where the guard wants that, else yes or no. */
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
    const message = t('“{0}” has a new secret. {1} goes on with it.', title, names);
    if (deps.mayLoseSecrets()) {
      const copied = () => onSecretCopied(deps, profiles, secret);
      await offerSecret(title, secret, `${message} ${browserWords()}`, copied);
      return;
    }
    if ((await askQuestion(message, [copy])) !== copy) return;
    await vscode.env.clipboard.writeText(secret);
    // From now on it is not the only copy.
    await onSecretCopied(deps, profiles, secret);
    return;
  }
  await offerSecret(
    title,
    secret,
    isUnsaved
      ? t(
          '“{0}” has a new secret, but the key store did not take it for {1}. Copy it, then edit the profile.',
          title,
          names,
        )
      : t('“{0}” has a new secret, and no profile has it. Copy it.', title),
  );
}

/** Says that spare access is there; the only copy of its secret is offered, in a browser until it was copied. */
async function tellSpare(deps: CommandDeps, profile: Profile): Promise<void> {
  const { name } = profile;
  const clientSecret = await deps.profiles.readClientSecret(profile);
  const copied = () => onSecretCopied(deps, [profile], clientSecret);
  const message = t('Spare configuration access is there, tried, and kept as the profile “{0}”.', name);
  const copy = t('Copy Its Secret');
  const switchToIt = t('Switch to It');
  const answer = deps.mayLoseSecrets()
    ? await offerSecret(name, clientSecret, `${message} ${browserWords()}`, copied, switchToIt)
    : await askQuestion(message, [switchToIt, copy]);
  if (answer === switchToIt) await runCommand(commands.switchProfile, { name });
  if (answer !== copy) return;
  await vscode.env.clipboard.writeText(clientSecret);
  await copied();
}

/** Why a secret that was created here has to be copied in a browser. */
function browserWords(): string {
  return t(
    'In a browser, another window of VS Code that stores a secret may overwrite this one: copy it, and keep it in a safe place. Until then this access does not count.',
  );
}

/**
 * Offers a secret that is not kept for certain until it was copied: in a message, and in the status bar when that is
 * gone. Resolves with the button that was chosen, where it was none of its own.
 * @param more other buttons
 */
async function offerSecret(
  title: string,
  secret: string,
  message: string,
  copied: () => Promise<void> = () => Promise.resolve(),
  ...more: readonly string[]
): Promise<string | undefined> {
  const command = `${commands.resetClientSecret}.copy.${crypto.randomUUID()}`;
  const item = new StatusItem(command, command);
  const registration = vscode.commands.registerCommand(command, async () => {
    await vscode.env.clipboard.writeText(secret);
    item.dispose();
    registration.dispose();
    await copied();
    showStatusBarMessage(t('New secret of “{0}” copied', title));
  });
  const text = t('Copy the new secret of “{0}”', title);
  item.show({ icon: 'key', text, tooltip: message, label: text, isWarning: true });
  const copy = t('Copy New Secret');
  const answer = await askQuestion(message, [copy, ...more], { isWarning: true });
  if (answer !== copy) return answer;
  await vscode.commands.executeCommand(command);
  return undefined;
}

function secretNotSavedProblem({ client }: SecretReset): Problem {
  return new Problem(
    'storage',
    t('“{0}” has a new secret, but the key store did not take it.', client.title),
    t(
      'Read it with GET clients/{0}/secret as long as the access token lives, then edit the profile.',
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
