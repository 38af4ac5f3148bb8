import * as vscode from 'vscode';
import { hostOf, listRequests } from '../../core/httpDocument';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { dialectOf, documentLines } from '../../ui/httpFiles';
import { commands } from '../../ui/ids';

/** Above this a lens is no help: nobody reads such a file, and listing its requests at every change would cost. */
const maxLines = 50_000;

/**
 * The lens above requests that go to the active profile's origin, or to a host that a variable names, and that carry
 * no Authorization header yet; not above those of the login endpoints, which take no access token.
 */
export function authorizeLenses(document: vscode.TextDocument, active: Profile): vscode.CodeLens[] {
  const dialect = dialectOf(document);
  if (!dialect || document.lineCount > maxLines) return [];
  return listRequests(documentLines(document), dialect)
    .filter(({ url, authorizations }) => {
      const host = hostOf(url);
      const isOurs = host?.kind === 'variable' || (host?.kind === 'origin' && host.origin === active.origin);
      return isOurs && authorizations.length === 0 && !isLogin(url);
    })
    .map(({ requestLine }) => {
      const range = new vscode.Range(requestLine, 0, requestLine, 0);
      return new vscode.CodeLens(range, {
        title: t('Authorize with Hosted Login'),
        tooltip: t('Inserts the Authorization header; the token itself stays out of the file'),
        command: commands.authorizeRequest,
        arguments: [document.uri, requestLine],
      });
    });
}

/** The endpoints below `login/` take the client's own credentials or none, never an access token. */
function isLogin(url: string): boolean {
  return url.includes('/login/');
}
