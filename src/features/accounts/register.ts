import * as vscode from 'vscode';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The accounts of VS Code: its sessions are the live tokens. */
export function registerAccounts(_rooms: Rooms): vscode.Disposable {
  return new vscode.Disposable(() => undefined);
}
