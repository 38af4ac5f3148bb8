import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { oneInWords, type ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { Problem } from '../../core/problem';
import type { ResourcePlace } from '../../core/resourceUri';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { showInformation, withoutLinks } from '../../ui/notifications';
import { withLateProgress, withProgress } from '../../ui/progress';
import { cancelled } from '../../ui/quickInput';
import { checkVerdict } from './change';
import { deleteResource, prepareDeletion } from './deleting';
import { Kind } from './documentCommands';
import type { ConfigurationRooms } from './rooms';
import { prepareRotation, resetClientSecret, type Rotation } from './rotating';
import { askToType } from './saving';
import { createSpareAccess } from './spare';
import { targetOf } from './target';

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
    const deletion = args ? await look() : await withLateProgress(t('Looking at the service…'), look);
    const { title } = deletion.resource;
    if (args) checkVerdict(deletion.verdict, args.typed, key);
    else {
      await confirm(
        deletion.verdict,
        key,
        t('Delete the {0} “{1}”?', oneInWords(key.kind), title),
        t('A copy is kept on this machine: Restore Previous Version… makes one like it, with another ID.'),
        t('Delete'),
      );
    }
    const uri = rooms.documents.uriOf(desk, deletion.resource);
    await deleteResource(desk, deletion);
    await closeTabs(uri);
    if (!args) void vscode.window.setStatusBarMessage(t('$(check) “{0}” deleted', title), 4000);
    return undefined;
  });
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
    const { title } = rotation.client;
    if (args) checkVerdict(rotation.verdict, args.typed, key);
    else {
      await confirm(
        rotation.verdict,
        key,
        t('Reset the secret of “{0}”?', title),
        t(
          'The secret of now ends at once, with no grace period: whatever uses it fails until it has the new one.',
        ),
        t('Reset'),
      );
    }
    const { secret, unsaved } = await resetClientSecret(rooms, desk, rotation);
    if (args) {
      if (unsaved.length > 0) throw notSaved(rotation);
      return undefined;
    }
    await tellSecret(rotation, secret, unsaved.length > 0);
    return undefined;
  });
}

/** Makes a second way into the configuration, and keeps it as a profile (contract). */
export function createSpareAccessCommand(rooms: ConfigurationRooms): Command {
  return command(z.strictObject(profileArg), async args => {
    const desk = rooms.desks.of(args?.profile);
    const title = args ? undefined : t('Creating spare configuration access…');
    const profile = await withProgress(title, signal => createSpareAccess(rooms, desk, signal));
    if (!args) {
      void showInformation(
        t('Spare configuration access is there, tried, and kept as the profile “{0}”.', profile.name),
        { title: t('Switch to It'), command: commands.switchProfile, argument: { name: profile.name } },
      );
    }
    return { name: profile.name };
  });
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
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes);
  if (answer !== yes) throw cancelled();
}

async function tellSecret({ client, profiles }: Rotation, secret: string, isUnsaved: boolean): Promise<void> {
  const copy = t('Copy New Secret');
  const names = profiles.map(({ name }) => `“${name}”`).join(', ');
  const message = isUnsaved
    ? t(
        '“{0}” has a new secret, but the key store did not take it for {1}. Copy it, then edit the profile.',
        client.title,
        names,
      )
    : profiles.length > 0
      ? t('“{0}” has a new secret. {1} goes on with it.', client.title, names)
      : t('“{0}” has a new secret.', client.title);
  const show = isUnsaved ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  if ((await show(withoutLinks(message), copy)) === copy) await vscode.env.clipboard.writeText(secret);
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
