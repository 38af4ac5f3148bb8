import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ConnectionRooms } from './commands';
import { ChecklistDocuments } from './document';

/** Check Connection: the stages to the service one by one. */
export function registerConnection(registry: CommandRegistry, rooms: ConnectionRooms): vscode.Disposable {
  const documents = new ChecklistDocuments();
  return vscode.Disposable.from(
    documents,
    registry.register(commands.checkConnection, async () =>
      (await import('./commands')).checkConnection(rooms, documents),
    ),
  );
}
