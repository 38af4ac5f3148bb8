import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands, resourceScheme } from '../../ui/ids';
import { whenOpened } from '../../ui/whenOpened';
import { WriteNotes } from '../../vault/writeNotes';
import type * as LateRooms from './late';
import type { ResourceFiles } from './provider';
import type { ConfigurationPorts, ConfigurationRooms } from './rooms';
import type { ViewContent } from './view';

type Late = typeof LateRooms;

/** Does something with what is loaded late. */
type Use = <T>(does: (late: Late, rooms: ConfigurationRooms) => T | Promise<T>) => Promise<T>;

/** The configuration of the service: its tree, its documents, and what changes it. All of it is loaded when it is used. */
export function registerConfiguration(
  registry: CommandRegistry,
  ports: ConfigurationPorts,
): {
  readonly files: ResourceFiles;
  readonly openView: () => Promise<ViewContent | undefined>;
  readonly commands: vscode.Disposable;
} {
  const { profiles, view } = ports;
  let rooms: ConfigurationRooms | undefined;
  const use: Use = async does => {
    const late = await import('./late');
    return does(late, (rooms ??= late.openRooms(ports)));
  };
  // What was under way when a window closed is looked at in the next one.
  if (new WriteNotes(ports.context.globalState).all.length > 0) void use(() => undefined);
  return {
    files: {
      stat: uri =>
        use((_, { documents, speak }) => {
          // Before VS Code has the document, so that what it asks of its language is answered; it does not ask again.
          speak();
          return documents.stat(uri);
        }),
      readFile: uri => use((_, { documents }) => documents.readFile(uri)),
      writeFile: (uri, content) => use((_, { documents }) => documents.writeFile(uri, content)),
    },
    openView: async () => (profiles.active || rooms ? use((_, { openTree }) => openTree().tree) : undefined),
    commands: vscode.Disposable.from(
      registerDocumentCommands(registry, use),
      // With changes that were not sent, a document comes back in the next window without being read.
      whenOpened(
        ({ uri }) => uri.scheme === resourceScheme,
        () =>
          void use((_, { speak }) => {
            speak();
          }),
      ),
      registerTreeCommands(registry, use),
      // Where there is a tree, it hears it itself.
      profiles.onDidChange(() => {
        if (!rooms) view.changed(undefined);
      }),
      new vscode.Disposable(() => rooms?.dispose()),
    ),
  };
}

function registerDocumentCommands(registry: CommandRegistry, use: Use): vscode.Disposable {
  return vscode.Disposable.from(
    registry.register(commands.openResource, () => use((late, rooms) => late.openResource(rooms))),
    registry.register(commands.applyResource, () => use((late, rooms) => late.applyResource(rooms))),
    registry.register(commands.createResource, () => use((late, rooms) => late.createResourceCommand(rooms))),
    registry.register(commands.duplicateResource, () => use((late, rooms) => late.duplicateResource(rooms))),
    registry.register(commands.deleteResource, () => use((late, rooms) => late.deleteResourceCommand(rooms))),
    registry.register(commands.resetClientSecret, () =>
      use((late, rooms) => late.resetClientSecretCommand(rooms)),
    ),
    registry.register(commands.createSpareAccess, () =>
      use((late, rooms) => late.createSpareAccessCommand(rooms)),
    ),
    registry.register(commands.restorePreviousVersion, () =>
      use((late, rooms) => late.restorePreviousVersion(rooms)),
    ),
    registry.registerInternal(commands.showUsers, uri => use((late, rooms) => late.showUsers(rooms, uri))),
    registry.registerInternal(commands.applyChange, () =>
      use((_, { reviews }) => {
        reviews.answer(true);
      }),
    ),
    registry.registerInternal(commands.cancelChange, () =>
      use((_, { reviews }) => {
        reviews.answer(false);
      }),
    ),
  );
}

function registerTreeCommands(registry: CommandRegistry, use: Use): vscode.Disposable {
  return vscode.Disposable.from(
    registry.register(commands.refreshConfiguration, () =>
      use((late, rooms) => late.refreshConfiguration(rooms)),
    ),
    registry.register(commands.filterConfiguration, () =>
      use((late, { openTree }) => late.filterConfiguration(openTree())),
    ),
    registry.registerInternal(commands.clearConfigurationFilter, () =>
      use((_, { openTree }) => {
        openTree().filterBy('');
      }),
    ),
    registry.register(commands.copyResourceId, () => use(late => late.copyResourceId())),
    registry.register(commands.requestTokenForResource, () =>
      use((late, rooms) => late.requestTokenForResource(rooms)),
    ),
    registry.register(commands.accessHealth, () => use((late, rooms) => late.accessHealth(rooms))),
    registry.registerInternal(commands.retryConfiguration, node =>
      use((_, { openTree }) => {
        openTree().tree.retry(node);
      }),
    ),
    registry.registerInternal(commands.lookThroughClients, node =>
      use((late, { openTree }) => late.lookThroughClients(openTree(), node)),
    ),
  );
}
