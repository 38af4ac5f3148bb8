import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { chooseAny } from './choosing';
import { resourcePlace } from './documents';
import type { ConfigurationRooms } from './rooms';
import { applyDocument } from './saving';

export const Kind = z.enum(['tokenPolicies', 'loginPolicies', 'clients']);

const OpenArgs = z.strictObject({ profile: z.optional(z.string()), kind: Kind, id: z.string() });

/** Opens a resource as a document (contract). */
export function openResource({ desks, documents }: ConfigurationRooms): Command {
  return command(OpenArgs, async args => {
    const desk = desks.of(args?.profile);
    const { kind, id } = args ?? (await chooseAny(desk));
    const resource = desk.holdings.known({ kind, id }) ?? (await desk.holdings.read({ kind, id }));
    const uri = documents.uriOf(desk, resource);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return { uri: uri.toString() };
  });
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
