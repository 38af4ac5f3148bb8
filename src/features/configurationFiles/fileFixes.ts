import type * as vscode from 'vscode';
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
 * Quick fixes: restore members as they were at the last pull or apply, and replace secrets by markers.
 * @param restore the text of the document with members restored
 */
export function createFixes(
  document: vscode.TextDocument,
  shown: readonly ShownFinding[],
  restore: (members: readonly string[]) => string,
): vscode.CodeAction[] {
  const fix = (title: string, fixed: readonly ShownFinding[], fill: (edit: vscode.WorkspaceEdit) => void) =>
    createQuickFix(
      title,
      fixed.map(({ diagnostic }) => diagnostic),
      fill,
    );
  const fixMembers = (title: (first: string) => string, fixed: readonly ShownFinding[]) => {
    const members = [...new Set(fixed.flatMap(({ finding }) => finding.member ?? []))];
    return fix(title(members[0] ?? ''), fixed, edit => {
      replaceText(edit, document, restore(members));
    });
  };
  const secrets = shown.flatMap(each =>
    each.finding.marker === undefined ? [] : [{ ...each, marker: each.finding.marker }],
  );
  const members = shown.filter(({ finding }) => finding.member !== undefined);
  const fixes = [
    ...secrets.map(each =>
      fix(t('Write {0} Instead of the Secret', each.marker), [each], edit => {
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
