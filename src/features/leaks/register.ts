import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import { commands } from '../../ui/ids';
import { loadDisposable } from '../../ui/loadDisposable';
import type { LeakDiagnosticsDeps } from './leakDiagnostics';
import type { LeakRevocationDeps } from './leakRevocation';
import { isSearchable } from './searchedDocuments';

/** What all parts of the leak guard share, loaded with the first of them. */
type Loaded = Pick<LeakDiagnosticsDeps, 'tracker' | 'mutedFiles'>;

/**
 * Finds tokens and client secrets in files and in REST Client's history. Without a profile it listens only to profiles,
 * and it loads its code when there is a document to search.
 */
export function registerLeaks(
  registry: CommandRegistry,
  deps: Omit<LeakDiagnosticsDeps & LeakRevocationDeps, keyof Loaded>,
  workspaceState: vscode.Memento,
): vscode.Disposable {
  const { profiles, tokenService } = deps;
  let loading: Promise<Loaded> | undefined;
  const load = async (): Promise<Loaded> => {
    const [{ SecretTracker }, { MutedFiles }] = await Promise.all([
      import('./secretTracker'),
      import('../../storage/mutedFiles'),
    ]);
    return { tracker: new SecretTracker(), mutedFiles: new MutedFiles(workspaceState) };
  };
  const loadDeps = async () => ({ ...deps, ...(await (loading ??= load())) });
  const startDiagnostics = () =>
    loadDisposable(
      async () => {
        const [{ LeakDiagnostics }, loaded] = await Promise.all([import('./leakDiagnostics'), loadDeps()]);
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
      (await import('./fixCommand')).fixLeak(await loadDeps(), fix),
    ),
    registry.register(commands.cleanRestClientHistory, async () =>
      (await import('./historyCleanup')).cleanRestClientHistory(await loadDeps()),
    ),
  );
}
