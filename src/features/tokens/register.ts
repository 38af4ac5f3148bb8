import * as vscode from 'vscode';
import type { Disposable } from '../../core/common/event';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { commands } from '../../ui/ids';
import type { TokenDeps } from './deps';

/** The commands that people and code call, and that keep nothing. */
const publicCommands = [
  'requestToken',
  'requestTokenForFile',
  'renewToken',
  'copyToken',
  'forgetToken',
  'revokeToken',
] as const;

/** Request, renew, copy, forget, revoke and inspect tokens, and the menu behind the status bar item. */
export function registerTokens(registry: CommandRegistry, deps: TokenDeps): vscode.Disposable {
  const load = () => import('./lazyCommands');
  /** What was only made when it was needed. */
  const opened: Disposable[] = [];
  return vscode.Disposable.from(
    ...publicCommands.map(name => registry.register(commands[name], async () => (await load())[name](deps))),
    registry.register(commands.inspectToken, async () => (await load()).inspectToken(deps, opened)),
    new vscode.Disposable(() => {
      vscode.Disposable.from(...opened).dispose();
    }),
    registry.registerInternal(commands.obtainToken, async options =>
      (await load()).acquireToken(deps, options),
    ),
    registry.registerInternal(commands.showTokenMenu, async () => (await load()).showTokenMenu(deps)),
  );
}
