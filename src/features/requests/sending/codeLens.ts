import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { plainText } from '../../../core/masking/redaction';
import type { Profile } from '../../../core/profile/profile';
import { findHostedLoginRequestsInSteps } from '../../../core/requestAnalysis/hostedLoginRequests';
import { missingFrom } from '../../../core/scopes/compareScopes';
import type { TokenService } from '../../../tokens/tokenService';
import { createCodeLens } from '../../../ui/codeLens';
import { commandLink } from '../../../ui/commands/commandLink';
import { inSlices, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { commands, httpYacId, restClientId } from '../../../ui/ids';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../../ui/requestFiles/requestFiles';
import { headerClient } from '../../../ui/settings';
import { hasClient } from './installedClients';

/**
 * A lens above each request of the active profile. Its title does not depend on the header, because VS Code redraws lenses
 * late. A second one says what the request needs if no live token allows it, and requests that. Without a client that can
 * send, the first request has a lens to install one.
 */
export async function sendLenses(
  tokenService: Pick<TokenService, 'tryListLive'>,
  document: vscode.TextDocument,
  active: Profile,
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[]> {
  const dialect = detectDialect(document);
  if (!dialect || isTooLongToRead(document)) return [];
  const { version } = document;
  const requests = await inSlices(
    document,
    'requests',
    () => findHostedLoginRequestsInSteps(snapshotOf(document), dialect, active),
    token,
  );
  if (!requests) return [];
  if (!hasClient()) {
    const isForOthers = /^(?:jetBrains|kulala)$/.test(headerClient());
    return requests.slice(0, isForOthers ? 0 : 1).map(({ requestLine }) => installLens(requestLine));
  }
  const live = requests.length > 0 ? await tokenService.tryListLive(active) : [];
  const missing = live.map(({ grantedScope }) => missingFrom(grantedScope));
  const isAllowed = (scope: string) => missing.some(missingIn => missingIn(scope).length === 0);
  return requests.flatMap(({ requestLine, method, url, scope }) => {
    const lens = { version, line: requestLine, method, url };
    const send = lensAt(requestLine, {
      ...commandLink(t('Send with Fresh Token'), commands.sendRequest, document.uri, lens),
      tooltip: t(
        'Makes sure that a token allows this request and that it has the Authorization header, then sends it with your REST client',
      ),
    });
    return scope === undefined || isAllowed(scope) ? [send] : [send, needLens(requestLine, scope)];
  });
}

function needLens(line: number, scope: string): vscode.CodeLens {
  return lensAt(line, {
    ...commandLink(t('Needs {0} · Request', plainText(scope, 60)), commands.acquireToken, {
      scope,
      reuse: true,
    }),
    tooltip: t('No live access token of the active profile allows this request. Request one that does.'),
  });
}

function installLens(line: number): vscode.CodeLens {
  return lensAt(line, {
    ...commandLink(
      t('Install REST Client or httpYac to Send'),
      'workbench.extensions.search',
      `@id:${restClientId} @id:${httpYacId}`,
    ),
    tooltip: t('Shows both in the Extensions view; one of them is enough'),
  });
}

function lensAt(line: number, command: vscode.Command): vscode.CodeLens {
  return createCodeLens(new vscode.Range(line, 0, line, 0), command);
}
