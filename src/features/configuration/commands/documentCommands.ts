import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { resourceRefOf } from '../documents/resourceFileSystem';
import { applyDocument } from '../documents/saveDocument';
import { chooseAnyResource } from './chooseResource';
import type { CommandDeps } from './commandDeps';

export const ResourceKindArg = z.enum(['tokenPolicies', 'loginPolicies', 'clients']);

const OpenArgs = z.strictObject({ profile: z.optional(z.string()), kind: ResourceKindArg, id: z.string() });

/** Opens a resource as a document (contract). */
export function openResource({ configurations, fileSystem }: CommandDeps): Command {
  return defineCommand(OpenArgs, async args => {
    const configuration = configurations.get(args?.profile);
    const { kind, id } = args ?? (await chooseAnyResource(configuration));
    const resource =
      configuration.resourceCache.cached({ kind, id }) ??
      (await configuration.resourceCache.read({ kind, id }));
    const uri = fileSystem.uriOf(configuration, resource);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return { uri: uri.toString() };
  });
}

const ApplyArgs = z.strictObject({ uri: z.string(), typed: z.optional(z.string()) });

/** Sends the text of an open document without a question (contract). Without arguments, saves the active document. */
export function applyResource(deps: CommandDeps): Command {
  return defineCommand(ApplyArgs, async args => {
    if (!args) {
      await runCommand('workbench.action.files.save');
      return undefined;
    }
    const uri = vscode.Uri.parse(args.uri, true);
    resourceRefOf(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const edited = document.getText();
    const { shown, verificationError } = await applyDocument(deps, uri, edited, args.typed);
    await deps.fileSystem.markSaved(document, edited, shown);
    if (verificationError) throw verificationError;
    return { uri: args.uri };
  });
}
