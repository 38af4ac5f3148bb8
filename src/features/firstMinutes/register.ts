import * as vscode from 'vscode';
import type { Profile } from '../../core/profile';
import type { CommandRegistry } from '../../ui/commands';
import { setContextKey } from '../../ui/contextKeys';
import { commands, contextKeys } from '../../ui/ids';
import type { Log } from '../../ui/log';
import type { ProfileStore } from '../../vault/profileStore';

/** What a new user looks for: the example requests, the log, and the last tick of the walkthrough. */
export function registerFirstMinutes(
  registry: CommandRegistry,
  profiles: ProfileStore,
  log: Log,
  extensionUri: vscode.Uri,
): vscode.Disposable {
  return vscode.Disposable.from(
    registry.register(commands.openExample, () => async () => {
      const file = vscode.Uri.joinPath(extensionUri, 'examples', 'hosted-login.http');
      const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      const { showUntitledHttpFile } = await import('../../ui/untitledHttpFile');
      const { document } = await showUntitledHttpFile('hosted-login', withProfile(template, profiles.active));
      return { uri: document.uri.toString() };
    }),
    registry.register(commands.showLog, () => () => {
      log.show();
    }),
    registry.registerInternal(commands.scopeCompleted, () => {
      setContextKey(contextKeys.scopeCompleted, true);
    }),
  );
}

/** The example with the active profile's values for its variables, so that it can be sent as it stands. */
function withProfile(template: string, profile: Profile | undefined): string {
  if (!profile) return template;
  return template
    .replace(/^@origin *=.*$/m, `@origin = ${profile.origin}`)
    .replace(/^@customerId *=.*$/m, `@customerId = ${profile.customerId}`);
}
