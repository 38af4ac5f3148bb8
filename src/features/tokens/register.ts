// Registers the commands for tokens.
import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
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
  let documents: ReadOnlyDocuments | undefined;
  return vscode.Disposable.from(
    ...publicCommands.map(name => registry.register(commands[name], async () => (await load())[name](deps))),
    registry.register(commands.inspectToken, async () => {
      const { inspectToken, createInspectionDocuments } = await load();
      return inspectToken(deps, () => (documents ??= createInspectionDocuments()));
    }),
    new vscode.Disposable(() => {
      documents?.dispose();
    }),
    registry.registerInternal(commands.acquireToken, async options =>
      (await load()).acquireTokenForScope(deps, options),
    ),
    registry.registerInternal(commands.showTokenMenu, async () => (await load()).showTokenMenu(deps)),
  );
}
