import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { SendingClient } from '../../../core/requests/variables/fileVariables';
import { httpYacId, restClientId } from '../../../ui/ids';
import { ownHeaderClient } from '../../../ui/settings';

/** An extension that sends the request at the cursor of the active editor. */
export interface InstalledClient {
  /** The extension's id. */
  readonly id: string;
  readonly name: SendingClient;
  /** The name, shown to the user. */
  readonly title: string;
  readonly command: 'rest-client.request' | 'httpyac.send';
}

/**
 * In the order of preference if the user chose none: httpYac does not show our tokens, REST Client keeps them in a
 * file.
 */
const clients: readonly InstalledClient[] = [
  { id: httpYacId, name: 'httpYac', title: 'httpYac', command: 'httpyac.send' },
  { id: restClientId, name: 'restClient', title: 'REST Client', command: 'rest-client.request' },
];

/**
 * The clients that may send. Only those in this extension host count, because only they can read what we share: the one
 * that the user's setting `hostedLogin.authorizationHeader.client` names, otherwise all of them, httpYac first. Throws
 * a `Problem` of kind `noClient`.
 */
export function installedClients(): readonly [InstalledClient, ...InstalledClient[]] {
  const installed = clients.filter(isInstalled);
  const chosen = installed.find(({ name }) => name === ownHeaderClient());
  if (chosen) return [chosen];
  const [first, ...others] = installed;
  if (first) return [first, ...others];
  throw new Problem(
    'noClient',
    t('Neither REST Client nor httpYac is installed to send the request.'),
    t('Install one of them on the machine that has your workspace.'),
  );
}

/** Whether a client is installed. */
export function hasClient(): boolean {
  return clients.some(isInstalled);
}

function isInstalled({ id }: InstalledClient): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
