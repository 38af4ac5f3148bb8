import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { isTooLongToRead } from '../../ui/requestFiles/requestFiles';

/** Shows in the language status that a document about Hosted Login is too long to be checked. */
export function showTooLong(document: vscode.TextDocument): void {
  // Shows nothing for other documents, which most long ones are.
  if (!/HOSTED_LOGIN_TOKEN|[.*]:config\/|\/login\/token/i.test(document.getText())) return;
  const { scheme, path } = document.uri;
  const pattern = path.replace(/[[{*?]/g, '[$&]');
  const item = vscode.languages.createLanguageStatusItem(`hostedLogin.tooLong.${document.uri.toString()}`, {
    scheme,
    pattern,
  });
  item.name = 'Hosted Login';
  item.severity = vscode.LanguageStatusSeverity.Warning;
  item.text = t('Too long for Hosted Login');
  item.detail = isTooLongToRead(document)
    ? t('Its requests and scopes are not read. Split the file to get findings and CodeLens.')
    : t('Its scopes are not checked. Split the file to get findings.');
  const closed = vscode.workspace.onDidCloseTextDocument(other => {
    if (other !== document) return;
    closed.dispose();
    item.dispose();
  });
}
