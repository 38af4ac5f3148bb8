import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { oneInWords, type ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import type { ResourcePlace } from '../../core/resourceUri';
import { describeScope } from '../../core/scopeWords';
import { shownTitle } from '../../core/shownTitle';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { ask, showProblem, tellBriefly } from '../../ui/notifications';
import { withLateProgress, withProgress } from '../../ui/progress';
import { cancelled } from '../../ui/quickInput';
import { StatusItem } from '../../ui/statusItem';
import { checkVerdict } from './change';
import { deleteResource, prepareDeletion } from './deleting';
import type { ProfileDesk } from './desk';
import { Kind } from './documentCommands';
import { lockOutHelp } from './lockOutHelp';
import type { ConfigurationRooms } from './rooms';
import { notProved, prepareRotation, resetClientSecret, type Rotation, secretWasCopied } from './rotating';
import { askToType } from './saving';
import { createSpareAccess, planSpareAccess, type SparePlan } from './spare';
import { profileNameIn, targetOf } from './target';

const profileArg = { profile: z.optional(z.string()) };
const typedArg = { typed: z.optional(z.string()) };

const DeleteArgs = z.strictObject({ ...profileArg, kind: Kind, id: z.string(), ...typedArg });

/** Deletes a resource that nothing uses (contract). */
export function deleteResourceCommand(rooms: ConfigurationRooms): Command {
  return command(DeleteArgs, async (args, clicked) => {
    const place: Pick<ResourcePlace, 'kind' | 'id'> & { profile?: string | undefined } =
      args ?? targetOf(clicked);
    const desk = rooms.desks.of(place.profile);
    const key: ResourceKey = { kind: place.kind, id: place.id };
    const look = (signal?: AbortSignal) => prepareDeletion(desk, key, signal);
    const deletion = args ? await look() : await lookOffering(desk, look);
    if (!deletion) return undefined;
    const { resource, verdict } = deletion;
    const { title } = resource;
    const uri = rooms.documents.uriOf(desk, resource);
    if (args) {
      checkVerdict(verdict, args.typed, key);
      await deleteResource(desk, deletion);
    } else {
      const question = t('Delete the {0} “{1}”?', oneInWords(key.kind), title);
      const detail = t(
        'A copy is kept on this machine: Restore Previous Version… makes one like it, with another ID.',
      );
      await withHelp(rooms, uri, async () => {
        await confirm(verdict, key, question, detail, t('Delete'));
        await deleteResource(desk, deletion);
      });
      tellBriefly(t('“{0}” deleted', title));
    }
    await closeTabs(uri);
    return undefined;
  });
}

/** As many clients as have a button in a message. */
const mostOffered = 2;

/** Looks on behalf of a person, who may open the clients that use a policy. Undefined where it cannot be deleted for that. */
async function lookOffering<T>(
  { profile, holdings }: ProfileDesk,
  look: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withLateProgress(t('Looking at the service…'), look);
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'inUse') throw error;
    const users = (error.facts.usedBy ?? []).slice(0, mostOffered);
    const actions = users.map(id => ({
      title: t('Open “{0}”', shownTitle({ id, title: holdings.titleOf({ kind: 'clients', id }) }, 30)),
      command: commands.openResource,
      argument: { profile: profile.name, kind: 'clients', id },
    }));
    void showProblem(error, ...actions);
    return undefined;
  }
}

const ResetArgs = z.strictObject({ ...profileArg, id: z.string(), ...typedArg });

/** Gives a client a new secret; profiles that come in by it go on with that (contract). */
export function resetClientSecretCommand(rooms: ConfigurationRooms): Command {
  return command(ResetArgs, async (args, clicked) => {
    const place: { id: string; profile?: string | undefined } = args ?? targetOf(clicked);
    const key = { kind: 'clients', id: place.id } as const;
    const desk = rooms.desks.of(place.profile);
    const look = (signal?: AbortSignal) => prepareRotation(rooms, desk, place.id, signal);
    const rotation = args ? await look() : await withLateProgress(t('Looking at the service…'), look);
    const { client, verdict } = rotation;
    if (args) {
      checkVerdict(verdict, args.typed, key);
      const { secret, unsaved, isProved } = await resetClientSecret(rooms, desk, rotation);
      if (unsaved.length > 0) throw notSaved(rotation);
      if (!isProved) throw notProved(rotation);
      if (rooms.mayLoseSecrets() && rotation.profiles.length > 0)
        void tellSecret(rooms, rotation, secret, false);
      return undefined;
    }
    const detail = t(
      'The current secret ends at once, with no grace period: whatever uses it fails until it has the new one.',
    );
    const { secret, unsaved, isProved } = await withHelp(
      rooms,
      rooms.documents.uriOf(desk, client),
      async () => {
        await confirm(verdict, key, t('Reset the secret of “{0}”?', client.title), detail, t('Reset'));
        return resetClientSecret(rooms, desk, rotation);
      },
    );
    if (unsaved.length === 0 && !isProved) throw notProved(rotation);
    await tellSecret(rooms, rotation, secret, unsaved.length > 0);
    return undefined;
  });
}

