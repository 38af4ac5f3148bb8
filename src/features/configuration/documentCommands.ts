import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { kindInWords, oneInWords, type ResourceKey, resourceKinds } from '../../core/configuration';
import { t } from '../../core/l10n';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { withLateProgress } from '../../ui/progress';
import { askPick, back, cancelled } from '../../ui/quickInput';
import type { ProfileDesk } from './desk';
import { resourcePlace } from './documents';
import type { ConfigurationRooms } from './rooms';
import { applyDocument } from './saving';

export const Kind = z.enum(['tokenPolicies', 'loginPolicies', 'clients']);

const OpenArgs = z.strictObject({ profile: z.optional(z.string()), kind: Kind, id: z.string() });

/** Opens a resource as a document (contract). */
export function openResource({ desks, documents }: ConfigurationRooms): Command {
  return command(OpenArgs, async args => {
    const desk = desks.of(args?.profile);
    const { kind, id } = args ?? (await chooseResource(desk));
    const resource = desk.holdings.known({ kind, id }) ?? (await desk.holdings.read({ kind, id }));
    const uri = documents.uriOf(desk, resource);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return { uri: uri.toString() };
  });
}

/** All resources by title, as one list to search. Rejects with a `cancelled` problem. */
async function chooseResource({ profile, holdings }: ProfileDesk): Promise<ResourceKey> {
  const lists = await withLateProgress(t('Looking at the service…'), signal =>
    Promise.all(resourceKinds.map(kind => holdings.list(kind, signal))),
  );
  const items = lists.flatMap(entries => {
    const [first] = entries;
    return first
      ? [
          { label: kindInWords(first.kind), kind: vscode.QuickPickItemKind.Separator, key: first },
          ...entries.map(key => ({
            label: key.title === '' ? key.id : key.title,
            description: `${oneInWords(key.kind)} ${key.id}`,
            key,
          })),
        ]
      : [];
  });
  const title = t('Open Resource of “{0}”', profile.name);
  const answer = await askPick({ title, placeholder: t('Part of a title or an ID'), items });
  if (answer === back) throw cancelled();
  return answer.key;
}

const ApplyArgs = z.strictObject({ uri: z.string(), typed: z.optional(z.string()) });

/** Sends what an open document says, without a question (contract). Called by a person, it saves the active one. */
export function applyResource(rooms: ConfigurationRooms): Command {
  return command(ApplyArgs, async args => {
    if (!args) {
      await vscode.commands.executeCommand('workbench.action.files.save');
      return undefined;
    }
    const uri = vscode.Uri.parse(args.uri, true);
    resourcePlace(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const edited = document.getText();
    const { shown, unseen } = await applyDocument(rooms, uri, edited, args.typed);
    await rooms.documents.markSaved(document, edited, shown);
    if (unseen) throw unseen;
    return { uri: args.uri };
  });
}
