import * as vscode from 'vscode';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { setContextKey } from '../../ui/contextKeys';
import { commands, contextKeys } from '../../ui/ids';
import type { Log } from '../../ui/log';

/** The commands for the example requests, the log and the walkthrough. */
export function registerHelp(
  registry: CommandRegistry,
  profiles: ProfileStore,
  log: Log,
  extensionUri: vscode.Uri,
): vscode.Disposable {
  return vscode.Disposable.from(
    registry.register(commands.openExample, async () => {
      const { openExample } = await import('./example');
      return () => openExample(extensionUri, profiles.active);
    }),
    registry.registerInternal(commands.tryExample, async what => {
      const { tryExample } = await import('./example');
      await tryExample(extensionUri, profiles.active, what);
    }),
    registry.register(commands.showLog, () => () => {
      log.show();
    }),
    registry.registerInternal(commands.scopeCompleted, () => {
      setContextKey(contextKeys.scopeCompleted, true);
    }),
  );
}
