import * as vscode from 'vscode';
import type { Container, createContainer } from './container';
import { t, useBundle } from './core/common/l10n';
import { registerAccountsProvider } from './features/accounts/provider';
import { registerResourceFileSystem } from './features/configuration/documents/lazyFileSystem';
import { registerConfigurationTreeView } from './features/configuration/tree/lazyTreeView';
import { languageOf, mayHoldScopes } from './features/scopeLanguage/scopeDocuments';
import { hasOpenResources } from './storage/configuration/openResources';
import { changeSignalKey, readProfileEntries } from './storage/profiles/profileKeys';
import { onceDocumentOpened } from './ui/documents/onceDocumentOpened';
import { type CommandId, undeclaredCommands } from './ui/ids';

/** Here, because VS Code calls `deactivate` without an argument. */
let container: Promise<Container> | undefined;

/**
 * Registers what VS Code must know at startup and loads the rest (`container.ts`) on first use: a profile, a command, a
 * supported document, an extension that asks for an account, a profile that another window adds.
 *
 * Returns nothing: other extensions get tokens only through `vscode.authentication`.
 */
export function activate(context: vscode.ExtensionContext): void {
  useBundle(vscode.l10n.bundle);
  let isLoaded = false;
  const getContainer = async (): Promise<Container> => {
    container ??= loadContainer(context, {
      fireDidChangeSessions: accounts.fireDidChangeSessions,
      fireDidChangeFiles: resources.fireDidChange,
      view: view.host,
    });
    const loaded = await container;
    isLoaded = true;
    return loaded;
  };
  const needsContainer = () => container !== undefined || readProfileEntries(context.globalState).length > 0;
  const accounts = registerAccountsProvider(getContainer, needsContainer);
  const resources = registerResourceFileSystem(getContainer, hasOpenResources(context.workspaceState));
  const view = registerConfigurationTreeView(getContainer, needsContainer);
  context.subscriptions.push(
    accounts.provider,
    resources.provider,
    view.provider,
    ...commandIds(context).map(id =>
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        const { commands, whenSettled } = await getContainer();
        await whenSettled();
        return commands.run(id, args);
      }),
    ),
    onceDocumentOpened(isSupportedDocument, () => {
      void getContainer();
      return undefined;
    }),
    context.secrets.onDidChange(({ key }) => {
      // Once loaded, the container listens itself.
      if (key === changeSignalKey && !isLoaded)
        void getContainer().then(({ handleChangeSignal }) => handleChangeSignal());
    }),
  );
  if (!needsContainer()) return;
  // After activation, so that nothing waits for it.
  const immediate = setImmediate(() => void getContainer());
  context.subscriptions.push(
    new vscode.Disposable(() => {
      clearImmediate(immediate);
    }),
  );
}

/** Undoes what was set. */
export async function deactivate(): Promise<void> {
  await (await container)?.dispose();
}

async function loadContainer(...args: Parameters<typeof createContainer>): Promise<Container> {
  try {
    return (await import('./container')).createContainer(...args);
  } catch (cause) {
    // An update may have replaced the files that this window loads.
    container = undefined;
    throw new Error(t('Hosted Login could not be loaded. Reload the window.'), { cause });
  }
}

/** The ids of all commands: those that package.json declares, so that they are not listed in `extension.js` too, and the others. */
function commandIds({ extension }: vscode.ExtensionContext): readonly CommandId[] {
  const { contributes } = extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
  };
  return [
    ...contributes.commands.map(({ command }) => command),
    ...undeclaredCommands.map(name => `hostedLogin.${name}` as const),
  ];
}

/** Nearly every window has JSON and Markdown documents, but few of them hold scopes. */
function isSupportedDocument(document: vscode.TextDocument): boolean {
  const language = languageOf(document);
  if (language === 'json' || language === 'markdown') return mayHoldScopes(document);
  return language !== undefined;
}
