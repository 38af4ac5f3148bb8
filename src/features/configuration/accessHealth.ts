import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ResourceEntry } from '../../core/configuration';
import type { ConfigurationAccess } from '../../core/configurationAccess';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { scopeInWords } from '../../core/scopeWords';
import { shownTitle } from '../../core/shownTitle';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { withProgress } from '../../ui/progress';
import { askPick, type PickItem } from '../../ui/quickInput';
import type { ProfileDesk } from './desk';
import type { ConfigurationRooms } from './rooms';
import { profileNameIn } from './target';

const Args = z.strictObject({ profile: z.optional(z.string()) });

/** The configuration access that can be proved from this machine (contract); for a person with what to do about it. */
export function accessHealth({ desks }: ConfigurationRooms): Command {
  return command(Args, async (args, clicked) => {
    const desk = desks.of(args ? args.profile : profileNameIn(clicked));
    const title = args ? undefined : t('Proving the configuration access of “{0}”', desk.profile.name);
    const found = await withProgress(title, signal => prove(desk, signal));
    if (!args) await show(desk, found, desks.isActive(desk.profile));
    return {
      waysIn: found.map(({ client, policy, scopes }) => ({
        client: named(client),
        policy: named(policy),
        scopes,
      })),
    };
  });
}

async function prove({ guard }: ProfileDesk, signal: AbortSignal): Promise<readonly ConfigurationAccess[]> {
  try {
    return await guard.access(signal);
  } catch (error) {
    if (signal.aborted) throw new Problem('cancelled', t('Cancelled.'));
    throw error;
  }
}

interface Item extends PickItem {
  readonly run?: () => Thenable<unknown>;
}

async function show(
  { profile }: ProfileDesk,
  found: readonly ConfigurationAccess[],
  isActive: boolean,
): Promise<void> {
  const items: Item[] = found.map(({ client, policy, scopes }) => ({
    icon: 'key',
    label: shownTitle(client),
    description: t('by “{0}”', shownTitle(policy)),
    detail: scopeInWords(scopes.join(' ')),
    run: () =>
      vscode.commands.executeCommand(commands.openResource, {
        profile: profile.name,
        kind: client.kind,
        id: client.id,
      }),
  }));
  const answer = await askPick<Item>({
    title: `${profile.name}: ${inWords(found.length)}`,
    placeholder:
      found.length === 0
        ? t('Access that cannot be proved does not count. Nothing is sent that might take the last one.')
        : t('Clients of this machine’s profiles that can change the configuration; Enter opens one'),
    items: [...items, ...(isActive ? nextItems(found.length) : [switchItem(profile.name)])],
  });
  if (typeof answer !== 'symbol') await answer.run?.();
}

/** What helps is for the active profile. */
function switchItem(name: string): Item {
  return {
    label: t('Switch to “{0}”', name),
    run: () => vscode.commands.executeCommand(commands.switchProfile, { name }),
  };
}

function nextItems(count: number): readonly Item[] {
  const next = (label: string, id: string): Item => ({
    label,
    run: () => vscode.commands.executeCommand(id),
  });
  const spare = next(t('Create Spare Configuration Access'), commands.createSpareAccess);
  if (count > 0) return count === 1 ? [spare] : [];
  return [
    next(t('Check Connection'), commands.checkConnection),
    next(t('Edit Profile…'), commands.editProfile),
    next(t('Show Log'), commands.showLog),
  ];
}

function inWords(count: number): string {
  if (count === 0) return t('No configuration access proved');
  return count === 1
    ? t('Only one configuration access proved')
    : t('Configuration access: {0} proved', count);
}

/** The title, whole: this is for programs. */
function named({ id, title }: Pick<ResourceEntry, 'id' | 'title'>): string {
  return title === '' ? id : title;
}
