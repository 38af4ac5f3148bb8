import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { httpYacId, restClientId } from '../../ui/ids';
import { headerClient } from '../../ui/settings';

/** An extension that sends the request at the cursor of the active editor. */
export interface Client {
  /** The extension's id. */
  readonly id: string;
  readonly command: 'rest-client.request' | 'httpyac.send';
}

/** The one taken first where nobody chose comes first: httpYac shows no token of ours, REST Client keeps it in a file. */
const clients: readonly Client[] = [
  { id: httpYacId, command: 'httpyac.send' },
  { id: restClientId, command: 'rest-client.request' },
];

/**
 * The client that sends: of those in this extension host, which alone see what we share, the one that the setting
 * `hostedLogin.authorizationHeader.client` names, else httpYac. Throws a `Problem` of kind `noClient`.
 */
export function installedClient(): Client {
  const installed = clients.filter(({ id }) => vscode.extensions.getExtension(id) !== undefined);
  const preferred = headerClient() === 'restClient' ? restClientId : httpYacId;
  const client = installed.find(({ id }) => id === preferred) ?? installed[0];
  if (client) return client;
  throw new Problem(
    'noClient',
    t('Neither REST Client nor httpYac is here to send the request.'),
    t('Install one of them, where your workspace is.'),
  );
}
