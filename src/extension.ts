import * as vscode from 'vscode';
import { t, useBundle } from './core/l10n';
import { registerAccountsProvider } from './features/accounts/provider';
import { registerResourceProvider } from './features/configuration/provider';
import { registerConfigurationView } from './features/configuration/view';
import { languageOf, mayHoldScopes } from './features/scopeLanguage/documents';
import type { House, openHouse } from './house';
import { commands } from './ui/ids';
import { whenOpened } from './ui/whenOpened';
import { hadOpenResources } from './vault/openResourcesKey';
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
  useBundle(vscode.l10n.bundle);
  let isOpen = false;
  const enter = async (): Promise<House> => {
    house ??= openLate(context, { accounts: accounts.tell, files: resources.tell, view: view.tell });
    const opened = await house;
    isOpen = true;
    return opened;
  };
  const isWanted = () => house !== undefined || profileEntries(context.globalState).length > 0;
  const accounts = registerAccountsProvider(enter, isWanted);
  const resources = registerResourceProvider(enter, hadOpenResources(context.workspaceState));
  const view = registerConfigurationView(enter, isWanted);
  context.subscriptions.push(
    accounts.provider,
    resources.provider,
    view.provider,
    ...Object.values(commands).map(id =>
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        const { commands, upToDate } = await enter();
        await upToDate();
        return commands.run(id, args);
      }),
    ),
    whenOpened(mayHelpIn, () => {
      void enter();
      return undefined;
    }),
    context.secrets.onDidChange(({ key }) => {
      // Once it is open, the house hears it itself.
      if (key === bellKey && !isOpen) void enter().then(({ hear }) => hear());
    }),
  );
  if (!isWanted()) return;
  // Behind the activation, which nobody shall wait for.
  const soon = setImmediate(() => void enter());
  context.subscriptions.push(
    new vscode.Disposable(() => {
      clearImmediate(soon);
    }),
  );
}

/** Takes back what was set. */
export async function deactivate(): Promise<void> {
  await (await house)?.leave();
}

async function openLate(...rooms: Parameters<typeof openHouse>): Promise<House> {
  try {
    return (await import('./house')).openHouse(...rooms);
  } catch (cause) {
    // An update may have replaced the files of this window.
    house = undefined;
    throw new Error(t('Hosted Login could not be loaded. Reload the window.'), { cause });
  }
}

/** Nearly every window has JSON and Markdown, but scopes are written in few of them. */
function mayHelpIn(document: vscode.TextDocument): boolean {
  const language = languageOf(document);
  if (language === 'json' || language === 'markdown') return mayHoldScopes(document);
  return language !== undefined;
}
