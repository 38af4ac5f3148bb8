import type * as vscode from 'vscode';
import type { Send } from '../../api/transport';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ProfileStore } from '../../vault/profileStore';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly desk: { readonly send: Send; readonly mask: (secret: string) => void };
}

/** Check Connection: the stages to the service one by one. */
export function registerConnection(registry: CommandRegistry, _rooms: Rooms): vscode.Disposable {
  return registry.register(commands.checkConnection, () => () => ({ stages: [] }));
}
