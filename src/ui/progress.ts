import * as vscode from 'vscode';

/** Runs something that may take a while: a notification with Cancel for a person, nothing for code. */
export async function withProgress<T>(
  title: string | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  if (title === undefined) return run(controller.signal);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_, cancellation) => {
      cancellation.onCancellationRequested(() => {
        controller.abort();
      });
      return run(controller.signal);
    },
  );
}
