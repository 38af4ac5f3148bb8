import type * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ProfileStore } from '../../vault/profileStore';

/** The command that inserts a request of the catalogue. */
export function registerRequestCatalogue(
  registry: CommandRegistry,
  profiles: ProfileStore,
): vscode.Disposable {
  return registry.register(commands.newRequest, async () =>
    (await import('./newRequest')).newRequest(profiles),
  );
}
