import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { isTooLongToRead } from '../../ui/documents/requestFiles';

/** Says in the language status of a document that is ours that it is too long to be checked. */
export function tellTooLong(document: vscode.TextDocument): void {
  // Silent in documents that have nothing of ours, which are most of that length.
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
