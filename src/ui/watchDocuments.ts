import * as vscode from 'vscode';

/** Who watches documents. */
interface Watcher {
  /** Whether a document is of interest; asked at each change, so cheap. */
  readonly isOurs: (document: vscode.TextDocument) => boolean;
  /** Looks at an open document: at first, when it is opened, and after each pause in changing it. */
  readonly look: (document: vscode.TextDocument) => Promise<void>;
  /** A document was closed: what is shown of it goes. */
  readonly closed: (document: vscode.TextDocument) => void;
  /** Told when `look` failed. */
  readonly failed: (error: unknown) => void;
}

/** A pause in typing, in ms, after which a document is looked at again. */
const pause = 400;

/**
 * Looks at the open documents and follows their changes. Not at those that nobody can change, such as the other side of
 * a comparison: what is to be said of them is said of the file already.
 */
export function watchDocuments({ isOurs, look, closed, failed }: Watcher): vscode.Disposable {
  const timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  const stop = (document: vscode.TextDocument) => {
    clearTimeout(timers.get(document));
    timers.delete(document);
  };
  const lookAfter = (document: vscode.TextDocument, delay: number) => {
    if (!isEditable(document) || document.isClosed || !isOurs(document)) return;
    stop(document);
    timers.set(
      document,
      setTimeout(() => {
        timers.delete(document);
        look(document).catch(failed);
      }, delay),
    );
  };
  for (const document of vscode.workspace.textDocuments) lookAfter(document, 0);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(document => {
      lookAfter(document, 0);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) lookAfter(document, pause);
    }),
    vscode.workspace.onDidCloseTextDocument(document => {
      stop(document);
      closed(document);
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
