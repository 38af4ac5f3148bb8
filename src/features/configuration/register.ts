// Registers the configuration: tree, documents, commands.
import * as vscode from 'vscode';
import { whenResetBegan } from '../../configuration/secretResetSignal';
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import { draftsFolder } from '../../storage/configuration/draftFiles';
import { recordsFolder } from '../../storage/configuration/pendingWrites';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import {
  commands,
  internalConfigurationCommands,
  publicConfigurationCommands,
  resourceScheme,
} from '../../ui/ids';
import type { back } from '../../ui/quickInput';
import type { ChosenResource, ResourceQuestion } from './commands/chooseResource';
import type { ResourceFileProvider } from './documents/lazyFileSystem';
import type * as LazyModule from './lazy';
import type { ConfigurationDeps, ConfigurationServices } from './services';
import type { TreeContent } from './tree/lazyTreeView';

type Lazy = typeof LazyModule;

/** Titles of resources, for features that ask about scopes. */
export interface ResourceTitles {
  /** The title, if it is cached. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Asks the user for a resource. Rejects with a `Problem`. */
  readonly choose: (profile: Profile, question: ResourceQuestion) => Promise<ChosenResource | typeof back>;
}

/** Registers the tree, documents and commands of the configuration. Their code is loaded on first use. */
export function registerConfiguration(
  registry: CommandRegistry,
  deps: ConfigurationDeps,
): {
  readonly files: () => Promise<ResourceFileProvider>;
  readonly openView: () => Promise<TreeContent | undefined>;
  readonly titles: ResourceTitles;
  /** The services that read and write the configuration. */
  readonly services: () => Promise<ConfigurationServices>;
  readonly commands: vscode.Disposable;
} {
  const { profiles, view } = deps;
  let services: ConfigurationServices | undefined;
  let knownProfiles = profiles.all;
  const withServices = async <T>(
    run: (lazy: Lazy, services: ConfigurationServices) => T | Promise<T>,
  ): Promise<T> => {
    const lazy = await import('./lazy');
    return run(lazy, (services ??= lazy.createServices(deps)));
  };
  // Writes that were running when a window closed are checked in the other windows, which also show each other's drafts.
  // Without the folder there is nothing to check.
  const checkKept = () => {
    for (const folder of [recordsFolder, draftsFolder] as const)
      void vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(deps.context.globalStorageUri, folder)).then(
        found => {
          if (found.length > 0 || services)
            void withServices((_, services) => {
              services.checkKept(folder);
            });
        },
        () => undefined,
      );
  };
  checkKept();
  return {
    files: () =>
      withServices((_, { fileSystem, registerLanguageFeatures }) => {
        // Before VS Code has the document: it asks for language features only once.
        registerLanguageFeatures();
        return fileSystem;
      }),
    openView: async () =>
      profiles.active || services ? withServices((_, { getTreeView }) => getTreeView().tree) : undefined,
    titles: {
      titleOf: (profile, key) => services?.titleOf(profile, key),
      choose: (profile, question) =>
        withServices((lazy, { configurations }) =>
          lazy.chooseResource(configurations.for(profile), question),
        ),
    },
    services: () => withServices((_, loaded) => loaded),
    commands: vscode.Disposable.from(
      ...publicConfigurationCommands.map(name =>
        registry.register(commands[name], () =>
          withServices((lazy, services) => lazy.publicCommand(name, services)),
        ),
      ),
      ...internalConfigurationCommands.map(name =>
        registry.registerInternal(commands[name], passed =>
          withServices((lazy, services) => lazy.internalCommands[name](services, passed)),
        ),
      ),
      // VS Code restores a document with unsaved changes without reading it.
      onceDocumentOpened(
        ({ uri }) => uri.scheme === resourceScheme,
        () =>
          void withServices((_, { registerLanguageFeatures }) => {
            registerLanguageFeatures();
          }),
      ),
      whenResetBegan(deps, checkKept),
      // The user may have just closed the other window.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) checkKept();
      }),
      profiles.onDidChange(() => {
        checkKept();
        // A tree that exists listens itself.
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
