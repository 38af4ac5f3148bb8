import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';
import { t } from '../core/common/l10n';
import { isProblem } from '../core/common/problem';
import { cancelled } from './quickInput';

/**
 * Runs a long operation in a notification with Cancel, or without one if there is no title. Rejects with `cancelled` if
 * the operation fails because it was cancelled. `report` shows how far it is.
 */
export async function withProgress<T>(
  title: string | undefined,
  run: (signal: AbortSignal, report: (how: string) => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  if (title === undefined) return run(controller.signal, () => undefined);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: escapeMarkup(title), cancellable: true },
    async (progress, cancellation) => {
      cancellation.onCancellationRequested(() => {
        controller.abort();
      });
      return cancelledIfAborted(controller.signal, signal =>
        run(signal, message => {
          progress.report({ message: escapeMarkup(message) });
        }),
      );
    },
  );
}

/** The same for requesting an access token. Without a notification unless `isInteractive`. */
export function withTokenProgress<T>(
  profileName: string,
  isInteractive: boolean,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withProgress(
    isInteractive ? t('Requesting an access token for “{0}”…', profileName) : undefined,
    run,
  );
}

/** The same for an operation that cannot be cancelled. */
export async function withUncancellableProgress<T>(title: string, run: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: escapeMarkup(title) },
    run,
  );
}

/** Shows the progress bar of a view. */
export function showViewProgress(viewId: string, task: Promise<unknown>): void {
  void vscode.window.withProgress({ location: { viewId } }, () => task);
}

/** In milliseconds. */
const progressDelay = 1000;

/** The same for an operation that is mostly short: the notification appears only if it takes longer. */
export async function withDelayedProgress<T>(
  title: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const running = cancelledIfAborted(controller.signal, run);
  const timer = setTimeout(() => {
    void withProgress(title, async signal => {
      signal.addEventListener('abort', () => {
        controller.abort();
      });
      await running.catch(() => undefined);
    });
  }, progressDelay);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}

/** Turns the error of an aborted operation into `cancelled`, but not a `Problem`: it may tell what a write has changed. */
async function cancelledIfAborted<T>(
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await run(signal);
  } catch (error) {
    throw signal.aborted && !isProblem(error) ? cancelled() : error;
  }
}
