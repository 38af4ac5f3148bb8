import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import { commands, publicFileCommands } from '../../ui/ids';
import type { FilesDeps } from './deps';
import type * as LazyModule from './lazy';

/** Registers the commands of the configuration as files. Their code is a bundle of its own, loaded on first use. */
export function registerConfigurationFiles(
  registry: CommandRegistry,
  getDeps: () => Promise<FilesDeps>,
): vscode.Disposable {
  let feature: ReturnType<typeof LazyModule.createFeature> | undefined;
  const load = async () => {
    const { createFeature } = await import('./lazy');
    return (feature ??= createFeature(await getDeps()));
  };
  return vscode.Disposable.from(
    ...publicFileCommands.map(name => registry.register(commands[name], async () => (await load())[name])),
    registry.registerInternal(commands.planAction, async action => (await load()).planAction(action)),
    onceDocumentOpened(
      ({ uri }) => /\/hosted-login\/.+\.json$/.test(uri.path),
      () =>
        void load().then(({ registerLanguage }) => {
          registerLanguage();
        }),
    ),
    new vscode.Disposable(() => feature?.dispose()),
  );
}
