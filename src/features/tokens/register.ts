import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { TokenRooms } from './commands';

/** Request, renew, copy and forget tokens, and the menu behind the status bar item. */
export function registerTokens(registry: CommandRegistry, rooms: TokenRooms): vscode.Disposable {
  const late = () => import('./commands');
  return vscode.Disposable.from(
    registry.register(commands.requestToken, async () => (await late()).requestToken(rooms)),
    registry.register(commands.renewToken, async () => (await late()).renewToken(rooms)),
    registry.register(commands.copyToken, async () => (await late()).copyToken(rooms)),
    registry.register(commands.forgetToken, async () => (await late()).forgetToken(rooms)),
    registry.register(commands.revokeToken, () => () => undefined),
    registry.register(commands.inspectToken, () => () => undefined),
    registry.register(commands.requestTokenForFile, async () =>
      (await import('./forFile')).requestTokenForFile(rooms),
    ),
    registry.registerInternal(commands.showTokenMenu, async () => {
      const { showTokenMenu } = await import('./tokenMenu');
      await showTokenMenu(rooms.keeper.status, rooms.now());
    }),
  );
}
