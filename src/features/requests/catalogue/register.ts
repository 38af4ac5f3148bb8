import type * as vscode from 'vscode';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import type { CommandRegistry } from '../../../ui/commands/commandRegistry';
import { commands } from '../../../ui/ids';

/** The command that inserts a request of the catalogue. */
export function registerRequestCatalogue(
  registry: CommandRegistry,
  profiles: ProfileStore,
): vscode.Disposable {
  return registry.register(commands.newRequest, async () =>
    (await import('./newRequest')).newRequest(profiles),
  );
}
