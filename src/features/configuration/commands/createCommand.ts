import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { createResource } from '../../../configuration/writes/createResource';
import { t } from '../../../core/common/l10n';
import type { Profile } from '../../../core/profile/profile';
import { singularLabel, type Resource, type ResourceKind } from '../../../core/resources/resource';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { showStatusBarMessage } from '../../../ui/notifications';
import { withProgress } from '../../../ui/progress';
import type { CommandDeps } from './commandDeps';
import { ResourceKindArg } from './documentCommands';
import { askNewResource } from './newResourceWizard';
import { targetCollection, resolveTarget } from './target';

const CreateArgs = z.strictObject({
  profile: z.optional(z.string()),
  kind: ResourceKindArg,
  body: z.union([z.string(), z.record(z.string(), z.unknown())]),
});

/** Creates a resource from a template or from another one; code gives the body (contract). */
export function createResourceCommand(deps: CommandDeps): Command {
  return defineCommand(CreateArgs, async (args, clicked) => {
    if (args) {
      const { profile, kind, body } = args;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const configuration = deps.configurations.get(profile);
      return resultOf(deps, configuration, await createResource(configuration, kind, text));
    }
    const place = targetCollection(clicked);
    return createInteractively(deps, deps.configurations.get(place?.profile.name), place?.kind);
  });
}

/** Creates one like another: that of the view, or the document that is open. */
export function duplicateResource(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({}), async (_, clicked) => {
    const place = resolveTarget(clicked);
    const configuration = deps.configurations.get(place.profile);
    return createInteractively(
      deps,
      configuration,
      place.kind,
      await configuration.resourceCache.read(place),
    );
  });
}

async function createInteractively(
  deps: CommandDeps,
  configuration: ProfileConfiguration,
  kind?: ResourceKind,
  like?: Resource,
): Promise<unknown> {
  const described = await askNewResource(configuration, kind, like);
  const title = t('Creating a {0}…', singularLabel(described.kind));
  const resource = await withProgress(title, signal =>
    createResource(configuration, described.kind, described.text, signal),
  );
  const result = resultOf(deps, configuration, resource);
  await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  showStatusBarMessage(t('“{0}” created', resource.title));
  return result;
}

function resultOf(
  { fileSystem }: CommandDeps,
  configuration: { readonly profile: Profile },
  resource: Resource,
): { readonly id: string; readonly uri: string } {
  return { id: resource.id, uri: fileSystem.uriOf(configuration, resource).toString() };
}
