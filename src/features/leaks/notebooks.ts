import * as vscode from 'vscode';
import { textOf } from './fileBytes';

/** The unit in which a document is saved: itself, or the notebook of which it is a cell. */
export function savedWith(document: vscode.TextDocument): vscode.TextDocument | vscode.NotebookDocument {
  if (document.uri.scheme !== 'vscode-notebook-cell') return document;
  const hasIt = (notebook: vscode.NotebookDocument) =>
    notebook.getCells().some(cell => cell.document === document);
  return vscode.workspace.notebookDocuments.find(hasIt) ?? document;
}

/** The open notebooks whose outputs match. Edits of text do not change outputs. */
export function notebooksWithOutput(holds: (text: string) => boolean): vscode.NotebookDocument[] {
  return vscode.workspace.notebookDocuments.filter(notebook =>
    notebook
      .getCells()
      .some(({ outputs }) => outputs.some(({ items }) => items.some(({ data }) => holds(textOf(data))))),
  );
}
