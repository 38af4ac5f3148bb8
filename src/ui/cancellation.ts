// Connects VS Code's cancellation with `AbortSignal`.
import type * as vscode from 'vscode';

export function toAbortSignal(cancellation: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (cancellation.isCancellationRequested) controller.abort();
  cancellation.onCancellationRequested(() => {
    controller.abort();
  });
  return controller.signal;
}
