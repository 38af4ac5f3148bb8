import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ResourceFiles } from './provider';
import type { ConfigurationPorts, ConfigurationRooms } from './rooms';

/** The configuration of the service: its tree, its documents, and what changes it. All of it is loaded when it is used. */
export function registerConfiguration(
  registry: CommandRegistry,
  ports: ConfigurationPorts,
): { readonly files: ResourceFiles; readonly commands: vscode.Disposable } {
  let rooms: Promise<ConfigurationRooms> | undefined;
  const open = () => (rooms ??= import('./rooms').then(({ openRooms }) => openRooms(ports)));
  const files: ResourceFiles = {
    stat: async uri => (await open()).documents.stat(uri),
    readFile: async uri => (await open()).documents.readFile(uri),
    writeFile: async (uri, content) => (await open()).documents.writeFile(uri, content),
  };
  return {
    files,
    commands: vscode.Disposable.from(
      registry.register(commands.openResource, async () =>
        (await import('./documentCommands')).openResource(await open()),
      ),
      registry.register(commands.applyResource, async () =>
        (await import('./documentCommands')).applyResource(await open()),
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
