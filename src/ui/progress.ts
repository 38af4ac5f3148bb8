import * as vscode from 'vscode';
import { cancelledIfAborted } from '../core/common/cancelled';
import { escapeMarkup } from '../core/common/escapeMarkup';
import { t } from '../core/common/l10n';

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
      return cancelledIfAborted(
        controller.signal,
        run(controller.signal, message => {
          progress.report({ message: escapeMarkup(message) });
        }),
      );
    },
  );
}

/** A notification for each resource would take longer than reading it. */
const readingStep = 10;

/**
 * As `withProgress`, for reading the whole configuration of a profile: shows how many resources were read. Without a
 * notification if there is no name.
 */
export function withReadingProgress<T>(
  profileName: string | undefined,
  read: (options: {
    readonly signal: AbortSignal;
    readonly onProgress: (done: number, of: number) => void;
  }) => Promise<T>,
): Promise<T> {
  const title = profileName === undefined ? undefined : t('Reading the configuration of “{0}”…', profileName);
  return withProgress(title, (signal, report) => {
    const onProgress = (done: number, of: number) => {
      if (done % readingStep === 0) report(t('{0} of {1}', done, of));
    };
    return read({ signal, onProgress });
  });
}

/** As `withProgress`, for an operation that cannot be cancelled. */
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

/** As `withProgress`, for an operation that is mostly short: it starts at once, and the notification appears only if it takes longer. */
export async function withDelayedProgress<T>(
  title: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const running = cancelledIfAborted(controller.signal, run(controller.signal));
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

/** As `withDelayedProgress`, for reading a part of the configuration. */
export function withLoadingProgress<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withDelayedProgress(t('Loading from Hosted Login…'), run);
}

/** As `withDelayedProgress`, for requesting an access token. The status bar shows the request at once. */
export function withTokenProgress<T>(
  profileName: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withDelayedProgress(t('Requesting an access token for “{0}”…', profileName), run);
}
