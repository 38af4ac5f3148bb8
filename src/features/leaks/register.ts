import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../ui/documents/onceDocumentOpened';
import { commands } from '../../ui/ids';
import { isSearchable } from './documents';
import type { LeakDiagnosticsDeps, LeakDiagnostics } from './leakDiagnostics';
import type { LeakRevocationDeps } from './leakRevocation';
import type { SecretTracker } from './secretTracker';

/**
 * Points out tokens and client secrets that stand in files, and takes tokens out of REST Client's history. While there
 * is no profile nothing is listened to but the profiles, and nothing is loaded before there is a document to look at.
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
  let diagnostics: vscode.Disposable | undefined;
  const stop = () => {
    diagnostics?.dispose();
    diagnostics = undefined;
  };
  const update = () => {
    if (profiles.all.length === 0) stop();
    else diagnostics ??= onceDocumentOpened(isSearchable, () => startDiagnostics(withTracker, deps.warn));
  };
  // Told when the tokens of before are there; from then on their changes tell.
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

/** What is loaded now, and made unless nobody wants it any more by then. */
function startDiagnostics(
  loadDeps: () => Promise<LeakDiagnosticsDeps>,
  warn: LeakDiagnosticsDeps['warn'],
): vscode.Disposable {
  let diagnostics: LeakDiagnostics | undefined;
  let isDisposed = false;
  Promise.all([import('./leakDiagnostics'), loadDeps()]).then(
    ([loaded, deps]) => {
      if (!isDisposed) diagnostics = new loaded.LeakDiagnostics(deps);
    },
    (error: unknown) => {
      warn('The leak guard could not be loaded', error);
    },
  );
  return new vscode.Disposable(() => {
    isDisposed = true;
    diagnostics?.dispose();
  });
}
