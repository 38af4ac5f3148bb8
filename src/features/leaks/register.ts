import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import { commands } from '../../ui/ids';
import { loadDisposable } from '../../ui/loadDisposable';
import type { LeakDiagnosticsDeps } from './leakDiagnostics';
import type { LeakRevocationDeps } from './leakRevocation';
import { isSearchable } from './searchedDocuments';
import type { SecretTracker } from './secretTracker';

/**
 * Finds tokens and client secrets in files and in REST Client's history. Without a profile it listens only to profiles,
 * and it loads its code when there is a document to search.
 */
export function registerLeaks(
  registry: CommandRegistry,
  deps: Omit<LeakDiagnosticsDeps & LeakRevocationDeps, 'tracker'>,
): vscode.Disposable {
  const { profiles, tokenService } = deps;
  let tracker: Promise<SecretTracker> | undefined;
  const withTracker = async () => {
    tracker ??= import('./secretTracker').then(loaded => new loaded.SecretTracker());
    return { ...deps, tracker: await tracker };
  };
  const startDiagnostics = () =>
    loadDisposable(
      async () => {
        const [{ LeakDiagnostics }, loaded] = await Promise.all([import('./leakDiagnostics'), withTracker()]);
        return new LeakDiagnostics(loaded);
      },
      error => {
        deps.warn('The leak guard could not be loaded', error);
      },
    );
  let diagnostics: vscode.Disposable | undefined;
  const stop = () => {
    diagnostics?.dispose();
    diagnostics = undefined;
  };
  const update = () => {
    if (profiles.all.length === 0) stop();
    else diagnostics ??= onceDocumentOpened(isSearchable, startDiagnostics);
  };
  // The first event means that the stored tokens were read. From then on, changes of profiles suffice.
  const first = tokenService.onDidChange(() => {
    first.dispose();
    update();
  });
  return vscode.Disposable.from(
    first,
    profiles.onDidChange(update),
    new vscode.Disposable(stop),
    registry.registerInternal(commands.fixLeak, async fix =>
      (await import('./fixCommand')).fixLeak(await withTracker(), fix),
    ),
    registry.register(commands.cleanRestClientHistory, async () =>
      (await import('./historyCleanup')).cleanRestClientHistory(await withTracker()),
    ),
  );
}
