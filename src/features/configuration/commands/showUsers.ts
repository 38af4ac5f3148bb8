import * as vscode from 'vscode';
import { findClientsUsing, maxBackgroundReads, type PolicyUsers } from '../../../configuration/policyUsers';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { textComparer } from '../../../core/common/normalized';
import { describeUsage } from '../../../core/resources/describeUsage';
import { displayTitle } from '../../../core/resources/displayTitle';
import { singularLabel, type Resource } from '../../../core/resources/resource';
import type { ResourceRef } from '../../../core/resources/resourceUri';
import { showInformation } from '../../../ui/notifications';
import { withProgress } from '../../../ui/progress';
import { askPick } from '../../../ui/quickInput';
import { resourceRefOf } from '../documents/resourceDocuments';
import type { CommandDeps } from './commandDeps';
import { openResource } from './documentCommands';

/** Opens the client that uses the policy of a document, or lets the user choose one of several. */
export async function showUsers(deps: CommandDeps, uri: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri)) return;
  const ref = resourceRefOf(uri);
  const configuration = deps.configurations.forDocument(ref.profile);
  const { clients, unread } = await findUsers(configuration, ref);
  const client = await chooseClient(clients, ref);
  if (client)
    await openResource(deps)({ profile: configuration.profile.name, kind: client.kind, id: client.id }, []);
  else void showInformation(describeUsage(clients, unread));
}

async function findUsers({ resourceCache }: ProfileConfiguration, policy: ResourceRef): Promise<PolicyUsers> {
  const known = await findClientsUsing(resourceCache, policy, { limit: maxBackgroundReads });
  if (known) return known;
  return withProgress(t('Finding clients that use this policy…'), (signal, report) => {
    const progress = (read: number, of: number) => {
      report(t('{0} of {1} clients', read, of));
    };
    return findClientsUsing(resourceCache, policy, { signal, progress });
  });
}

async function chooseClient(
  clients: readonly Resource[],
  policy: ResourceRef,
): Promise<Resource | undefined> {
  if (clients.length <= 1) return clients[0];
  const compare = textComparer();
  const items = clients
    .map(client => ({ label: displayTitle(client), description: client.id, client }))
    .sort((a, b) => compare(a.label, b.label));
  const picked = await askPick({ title: t('Clients that use this {0}', singularLabel(policy.kind)), items });
  return picked.client;
}
