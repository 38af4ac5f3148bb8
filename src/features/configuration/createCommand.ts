import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { oneInWords, type Resource, type ResourceKind } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { tellBriefly } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { createResource } from './creating';
import type { ProfileDesk } from './desk';
import { Kind } from './documentCommands';
import { describeNewResource } from './newResource';
import type { ConfigurationRooms } from './rooms';
import { collectionNodeIn, targetOf } from './target';

const CreateArgs = z.strictObject({
  profile: z.optional(z.string()),
  kind: Kind,
  body: z.union([z.string(), z.record(z.string(), z.unknown())]),
});

/** Creates a resource from a template or from another one; code gives the body (contract). */
export function createResourceCommand(rooms: ConfigurationRooms): Command {
  return command(CreateArgs, async (args, clicked) => {
    if (args) {
      const { profile, kind, body } = args;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const desk = rooms.desks.of(profile);
      return resultOf(rooms, desk, await createResource(desk, kind, text));
    }
    const place = collectionNodeIn(clicked);
    return createByPerson(rooms, rooms.desks.of(place?.profile.name), place?.kind);
  });
}

/** Creates one like another: that of the view, or the document that is open. */
export function duplicateResource(rooms: ConfigurationRooms): Command {
  return command(z.strictObject({}), async (_, clicked) => {
    const place = targetOf(clicked);
    const desk = rooms.desks.of(place.profile);
    return createByPerson(rooms, desk, place.kind, await desk.holdings.read(place));
  });
}

async function createByPerson(
  rooms: ConfigurationRooms,
  desk: ProfileDesk,
  kind?: ResourceKind,
  like?: Resource,
): Promise<unknown> {
  const described = await describeNewResource(desk, kind, like);
  const title = t('Creating a {0}…', oneInWords(described.kind));
  const resource = await withProgress(title, signal =>
    createResource(desk, described.kind, described.text, signal),
  );
  const result = resultOf(rooms, desk, resource);
  await vscode.window.showTextDocument(vscode.Uri.parse(result.uri), { preview: false });
  tellBriefly(t('“{0}” created', resource.title));
  return result;
}

function resultOf(
  { documents }: ConfigurationRooms,
  desk: { readonly profile: Profile },
  resource: Resource,
): { readonly id: string; readonly uri: string } {
  return { id: resource.id, uri: documents.uriOf(desk, resource).toString() };
}
