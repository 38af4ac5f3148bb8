import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { configurationViewId } from '../../ui/ids';
import { tellBriefly } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { askText } from '../../ui/quickInput';
import type { OpenTree } from './openTree';
import type { ConfigurationRooms } from './rooms';
import { targetOf } from './target';
import { LookNode } from './treeNodes';

const NoArgs = z.strictObject({});

/** Forgets what was read: the view and the documents that are open ask the service again (contract). */
export function refreshConfiguration({ desks, documents }: ConfigurationRooms): Command {
  return command(NoArgs, () => {
    desks.refresh();
    documents.reload();
  });
}

const FilterArgs = z.strictObject({ text: z.string() });

/** Filters by a part of titles and IDs while it is typed; an empty box shows all again, Escape what was shown before. */
export function filterConfiguration({ tree, filterBy }: OpenTree): Command {
  return command(FilterArgs, async args => {
    if (args) {
      filterBy(args.text);
      return;
    }
    await vscode.commands.executeCommand(`${configurationViewId}.focus`);
    const before = tree.filter;
    try {
      await askText({
        title: t('Filter the Configuration'),
        prompt: t('Part of a title or an ID. An empty box shows all.'),
        value: before,
        issue: () => undefined,
        typed: filterBy,
      });
    } catch (error) {
      filterBy(before);
      throw error;
    }
  });
}

/** Puts the id of a resource on the clipboard: of a node in the view, or of the document that is open. */
export function copyResourceId(): Command {
  return command(NoArgs, async (_, clicked) => {
    const { id } = targetOf(clicked);
    await vscode.env.clipboard.writeText(id);
    tellBriefly(t('ID copied'));
  });
}

/** Reads all clients of a profile, so that it is known what uses its policies. */
export async function lookThroughClients({ overviews }: OpenTree, node: unknown): Promise<void> {
  if (!(node instanceof LookNode)) return;
  const { profile } = node;
  await withProgress(t('Looking through the clients of “{0}”', profile.name), async (signal, report) => {
    try {
      const { failed } = await overviews.of(profile).lookThroughClients(signal, (read, of) => {
        report(t('{0} of {1}', read, of));
      });
      if (failed.length > 0) {
        throw new Problem(
          'badAnswer',
          t('{0} clients could not be read.', failed.length),
          t('Refresh to try again.'),
        );
      }
    } catch (error) {
      if (signal.aborted) throw new Problem('cancelled', t('Cancelled.'));
      throw error;
    }
  });
}
