import * as vscode from 'vscode';
import type { Disposable } from '../../core/emitter';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { TokenRooms } from './commands';

/** Request, renew, copy, forget, revoke and inspect tokens, and the menu behind the status bar item. */
export function registerTokens(registry: CommandRegistry, rooms: TokenRooms): vscode.Disposable {
  const late = () => import('./commands');
  /** What was only made when it was needed. */
  const opened: Disposable[] = [];
  return vscode.Disposable.from(
    registry.register(commands.requestToken, async () => (await late()).requestToken(rooms)),
    registry.register(commands.renewToken, async () => (await late()).renewToken(rooms)),
    registry.register(commands.copyToken, async () => (await late()).copyToken(rooms)),
    registry.register(commands.forgetToken, async () => (await late()).forgetToken(rooms)),
    registry.register(commands.revokeToken, async () => (await import('./revoking')).revokeToken(rooms)),
    registry.register(commands.inspectToken, async () =>
      (await import('./inspecting')).inspectToken(rooms, opened),
    ),
    new vscode.Disposable(() => {
      vscode.Disposable.from(...opened).dispose();
    }),
    registry.register(commands.requestTokenForFile, async () =>
      (await import('./forFile')).requestTokenForFile(rooms),
    ),
    registry.registerInternal(commands.obtainToken, async (scope, usesLive, profile) => {
      if (typeof scope !== 'string') return;
      const { obtainToken } = await import('./forScope');
      await obtainToken(rooms, scope, usesLive === true, typeof profile === 'string' ? profile : undefined);
    }),
    registry.registerInternal(commands.showTokenMenu, async () => {
      const { showTokenMenu } = await import('./tokenMenu');
      await showTokenMenu(rooms);
    }),
  );
}
