import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { FileFinding } from '../../core/configurationFiles/fileFindings';
import { createQuickFix } from '../../ui/documents/diagnostics';
import { replaceText } from '../../ui/documents/documentEdits';

/** A finding as it is shown. */
export interface ShownFinding {
  readonly finding: FileFinding;
  readonly diagnostic: vscode.Diagnostic;
}

/**
 * A quick fix whose edit is computed when it is chosen: restoring a member takes as long as reading the file, and all members
 * that are left out have their fixes in one place.
 */
class RestoreFix extends vscode.CodeAction {
  constructor(
    title: string,
    fixed: readonly ShownFinding[],
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
 * Quick fixes: restore members as they were at the last pull or apply (see `resolveFix`), and replace secrets by markers.
 * @param restore the text of the document with members restored
 */
export function createFixes(
  document: vscode.TextDocument,
  shown: readonly ShownFinding[],
  restore: (members: readonly string[]) => string,
): vscode.CodeAction[] {
  const fixMembers = (title: (first: string) => string, fixed: readonly ShownFinding[]) => {
    const members = [...new Set(fixed.flatMap(({ finding }) => finding.member ?? []))];
    return new RestoreFix(title(members[0] ?? ''), fixed, edit => {
      replaceText(edit, document, restore(members));
    });
  };
  const secrets = shown.flatMap(each =>
    each.finding.marker === undefined ? [] : [{ ...each, marker: each.finding.marker }],
  );
  const members = shown.filter(({ finding }) => finding.member !== undefined);
  const fixes = [
    ...secrets.map(each =>
      createQuickFix(t('Write {0} Instead of the Secret', each.marker), [each.diagnostic], edit => {
        edit.replace(document.uri, each.diagnostic.range, each.marker);
      }),
    ),
    ...members.map(each => fixMembers(name => t('Restore {0}', name), [each])),
    ...(members.length > 1 ? [fixMembers(() => t('Restore all {0} members', members.length), members)] : []),
  ];
  const [first] = fixes;
  if (first) first.isPreferred = true;
  return fixes;
}
