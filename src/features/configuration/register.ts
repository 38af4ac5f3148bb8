import * as vscode from 'vscode';
import { whenResetBegan } from '../../configuration/pendingWriteSignals';
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import { notesFolder } from '../../storage/pendingWrites';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import { commands, resourceScheme } from '../../ui/ids';
import type { back } from '../../ui/quickInput';
import { internalCommandNames, publicCommandNames } from './commandNames';
import type { ChosenResource, ResourceQuestion } from './commands/chooseResource';
import type { ResourceFileProvider } from './documents/lazyFileSystem';
import type * as LazyModule from './lazy';
import type { ConfigurationDeps, ConfigurationServices } from './services';
import type { TreeContent } from './tree/lazyTreeView';

type Lazy = typeof LazyModule;

/** Resources by their titles, for whoever asks about scopes. */
export interface ResourceTitles {
  /** What a resource is called, where that was read in this window. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Asks for one; rejects with a `Problem`. */
  readonly choose: (profile: Profile, question: ResourceQuestion) => Promise<ChosenResource | typeof back>;
}

/** The configuration of the service: its tree, its documents, and what changes it. All of it is loaded when it is used. */
export function registerConfiguration(
  registry: CommandRegistry,
  deps: ConfigurationDeps,
): {
  readonly files: ResourceFileProvider;
  readonly openView: () => Promise<TreeContent | undefined>;
  readonly titles: ResourceTitles;
  readonly commands: vscode.Disposable;
} {
  const { profiles, view } = deps;
  let services: ConfigurationServices | undefined;
  let knownProfiles = profiles.all;
  /** Does something with what is loaded late. */
  const withServices = async <T>(
    run: (lazy: Lazy, services: ConfigurationServices) => T | Promise<T>,
  ): Promise<T> => {
    const lazy = await import('./lazy');
    return run(lazy, (services ??= lazy.createServices(deps)));
  };
  // What was under way when a window closed is looked at in the others. Where there is no such folder, nothing was.
  const pendingWrites = vscode.Uri.joinPath(deps.context.globalStorageUri, notesFolder);
  const lookAfter = () => {
    void vscode.workspace.fs.readDirectory(pendingWrites).then(
      found => {
        if (found.length > 0)
          void withServices((_, { lookAfter: look }) => {
            look();
          });
      },
      () => undefined,
    );
  };
  lookAfter();
  return {
    files: {
      stat: uri =>
        withServices((_, { fileSystem, registerLanguageFeatures }) => {
          // Before VS Code has the document, so that what it asks of its language is answered; it does not ask again.
          registerLanguageFeatures();
          return fileSystem.stat(uri);
        }),
      readFile: uri => withServices((_, { fileSystem }) => fileSystem.readFile(uri)),
      writeFile: (uri, content) => withServices((_, { fileSystem }) => fileSystem.writeFile(uri, content)),
    },
    openView: async () =>
      profiles.active || services ? withServices((_, { getTreeView }) => getTreeView().tree) : undefined,
    titles: {
      titleOf: (profile, key) => services?.titleOf(profile, key),
      choose: (profile, question) =>
        withServices((lazy, { configurations }) =>
          lazy.chooseResource(configurations.for(profile), question),
        ),
    },
    commands: vscode.Disposable.from(
      ...publicCommandNames.map(name =>
        registry.register(commands[name], () =>
          withServices((lazy, services) => lazy.publicCommands[name](services)),
        ),
      ),
      ...internalCommandNames.map(name =>
        registry.registerInternal(commands[name], passed =>
          withServices((lazy, services) => lazy.internalCommands[name](services, passed)),
        ),
      ),
      // With changes that were not sent, a document comes back in the next window without being read.
      onceDocumentOpened(
        ({ uri }) => uri.scheme === resourceScheme,
        () =>
          void withServices((_, { registerLanguageFeatures }) => {
            registerLanguageFeatures();
          }),
      ),
      whenResetBegan(deps, lookAfter),
      // Whoever closed that window comes to this one.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) lookAfter();
      }),
      profiles.onDidChange(() => {
        lookAfter();
        // Where there is a tree, it hears it itself.
        if (!services) view.fireDidChange(undefined);
        const { all } = profiles;
        const removed = knownProfiles.filter(({ id }) => !all.some(profile => profile.id === id));
        knownProfiles = all;
        if (removed.length > 0)
          void import('./lazy').then(lazy => lazy.removeProfileData(deps, services, removed));
      }),
      new vscode.Disposable(() => services?.dispose()),
    ),
  };
}