/** Creates a second configuration access, and keeps it as a profile (contract). */
export function createSpareAccessCommand(rooms: ConfigurationRooms): Command {
  return command(z.strictObject(profileArg), async (args, clicked) => {
    const desk = rooms.desks.of(args ? args.profile : profileNameIn(clicked));
    const look = (signal = new AbortController().signal) => planSpareAccess(rooms, desk, signal);
    const plan = args ? await look() : await withLateProgress(t('Proving configuration access…'), look);
    if (!args) await confirmSpare(desk, plan);
    const title = args ? undefined : t('Creating spare configuration access…');
    const profile = await withProgress(title, signal => createSpareAccess(rooms, desk, plan, signal));
    if (!args || rooms.mayLoseSecrets()) void tellSpare(rooms, profile);
    return { name: profile.name };
  });
}

/** One question before anything is written: what will be created, where, with which rights. */
async function confirmSpare({ profile }: ProfileDesk, plan: SparePlan): Promise<void> {
  const create = t('Create');
  const { made } = plan;
  const there = t('(exists already)');
  const policy = t(
    'Token policy “{0}”, which allows: {1}',
    shown(plan.policyTitle),
    rightsInWords(plan.scopes),
  );
  const client = t(
    'Confidential client “{0}” on it: whoever has its secret can do all of that',
    shown(plan.clientName),
  );
  const detail = [
    t('At {0}, customer {1}:', new URL(profile.origin).host, profile.customerId),
    `• ${policy} ${made ? there : ''}`.trim(),
    `• ${client} ${made?.client ? there : ''}`.trim(),
    t('On this machine:'),
    `• ${t('Profile “{0}”, which keeps that secret in the key store', shown(plan.profileName))}`,
  ].join('\n');
  const question = t('Create spare configuration access for “{0}”?', shown(profile.name));
  if ((await ask(question, [create], { isModal: true, detail })) !== create) throw cancelled();
}

function rightsInWords(scopes: readonly string[]): string {
  return scopes.map(scope => `${scope} (${describeScope(scope)})`).join(', ');
}

function shown(title: string): string {
  return shownTitle({ id: '', title }, 80);
}

/** Does what a person asked for; a refusal of the guard is shown with the way out of it. */
async function withHelp<T>(rooms: ConfigurationRooms, uri: vscode.Uri, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'lockOut') throw error;
    const problem = rooms.problemOf('The guard refused a write', error);
    void showProblem(problem, ...lockOutHelp(uri, problem));
    throw cancelled();
  }
}

/** One question: the title to type where the guard wants that, else yes or no. */
async function confirm(
  verdict: Verdict,
  key: ResourceKey,
  question: string,
  detail: string,
  yes: string,
): Promise<void> {
  if (verdict.is !== 'free') {
    if (verdict.is === 'refused') checkVerdict(verdict, undefined, key);
    else await askToType(verdict, key, { question, detail });
    return;
  }
  if ((await ask(question, [yes], { isWarning: true, isModal: true, detail })) !== yes) throw cancelled();
}

async function tellSecret(
  rooms: ConfigurationRooms,
  { client, profiles }: Rotation,
  secret: string,
  isUnsaved: boolean,
): Promise<void> {
  const title = shownTitle(client, 60);
  const names = profiles.map(({ name }) => `“${name}”`).join(', ');
  if (profiles.length > 0 && !isUnsaved) {
    const copy = t('Copy New Secret');
    const message = t('“{0}” has a new secret. {1} goes on with it.', title, names);
    if (rooms.mayLoseSecrets()) {
      const copied = () => secretWasCopied(rooms, profiles, secret);
      await offerSecret(title, secret, `${message} ${browserWords()}`, copied);
      return;
    }
    if ((await ask(message, [copy])) !== copy) return;
    await vscode.env.clipboard.writeText(secret);
    // From now on it is not the only copy.
    await secretWasCopied(rooms, profiles, secret);
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
async function tellSpare(rooms: ConfigurationRooms, profile: Profile): Promise<void> {
  const { name } = profile;
  const clientSecret = await rooms.profiles.clientSecret(profile);
  const copied = () => secretWasCopied(rooms, [profile], clientSecret);
  const message = t('Spare configuration access is there, tried, and kept as the profile “{0}”.', name);
  const copy = t('Copy Its Secret');
  const switchToIt = t('Switch to It');
  const answer = rooms.mayLoseSecrets()
    ? await offerSecret(name, clientSecret, `${message} ${browserWords()}`, copied, switchToIt)
    : await ask(message, [switchToIt, copy]);
  if (answer === switchToIt) await vscode.commands.executeCommand(commands.switchProfile, { name });
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
    tellBriefly(t('New secret of “{0}” copied', title));
  });
  const text = t('Copy the new secret of “{0}”', title);
  item.show({ icon: 'key', text, tooltip: message, label: text, isWarning: true });
  const copy = t('Copy New Secret');
  const answer = await ask(message, [copy, ...more], { isWarning: true });
  if (answer !== copy) return answer;
  await vscode.commands.executeCommand(command);
  return undefined;
}

function notSaved({ client }: Rotation): Problem {
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
