import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ConnectionRooms } from './commands';
import type { ChecklistDocuments } from './document';

/** Check Connection: the stages to the service one by one. */
export function registerConnection(registry: CommandRegistry, rooms: ConnectionRooms): vscode.Disposable {
  let documents: ChecklistDocuments | undefined;
  return vscode.Disposable.from(
    registry.register(commands.checkConnection, async () => {
      const { checkConnection } = await import('./commands');
      // Not at startup: most windows never show a checklist.
      const { ChecklistDocuments } = await import('./document');
      documents ??= new ChecklistDocuments();
      return checkConnection(rooms, documents);
    }),
    new vscode.Disposable(() => {
      documents?.dispose();
    }),
  );
}
