import * as vscode from 'vscode';
import { isLoginEndpoint, listRequests } from '../../core/httpDocument';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { belonging, requestTargets } from '../../core/requestTarget';
import { dialectOf, documentLines, isTooLongToRead } from '../../ui/httpFiles';
import { commands } from '../../ui/ids';
import { lensOf } from '../../ui/lens';

/**
 * The lens above requests that go to the active profile's origin, or to a host that a variable names, and that carry
 * no Authorization header yet; not above those of the login endpoints, which take no access token.
 */
export function authorizeLenses(document: vscode.TextDocument, active: Profile): vscode.CodeLens[] {
  const dialect = dialectOf(document);
  if (!dialect || isTooLongToRead(document)) return [];
  const lines = documentLines(document);
  const targetOf = requestTargets(lines, dialect);
  return listRequests(lines, dialect)
    .filter(
      request =>
        request.authorizations.length === 0 &&
        !isLoginEndpoint(request.url) &&
        belonging(targetOf(request), [active]).kind !== 'no',
    )
    .map(({ requestLine }) => {
      const range = new vscode.Range(requestLine, 0, requestLine, 0);
      return lensOf(range, {
        title: t('Authorize with Hosted Login'),
        tooltip: t('Inserts the Authorization header; the token itself stays out of the file'),
        command: commands.authorizeRequest,
        arguments: [document.uri, requestLine],
      });
    });
}
