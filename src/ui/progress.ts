import * as vscode from 'vscode';

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
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, cancellation) => {
      cancellation.onCancellationRequested(() => {
        controller.abort();
      });
      return run(controller.signal, message => {
        progress.report({ message });
      });
    },
  );
}

/** What takes longer than this, in ms, is worth a notification. */
const late = 1000;

/** The same for what a person set going and mostly ends at once: the notification comes where it takes longer. */
export async function withLateProgress<T>(
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
  }, late);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
