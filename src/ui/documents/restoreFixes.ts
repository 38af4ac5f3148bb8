// Quick fixes that restore members of a resource.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { replaceText } from './documentEdits';

/** A member to restore, and the diagnostic that is about it. */
export interface RestorableMember {
  readonly member: string;
  readonly diagnostic: vscode.Diagnostic;
}

/**
 * A quick fix whose edit is computed when it is chosen: restoring a member takes as long as reading the document, and all
 * members that are left out have their fixes in one place.
 */
class RestoreFix extends vscode.CodeAction {
  constructor(
    title: string,
    fixed: readonly RestorableMember[],
    readonly fill: (edit: vscode.WorkspaceEdit) => void,
  ) {
    super(title, vscode.CodeActionKind.QuickFix);
    this.diagnostics = fixed.map(({ diagnostic }) => diagnostic);
  }
}

/** Computes the edit of a quick fix that has none yet. */
export function resolveFix(action: vscode.CodeAction): vscode.CodeAction {
  if (!(action instanceof RestoreFix)) return action;
  action.edit = new vscode.WorkspaceEdit();
  action.fill(action.edit);
  return action;
}

/**
 * A quick fix for each member, and one for all of them. `resolveFix` computes their edits.
 * @param restore the text of the document with members restored
 */
export function createRestoreFixes(
  document: vscode.TextDocument,
  fixable: readonly RestorableMember[],
  restore: (members: readonly string[]) => string,
): vscode.CodeAction[] {
  const fix = (title: string, fixed: readonly RestorableMember[]) =>
    new RestoreFix(title, fixed, edit => {
      replaceText(edit, document, restore([...new Set(fixed.map(({ member }) => member))]));
    });
  return [
    ...fixable.map(each => fix(t('Restore {0}', each.member), [each])),
    ...(fixable.length > 1 ? [fix(t('Restore all {0} members', fixable.length), fixable)] : []),
  ];
}
