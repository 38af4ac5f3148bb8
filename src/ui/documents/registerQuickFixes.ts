import * as vscode from 'vscode';

/** Finds the quick fixes for a range of a document. */
type FindFixes = (
  document: vscode.TextDocument,
  context: vscode.CodeActionContext,
  range: vscode.Range,
) => vscode.ProviderResult<vscode.CodeAction[]>;

/**
 * Registers quick fixes that only people apply. A workspace may let VS Code apply all quick fixes of a file whenever it is
 * saved (`editor.codeActionsOnSave`, `notebook.codeActionsOnSave`), with their commands: revoke a token, change other files,
 * stop warning. Then VS Code asks for a kind of fixes, or for all of the whole document, although nobody asked; for a notebook
 * as if somebody had. A person asks with a selection, or in a file explicitly.
 * @param late adds the edit of a fix when it is chosen
 */
export function registerQuickFixes(
  selector: vscode.DocumentSelector,
  find: FindFixes,
  late?: Pick<vscode.CodeActionProvider, 'resolveCodeAction'>,
): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    selector,
    {
      provideCodeActions: (document, range, context) =>
        (context.only || !(range instanceof vscode.Selection)) &&
        (context.triggerKind !== vscode.CodeActionTriggerKind.Invoke ||
          document.uri.scheme === 'vscode-notebook-cell')
          ? []
          : find(document, context, range),
      ...late,
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
