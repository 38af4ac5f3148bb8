import * as vscode from 'vscode';
import { isLoginEndpoint } from '../../core/httpDocument';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { belonging } from '../../core/requestTarget';
import { commands } from '../../ui/ids';
import { lensOf } from '../../ui/lens';
import { type LensRequest, sendablesIn } from './sendable';

/**
 * The lens above requests that carry our reference and go to the active profile's origin, or to a host that a variable
 * names; not above those of the login endpoints, which take no access token.
 */
export function sendLenses(document: vscode.TextDocument, active: Profile): vscode.CodeLens[] {
  return sendablesIn(document)
    .filter(
      ({ request, target, carriesReference }) =>
        carriesReference && !isLoginEndpoint(request.url) && belonging(target, [active]).kind !== 'no',
    )
    .map(({ request: { requestLine, method, url } }) => {
      const range = new vscode.Range(requestLine, 0, requestLine, 0);
      const lens: LensRequest = { version: document.version, line: requestLine, method, url };
      return lensOf(range, {
        title: t('Send with Fresh Token'),
        tooltip: t('Makes sure of a token that allows this request, then sends it with your REST client'),
        command: commands.sendRequest,
        arguments: [document.uri, lens],
      });
    });
}
