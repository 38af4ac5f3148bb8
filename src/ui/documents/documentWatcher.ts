// Checks the open documents, and again when they change.
import * as vscode from 'vscode';

/** What to do with documents. */
interface DocumentWatcher {
  /** Whether to watch a document. Called at each change, so it must be cheap. */
  readonly matches: (document: vscode.TextDocument) => boolean;
  /**
   * Checks an open document: at first, when it is opened, and after each pause in typing. Shows nothing if the document was
   * closed in the meantime.
   */
  readonly check: (document: vscode.TextDocument) => Promise<void>;
  /** Removes what is shown of a document that was closed. */
  readonly clear: (document: vscode.TextDocument) => void;
  /** Called when `check` failed. */
  readonly onError: (error: unknown) => void;
}

/** A document is checked again after this pause in typing, in ms. */
const typingPause = 400;

/**
 * Checks the open documents, and again when they change. Ignores documents that cannot be changed, such as the left side
 * of a diff.
 */
export function watchDocuments({ matches, check, clear, onError }: DocumentWatcher): vscode.Disposable {
  const timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  const stop = (document: vscode.TextDocument) => {
    clearTimeout(timers.get(document));
    timers.delete(document);
  };
  const scheduleCheck = (document: vscode.TextDocument, delay: number) => {
    if (!isEditable(document) || document.isClosed || !matches(document)) return;
    stop(document);
    timers.set(
      document,
      setTimeout(() => {
        timers.delete(document);
        check(document).catch(onError);
      }, delay),
    );
  };
  for (const document of vscode.workspace.textDocuments) scheduleCheck(document, 0);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(document => {
      scheduleCheck(document, 0);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) scheduleCheck(document, typingPause);
    }),
    vscode.workspace.onDidCloseTextDocument(document => {
      stop(document);
      clear(document);
    }),
    new vscode.Disposable(() => {
      for (const document of [...timers.keys()]) stop(document);
    }),
  );
}

/** Whether a document can be changed: a new one, a cell of a notebook, or one of a file system that can be written. */
function isEditable({ uri: { scheme }, isUntitled }: vscode.TextDocument): boolean {
  return (
    isUntitled ||
    scheme === 'vscode-notebook-cell' ||
    vscode.workspace.fs.isWritableFileSystem(scheme) === true
  );
}
