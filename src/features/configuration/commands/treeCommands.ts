import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { describeUnreadClients } from '../../../core/resources/describeUsage';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { configurationViewId } from '../../../ui/ids';
import { showStatusBarMessage } from '../../../ui/notifications';
import { withProgress } from '../../../ui/progress';
import { askText } from '../../../ui/quickInput';
import { LoadAllClientsNode } from '../tree/nodes';
import type { ConfigurationTreeView } from '../tree/treeView';
import { resolveTarget } from './clickedTarget';
import type { CommandDeps } from './commandDeps';

const NoArgs = z.strictObject({});

/** Clears the caches: the view and open documents load again (contract). */
export function refreshConfiguration({ configurations, documents }: CommandDeps): Command {
  return defineCommand(NoArgs, () => {
    configurations.refresh();
    documents.reload();
  });
}

const FilterArgs = z.strictObject({ text: z.string() });

/**
 * Filters by title and ID while the user types, and expands the lists at the end. An empty text clears the filter; Escape
 * restores the one before.
 */
export function filterConfiguration({ tree, filterBy, expandLists }: ConfigurationTreeView): Command {
  return defineCommand(FilterArgs, async args => {
    if (args) {
      filterBy(args.text);
      return;
    }
    await runCommand(`${configurationViewId}.focus`);
    const before = tree.filter;
    try {
      await askText({
        title: t('Filter the Configuration'),
        prompt: t('Part of a title or an ID. Leave it empty to show all.'),
        value: before,
        validate: () => undefined,
        onDidType: filterBy,
      });
    } catch (error) {
      filterBy(before);
      throw error;
    }
    if (tree.filter !== '') await expandLists();
  });
}

export function copyResourceId(): Command {
  return defineCommand(NoArgs, async (_, clicked) => {
    const { id } = resolveTarget(clicked);
    await vscode.env.clipboard.writeText(id);
    showStatusBarMessage(t('ID copied'));
  });
}

/** Reads all clients of a profile, to find out which of them use its policies. */
export async function loadAllClients({ loaders }: ConfigurationTreeView, node: unknown): Promise<void> {
  if (!(node instanceof LoadAllClientsNode)) return;
  const { profile } = node;
  await withProgress(t('Reading the clients of “{0}”…', profile.name), async (signal, report) => {
    const { failed } = await loaders.for(profile).loadAllClients(signal, (read, of) => {
      report(t('{0} of {1}', read, of));
    });
    if (failed.length > 0) {
      throw new Problem('badAnswer', `${describeUnreadClients(failed.length)}.`, t('Refresh to try again.'));
    }
  });
}
