import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { WriteNotes } from '../../vault/writeNotes';
import type { OpenTree } from './openTree';
import type { ResourceFiles } from './provider';
import type { ConfigurationPorts, ConfigurationRooms } from './rooms';
import type { ViewContent } from './view';

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
  let rooms: Promise<ConfigurationRooms> | undefined;
  const open = () => (rooms ??= import('./rooms').then(({ openRooms }) => openRooms(ports)));
  const late = {
    documents: () => import('./documentCommands'),
    creating: () => import('./createCommand'),
    dangerous: () => import('./dangerousCommands'),
  };
  let opened: Promise<OpenTree> | undefined;
  const tree = () =>
    (opened ??= Promise.all([import('./openTree'), open()]).then(([late, rooms]) => late.openTree(rooms)));
  const files: ResourceFiles = {
    stat: async uri => (await open()).documents.stat(uri),
    readFile: async uri => (await open()).documents.readFile(uri),
    writeFile: async (uri, content) => (await open()).documents.writeFile(uri, content),
  };
  // What was under way when a window closed is looked at in the next one.
  if (new WriteNotes(ports.context.globalState).all.length > 0) void open();
  return {
    files,
    openView: async () => (profiles.active || opened ? (await tree()).tree : undefined),
    commands: vscode.Disposable.from(
      // Once there is a tree, it hears it itself.
      profiles.onDidChange(() => {
        if (!opened) view.changed(undefined);
      }),
      registerTreeCommands(registry, open, tree),
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
      new vscode.Disposable(
        () =>
          void opened?.then(({ dispose }) => {
            dispose();
          }),
      ),
    ),
  };
}

function registerTreeCommands(
  registry: CommandRegistry,
  open: () => Promise<ConfigurationRooms>,
  tree: () => Promise<OpenTree>,
): vscode.Disposable {
  const late = () => import('./treeCommands');
  return vscode.Disposable.from(
    registry.register(commands.refreshConfiguration, async () =>
      (await late()).refreshConfiguration(await open()),
    ),
    registry.register(commands.filterConfiguration, async () =>
      (await late()).filterConfiguration(await tree()),
    ),
    registry.registerInternal(commands.clearConfigurationFilter, async () => {
      (await tree()).filterBy('');
    }),
    registry.register(commands.copyResourceId, async () => (await late()).copyResourceId()),
    registry.register(commands.requestTokenForResource, async () =>
      (await import('./tokenForResource')).requestTokenForResource(await open()),
    ),
    registry.register(commands.accessHealth, async () =>
      (await import('./accessHealth')).accessHealth(await open()),
    ),
    registry.registerInternal(commands.retryConfiguration, async node => {
      (await tree()).tree.retry(node);
    }),
    registry.registerInternal(commands.lookThroughClients, async node => {
      await (await late()).lookThroughClients(await tree(), node);
    }),
  );
}
