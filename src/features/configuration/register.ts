import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { WriteNotes } from '../../vault/writeNotes';
import type { ResourceFiles } from './provider';
import type { ConfigurationPorts, ConfigurationRooms } from './rooms';

/** The configuration of the service: its tree, its documents, and what changes it. All of it is loaded when it is used. */
export function registerConfiguration(
  registry: CommandRegistry,
  ports: ConfigurationPorts,
): { readonly files: ResourceFiles; readonly commands: vscode.Disposable } {
  let rooms: Promise<ConfigurationRooms> | undefined;
  const open = () => (rooms ??= import('./rooms').then(({ openRooms }) => openRooms(ports)));
  const late = {
    documents: () => import('./documentCommands'),
    creating: () => import('./createCommand'),
    dangerous: () => import('./dangerousCommands'),
  };
  const files: ResourceFiles = {
    stat: async uri => (await open()).documents.stat(uri),
    readFile: async uri => (await open()).documents.readFile(uri),
    writeFile: async (uri, content) => (await open()).documents.writeFile(uri, content),
  };
  // What was under way when a window closed is looked at in the next one.
  if (new WriteNotes(ports.context.globalState).all.length > 0) void open();
  return {
    files,
    commands: vscode.Disposable.from(
      registry.register(commands.openResource, async () =>
        (await late.documents()).openResource(await open()),
      ),
      registry.register(commands.applyResource, async () =>
        (await late.documents()).applyResource(await open()),
      ),
      registry.register(commands.createResource, async () =>
        (await late.creating()).createResourceCommand(await open()),
      ),
      registry.register(commands.duplicateResource, async () =>
        (await late.creating()).duplicateResource(await open()),
      ),
      registry.register(commands.deleteResource, async () =>
        (await late.dangerous()).deleteResourceCommand(await open()),
      ),
      registry.register(commands.resetClientSecret, async () =>
        (await late.dangerous()).resetClientSecretCommand(await open()),
      ),
      registry.register(commands.createSpareAccess, async () =>
        (await late.dangerous()).createSpareAccessCommand(await open()),
      ),
      registry.register(commands.restorePreviousVersion, async () =>
        (await import('./restoring')).restorePreviousVersion(await open()),
      ),
      registry.registerInternal(commands.applyChange, async () => {
        (await open()).reviews.answer(true);
      }),
      registry.registerInternal(commands.cancelChange, async () => {
        (await open()).reviews.answer(false);
      }),
      new vscode.Disposable(
        () =>
          void rooms?.then(({ dispose }) => {
            dispose();
          }),
      ),
    ),
  };
}
