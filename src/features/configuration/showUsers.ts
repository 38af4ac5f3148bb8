import * as vscode from 'vscode';
import { oneInWords, type Resource } from '../../core/configuration';
import { t } from '../../core/l10n';
import { type ResourcePlace } from '../../core/resourceUri';
import { shownTitle } from '../../core/shownTitle';
import { usedByWords } from '../../core/usageWords';
import { showInformation } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { askPick, back, cancelled } from '../../ui/quickInput';
import type { ProfileDesk } from './desk';
import { openResource } from './documentCommands';
import { resourcePlace } from './documents';
import type { ConfigurationRooms } from './rooms';
import { type Users, usersOf, usersUnasked } from './users';

/** Opens the client that uses the policy of a document, or lets a person choose among them. */
export async function showUsers(rooms: ConfigurationRooms, uri: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri)) return;
  const place = resourcePlace(uri);
  const desk = rooms.desks.of(place.profile);
  const { clients, unread } = await look(desk, place);
  const client = await choose(clients, place);
  if (client) await openResource(rooms)({ profile: place.profile, kind: client.kind, id: client.id }, []);
  else void showInformation(usedByWords(clients, unread));
}

async function look({ holdings }: ProfileDesk, policy: ResourcePlace): Promise<Users> {
  const known = await usersUnasked(holdings, policy);
  if (known) return known;
  return withProgress(t('Looking who uses it'), async (signal, report) => {
    try {
      return await usersOf(holdings, policy, signal, (read, of) => {
        report(t('{0} of {1} clients', read, of));
      });
    } catch (error) {
      throw signal.aborted ? cancelled() : error;
    }
  });
}

async function choose(clients: readonly Resource[], policy: ResourcePlace): Promise<Resource | undefined> {
  if (clients.length <= 1) return clients[0];
  const order = new Intl.Collator();
  const items = clients
    .map(client => ({ label: shownTitle(client), description: client.id, client }))
    .sort((a, b) => order.compare(a.label, b.label));
  const picked = await askPick({ title: t('Clients that use this {0}', oneInWords(policy.kind)), items });
  return picked === back ? undefined : picked.client;
}
