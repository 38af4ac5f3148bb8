import * as vscode from 'vscode';
import { registerAccountsProvider } from './features/accounts/provider';
import { languageOf } from './features/scopeLanguage/documents';
import type { House, openHouse } from './house';
import { commands } from './ui/ids';
import { whenOpened } from './ui/whenOpened';
import { bellKey, profileEntries } from './vault/profileKeys';

let house: Promise<House> | undefined;

/**
 * The front door: what VS Code has to know of us from the start. Behind it is the house, with all the rest, which opens
 * when there is something to do: a profile, a command, a document in which we help, an extension that asks for an account,
 * a profile that another window adds. In a window without any of these it never does.
 *
 * Returns nothing: other extensions get tokens only through `vscode.authentication`.
 */
export function activate(context: vscode.ExtensionContext): void {
  const enter = () => (house ??= openLate(context, accounts.tell));
  const isWanted = () => house !== undefined || profileEntries(context.globalState).length > 0;
  const accounts = registerAccountsProvider(enter, isWanted);
  context.subscriptions.push(
    accounts.provider,
    ...Object.values(commands).map(id =>
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) =>
        (await enter()).commands.run(id, args),
      ),
    ),
    whenOpened(
      document => languageOf(document) !== undefined,
      () => {
        void enter();
        return undefined;
      },
    ),
    context.secrets.onDidChange(({ key }) => {
      // From then on the house hears it itself.
      if (key === bellKey && !house) void enter().then(({ hear }) => hear());
    }),
  );
  // Behind the activation, which nobody shall wait for.
  if (isWanted()) setImmediate(() => void enter());
}

/** Takes back what was set. */
export async function deactivate(): Promise<void> {
  await (await house)?.leave();
}

async function openLate(...rooms: Parameters<typeof openHouse>): Promise<House> {
  return (await import('./house')).openHouse(...rooms);
}
