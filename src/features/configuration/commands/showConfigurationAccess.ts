import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import type { ConfigurationAccess } from '../../../core/resourceRules/configurationAccess';
import { displayTitle } from '../../../core/resources/displayTitle';
import type { ResourceEntry } from '../../../core/resources/resource';
import { summarizeScopes } from '../../../core/scopes/describeScope';
import type { PlainCommand } from '../../../ui/commands/commandLink';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { withProgress } from '../../../ui/progress';
import { askPick, type PickItem } from '../../../ui/quickInput';
import { targetConfiguration, targetProfileName } from './clickedTarget';
import type { CommandDeps } from './commandDeps';

const Args = z.strictObject({ profile: z.optional(z.string()) });

/** Lists the configuration access that can be proved from this machine (contract); for users with actions that help. */
export function showConfigurationAccess({ configurations }: CommandDeps): Command {
  return defineCommand(Args, async (args, clicked) => {
    const configuration = targetConfiguration(configurations, args, targetProfileName(clicked));
    const title = args
      ? undefined
      : t('Proving the configuration access of “{0}”…', configuration.profile.name);
    const found = await withProgress(title, signal => configuration.guard.findConfigurationAccess(signal));
    if (!args) await showAccess(configuration, found, configurations.isActive(configuration.profile));
    return {
      waysIn: found.map(({ client, policy, scopes }) => ({
        client: nameOf(client),
        policy: nameOf(policy),
        scopes,
      })),
    };
  });
}

interface Item extends PickItem {
  readonly run?: () => Thenable<unknown>;
}

async function showAccess(
  { profile }: ProfileConfiguration,
  found: readonly ConfigurationAccess[],
  isActive: boolean,
): Promise<void> {
  const items: Item[] = found.map(({ client, policy, scopes }) => ({
    icon: 'key',
    label: displayTitle(client),
    description: t('token policy “{0}”', displayTitle(policy)),
    detail: summarizeScopes(scopes.join(' ')),
    run: () =>
      runCommand(commands.openResource, {
        profile: profile.name,
        kind: client.kind,
        id: client.id,
      }),
  }));
  const answer = await askPick<Item>({
    title: `${profile.name}: ${describeCount(found.length)}`,
    placeholder:
      found.length === 0
        ? t(
            'Access that cannot be proved does not count. Writes that could remove the last access are not sent.',
          )
        : t('Clients of your profiles that can change the configuration. Select one to open it.'),
    items: [...items, ...(isActive ? nextItems(found.length) : [switchItem(profile.name)])],
  });
  await answer.run?.();
}

/** The actions below work on the active profile only. */
function switchItem(name: string): Item {
  return {
    label: t('Switch to “{0}”', name),
    run: () => runCommand(commands.switchProfile, { name }),
  };
}

function nextItems(count: number): readonly Item[] {
  const next = (label: string, id: PlainCommand): Item => ({
    label,
    run: () => runCommand(id),
  });
  const spare = next(t('Create Spare Configuration Access'), commands.createSpareAccess);
  if (count > 0) return count === 1 ? [spare] : [];
  return [
    next(t('Check Connection'), commands.checkConnection),
    next(t('Edit Profile…'), commands.editProfile),
    next(t('Show Log'), commands.showLog),
  ];
}

function describeCount(count: number): string {
  if (count === 0) return t('No configuration access proved');
  return count === 1
    ? t('Only one configuration access proved')
    : t('Configuration access: {0} proved', count);
}

/** Not shortened, because it is for programs. */
function nameOf({ id, title }: Pick<ResourceEntry, 'id' | 'title'>): string {
  return title === '' ? id : title;
}
