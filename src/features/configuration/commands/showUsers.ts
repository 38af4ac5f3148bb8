import * as vscode from 'vscode';
import {
  type PolicyUsers,
  findClientsUsing,
  findClientsUsingIfFew,
} from '../../../configuration/policyUsers';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { describeUsage } from '../../../core/resources/describeUsage';
import { displayTitle } from '../../../core/resources/displayTitle';
import { singularLabel, type Resource } from '../../../core/resources/resource';
import { type ResourceRef } from '../../../core/resources/resourceUri';
import { showInformation } from '../../../ui/notifications';
import { withProgress } from '../../../ui/progress';
import { askPick, back, cancelled } from '../../../ui/quickInput';
import { resourcePlace } from '../documents/resourceFileSystem';
import type { CommandDeps } from './commandDeps';
import { openResource } from './documentCommands';

/** Opens the client that uses the policy of a document, or lets a person choose among them. */
export async function showUsers(deps: CommandDeps, uri: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri)) return;
  const place = resourcePlace(uri);
  const configuration = deps.configurations.get(place.profile);
  const { clients, unread } = await findUsers(configuration, place);
  const client = await chooseClient(clients, place);
  if (client) await openResource(deps)({ profile: place.profile, kind: client.kind, id: client.id }, []);
  else void showInformation(describeUsage(clients, unread));
}

async function findUsers({ resourceCache }: ProfileConfiguration, policy: ResourceRef): Promise<PolicyUsers> {
  const known = await findClientsUsingIfFew(resourceCache, policy);
  if (known) return known;
  return withProgress(t('Looking who uses it'), async (signal, report) => {
    try {
      return await findClientsUsing(resourceCache, policy, signal, (read, of) => {
        report(t('{0} of {1} clients', read, of));
      });
    } catch (error) {
      throw signal.aborted ? cancelled() : error;
    }
  });
}

async function chooseClient(
  clients: readonly Resource[],
  policy: ResourceRef,
): Promise<Resource | undefined> {
  if (clients.length <= 1) return clients[0];
  const order = new Intl.Collator();
  const items = clients
    .map(client => ({ label: displayTitle(client), description: client.id, client }))
    .sort((a, b) => order.compare(a.label, b.label));
  const picked = await askPick({ title: t('Clients that use this {0}', singularLabel(policy.kind)), items });
  return picked === back ? undefined : picked.client;
}
