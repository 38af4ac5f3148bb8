import * as vscode from 'vscode';
import type { Disposable } from '../../core/emitter';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { TokenRooms } from './commands';

/** The commands that people and code call, and that keep nothing. */
const contract = [
  'requestToken',
  'requestTokenForFile',
  'renewToken',
  'copyToken',
  'forgetToken',
  'revokeToken',
] as const;

/** Request, renew, copy, forget, revoke and inspect tokens, and the menu behind the status bar item. */
export function registerTokens(registry: CommandRegistry, rooms: TokenRooms): vscode.Disposable {
  const late = () => import('./late');
  /** What was only made when it was needed. */
  const opened: Disposable[] = [];
  return vscode.Disposable.from(
    ...contract.map(name => registry.register(commands[name], async () => (await late())[name](rooms))),
    registry.register(commands.inspectToken, async () => (await late()).inspectToken(rooms, opened)),
    new vscode.Disposable(() => {
      vscode.Disposable.from(...opened).dispose();
    }),
    registry.registerInternal(commands.obtainToken, async (scope, usesLive, profile) => {
      const { obtainToken } = await late();
      await obtainToken(rooms, scope, usesLive, profile);
    }),
    registry.registerInternal(commands.showTokenMenu, async () => (await late()).showTokenMenu(rooms)),
  );
}
