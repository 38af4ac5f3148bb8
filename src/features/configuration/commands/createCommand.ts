import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { createCopy, readOptions } from '../../../configuration/writes/copyOptions';
import { createResource } from '../../../configuration/writes/createResource';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { singularLabel, type Resource, type ResourceKind } from '../../../core/resources/resource';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { showStatusBarMessage } from '../../../ui/notifications';
import { withProgress } from '../../../ui/progress';
import { targetCollection, resolveTarget } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { ResourceKindArg } from './documentCommands';
import { askNewResource, type NewResource } from './newResourceWizard';

const CreateArgs = z.strictObject({
  profile: z.optional(z.string()),
  kind: ResourceKindArg,
  body: z.union([z.string(), z.record(z.string(), z.unknown())]),
});

/** Creates a resource: asks the user for a template, or takes the body from the caller (contract). */
export function createResourceCommand(deps: CommandDeps): Command {
  return defineCommand(CreateArgs, async (args, clicked) => {
    if (args) {
      const { profile, kind, body } = args;
      const text = typeof body === 'string' ? body : textOf(body);
      const configuration = deps.configurations.get(profile);
      return resultOf(deps, configuration, await createResource(configuration, kind, text));
    }
    const ref = targetCollection(clicked);
    return createInteractively(deps, deps.configurations.get(ref?.profile.name), ref?.kind);
  });
}

/** Creates a copy of the selected resource. */
export function duplicateResource(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({}), async (_, clicked) => {
    const ref = resolveTarget(clicked);
    const configuration = deps.configurations.forDocument(ref.profile);
    return createInteractively(deps, configuration, ref.kind, await configuration.resourceCache.read(ref));
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
  const resource = await withProgress(title, signal => createDescribed(configuration, described, signal));
  const result = resultOf(deps, configuration, resource);
  await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  showStatusBarMessage(t('“{0}” created', resource.title));
  return result;
}

/** Creates what the user described; a copy of a login policy with what is below the original. Rejects with a `Problem`. */
async function createDescribed(
  configuration: ProfileConfiguration,
  { kind, text, like }: NewResource,
  signal: AbortSignal,
): Promise<Resource> {
  const options = like && (await readOptions(configuration, like, signal));
  return createCopy(configuration, kind, text, options, signal);
}

function resultOf(
  { documents }: CommandDeps,
  configuration: ProfileConfiguration,
  resource: Resource,
): { readonly id: string; readonly uri: string } {
  return { id: resource.id, uri: documents.uriOf(configuration, resource).toString() };
}

/** Throws a `Problem` of kind `invalidInput` for what JSON cannot hold, such as a circle. */
function textOf(body: object): string {
  try {
    return JSON.stringify(body);
  } catch {
    throw new Problem('invalidInput', t('The body cannot be written as JSON.'));
  }
}
