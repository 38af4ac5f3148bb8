import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ReadOnlyDocuments } from '../../ui/readOnlyDocuments';
import type { ConnectionRooms } from './commands';

/** Check Connection: the stages to the service one by one. */
export function registerConnection(registry: CommandRegistry, rooms: ConnectionRooms): vscode.Disposable {
  let documents: ReadOnlyDocuments | undefined;
  return vscode.Disposable.from(
    registry.register(commands.checkConnection, async () => {
      const { checkConnection, newChecklistDocuments } = await import('./commands');
      // Not at startup: most windows never show a checklist.
      documents ??= newChecklistDocuments();
      return checkConnection(rooms, documents);
    }),
    new vscode.Disposable(() => {
      documents?.dispose();
    }),
  );
}
