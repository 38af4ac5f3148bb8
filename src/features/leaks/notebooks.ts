import * as vscode from 'vscode';
import { textOf } from './fileBytes';

/** What a document is saved with: itself, or the notebook that it is a cell of. */
export function savedWith(document: vscode.TextDocument): vscode.TextDocument | vscode.NotebookDocument {
  if (document.uri.scheme !== 'vscode-notebook-cell') return document;
  const hasIt = (notebook: vscode.NotebookDocument) =>
    notebook.getCells().some(cell => cell.document === document);
  return vscode.workspace.notebookDocuments.find(hasIt) ?? document;
}

/** The open notebooks with outputs that hold something. No edit of a text reaches those. */
export function notebooksWithOutput(holds: (text: string) => boolean): vscode.NotebookDocument[] {
  return vscode.workspace.notebookDocuments.filter(notebook =>
    notebook
      .getCells()
      .some(({ outputs }) => outputs.some(({ items }) => items.some(({ data }) => holds(textOf(data))))),
  );
}
