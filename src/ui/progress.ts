import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';

/**
 * Runs something that may take a while: a notification with Cancel for a person, nothing for code. `report` says how far
 * it is.
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
      return run(controller.signal, message => {
        progress.report({ message: escapeMarkup(message) });
      });
    },
  );
}

/** The same for what cannot be taken back: without Cancel. */
export async function withUncancellableProgress<T>(title: string, run: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: escapeMarkup(title) },
    run,
  );
}

/** Shows in a view of ours that something is under way. */
export function showViewProgress(viewId: string, task: Promise<unknown>): void {
  void vscode.window.withProgress({ location: { viewId } }, () => task);
}

/** What takes longer than this, in ms, is worth a notification. */
const progressDelay = 1000;

/** The same for what a person set going and mostly ends at once: the notification comes where it takes longer. */
export async function withDelayedProgress<T>(
  title: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const running = run(controller.signal);
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
