import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { commands } from '../../ui/ids';
import type { ConnectionDeps } from './commands';

/** Check Connection: the stages to the service one by one. */
export function registerConnection(registry: CommandRegistry, deps: ConnectionDeps): vscode.Disposable {
  let documents: ReadOnlyDocuments | undefined;
  return vscode.Disposable.from(
    registry.register(commands.checkConnection, async () => {
      const { checkConnection, createChecklistDocuments } = await import('./commands');
      // Not at startup: most windows never show a checklist.
      documents ??= createChecklistDocuments();
      return checkConnection(deps, documents);
    }),
    new vscode.Disposable(() => {
      documents?.dispose();
    }),
  );
}
