import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { UriArg } from '../../../ui/commands/uriArg';
import { applyDocument } from '../documents/sendDocument';
import { chooseAnyResource } from './chooseResource';
import { documentTarget } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { reviewInteractively } from './draftCommands';
import { resourceUri } from './resourceUriArg';

export const ResourceKindArg = z.enum(['tokenPolicies', 'loginPolicies', 'clients']);

const OpenArgs = z.strictObject({ profile: z.optional(z.string()), kind: ResourceKindArg, id: z.string() });

/** Opens a resource as a document (contract). */
export function openResource({ configurations, drafts, documents }: CommandDeps): Command {
  return defineCommand(OpenArgs, async args => {
    const configuration = configurations.get(args?.profile);
    const { kind, id } = args ?? (await chooseAnyResource(configuration));
    await drafts.whenLoaded();
    // The resource of a draft may be gone, or the service out of reach.
    const entry =
      drafts.get(configuration.profile, { kind, id }) ??
      configuration.resourceCache.cached({ kind, id }) ??
      (await configuration.resourceCache.read({ kind, id }));
    const uri = documents.uriOf(configuration, entry);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return { uri: uri.toString() };
  });
}

const ApplyArgs = z.strictObject({ uri: UriArg, typed: z.optional(z.string()) });

/**
 * Sends the text of an open document without a question, saved or not (contract). Without arguments, reviews the active
 * document.
 */
export function applyResource(deps: CommandDeps): Command {
  return defineCommand(ApplyArgs, async (args, clicked) => {
    if (!args) return reviewInteractively(deps, documentTarget(deps, clicked));
    const uri = resourceUri(args.uri);
    await vscode.workspace.openTextDocument(uri);
    const verificationError = await applyDocument(deps, uri, args.typed);
    if (verificationError) throw verificationError;
    return { uri: uri.toString() };
  });
}
