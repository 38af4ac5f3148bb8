// Completes the reference in an Authorization header.
import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import type { Profile } from '../../../core/profile/profile';
import { readTargetsInSteps } from '../../../core/requestAnalysis/matchProfiles';
import { referenceCompletion } from '../../../core/requestAnalysis/referenceCompletion';
import { inSlices, readUnasked, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { suggestAfterTyping } from '../../../ui/documents/suggestAfterTyping';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../../ui/requestFiles/requestFiles';
import { createCompletionItem } from '../../../ui/text/completionItem';

/** Shows suggestions after a change if there are some at the cursor. */
export function suggestAfter(
  change: vscode.TextDocumentChangeEvent,
  profile: Profile | undefined,
): Promise<void> {
  return suggestAfterTyping(change, ': {', (document, position) =>
    completionsAt(document, position, profile),
  );
}

/**
 * Completes the reference to the token in the header of a request of the active profile. Offers nothing elsewhere, and
 * nothing in a file without a `requestFormatOf`.
 */
export async function completionsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  profile: Profile | undefined,
): Promise<vscode.CompletionItem[]> {
  const dialect = detectDialect(document);
  if (!profile || !dialect || isTooLongToRead(document)) return [];
  // Checked first because it is cheap: VS Code asks at every space, and most lines have no such header.
  if (!/authorization:/i.test(document.lineAt(position).text)) return [];
  await inSlices(document, 'requests', () => readTargetsInSteps(snapshotOf(document), dialect));
  // They load all formats, which no lens needs.
  const { requestFormatOf } = await import('../../../ui/requestFiles/requestFormats');
  const { clientFor } = await import('../../../ui/requestFiles/clientOfDocument');
  const format = requestFormatOf(document, await clientFor(document));
  const found =
    format &&
    readUnasked(document, 'requests', () =>
      referenceCompletion(snapshotOf(document), dialect, position, [profile], format.reference),
    );
  if (!found) return [];
  const item = createCompletionItem({ label: found.newText.trim() }, vscode.CompletionItemKind.Value);
  item.detail = t('Access token of “{0}”; the token itself stays out of the file', profile.name);
  item.insertText = found.newText;
  item.filterText = found.newText;
  item.range = new vscode.Range(position.line, found.start, position.line, found.end);
  item.preselect = true;
  return [item];
}
