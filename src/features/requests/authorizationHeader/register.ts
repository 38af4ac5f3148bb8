import * as vscode from 'vscode';
import type { CommandRegistry } from '../../../ui/commands/commandRegistry';
import { setContextKey } from '../../../ui/contextKeys';
import { onceDocumentOpened } from '../../../ui/documents/onceDocumentOpened';
import { commands, contextKeys } from '../../../ui/ids';
import { isRequestFile } from '../../../ui/requestFiles/requestCodeLenses';
import { requestFileSelector } from '../../../ui/requestFiles/requestFiles';
import type { AuthorizationHeaderDeps } from './commands';

/** The commands, and the completion of the header's value. */
export function registerAuthorizationHeader(
  registry: CommandRegistry,
  deps: Omit<AuthorizationHeaderDeps, 'onInserted' | 'shown'>,
): vscode.Disposable {
  const onInserted = () => {
    setContextKey(contextKeys.headerInserted, true);
  };
  const headerDeps: AuthorizationHeaderDeps = { ...deps, onInserted, shown: new Set() };
  const load = () => import('./commands');
  return vscode.Disposable.from(
    registry.register(commands.insertAuthorizationHeader, async () =>
      (await load()).insertAuthorizationHeader(headerDeps),
    ),
    registry.register(commands.removeAuthorizationHeader, async () =>
      (await load()).removeAuthorizationHeader(),
    ),
    registry.register(commands.copyAuthorizationAs, async () =>
      (await import('./copyAs')).copyAuthorizationAs(headerDeps),
    ),
    registry.registerInternal(commands.authorizeRequest, async (uri, request) => {
      if (uri instanceof vscode.Uri) await (await load()).authorizeRequest(headerDeps, uri, request);
    }),
    onceDocumentOpened(isRequestFile, () =>
      vscode.Disposable.from(
        vscode.languages.registerCompletionItemProvider(requestFileSelector, {
          provideCompletionItems: async (document, position) =>
            (await import('./completion')).completionsAt(document, position, headerDeps.profiles.active),
        }),
        vscode.workspace.onDidChangeTextDocument(async change => {
          if (/^[: {]/.test(change.contentChanges[0]?.text ?? '') && isRequestFile(change.document))
            await (await import('./completion')).suggestAfter(change, headerDeps.profiles.active);
        }),
      ),
    ),
  );
}
