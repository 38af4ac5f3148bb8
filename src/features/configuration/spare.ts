import type { Resource, ResourceEntry } from '../../core/configuration';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { allows, parseScopeList } from '../../core/scope';
import { allowedScopes, type WayIn, waysIn } from '../../core/waysIn';
import type { ProfileStore } from '../../vault/profileStore';
import type { IssueToken } from '../../vault/tokenRequests';
import { createUnread, duplicateText, freeTitle } from './creating';
import type { ProfileDesk } from './desk';

/** What making spare access works with. */
export interface SpareRooms {
  readonly profiles: ProfileStore;
  readonly issue: IssueToken;
  readonly mask: (secret: string) => void;
}

/**
 * Makes a second token policy like the profile's own and a second configuration client on it, proves that a token can be
 * had through them, and keeps them as a profile of their own, whose name it resolves with. What an earlier try left half
 * made is taken up again. Where nobody can get in any more, as long as a token lives that allows it, the way in is made
 * anew. Rejects with a `Problem` that says what is there already.
 */
export async function createSpareAccess(
  rooms: SpareRooms,
  desk: ProfileDesk,
  signal: AbortSignal,
): Promise<Profile> {
  const { profile, holdings, guard } = desk;
  const access = await guard.access(signal);
  const own = waysIn(access).find(({ client }) => client.id === profile.clientId);
  const policy =
    access.tokenPolicies.find(({ id }) => id === own?.policy.id) ??
    ((await guard.isOpen(signal)) ? undefined : lastResort());
  if (!policy) {
    throw new Problem(
      'forbidden',
      t('“{0}” can not administer the configuration, so it can make no spare access.', profile.name),
      t('Switch to a profile whose token policy allows *:config/**.'),
    );
  }
  const client =
    (own && (await leftBehind(rooms, desk, own, signal))) ??
    (await makeClient(desk, own?.client.title ?? policy.title, policy, signal));
  try {
    const clientSecret = await holdings.configuration.readSecret(client.id, signal);
    rooms.mask(clientSecret);
    await prove(rooms, profile, { clientId: client.id, clientSecret }, policy, signal);
    const name = freeTitle(
      t('{0} (spare)', profile.name),
      rooms.profiles.all.map(other => other.name),
    );
    const { origin, customerId } = profile;
    return await rooms.profiles.addAside({ name, origin, customerId, clientId: client.id }, clientSecret);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The client “{0}” was made, but is not kept as a profile yet. {1}', client.title, error.message),
      t('Run Create Spare Configuration Access again: it goes on with what is there.'),
      error.detail,
    );
  }
}

/** What a way in is made like where there is none to take for a model. */
function lastResort(): Resource {
  const members = { allowedScopes: ['*:config/**'] };
  return { kind: 'tokenPolicies', id: '', title: t('Configuration'), body: '', members };
}

/** A way in that looks like a spare of ours, and that no profile comes in by: made by a try that did not get further. */
async function leftBehind(
  { profiles }: SpareRooms,
  { profile, holdings, guard }: ProfileDesk,
  own: WayIn,
  signal: AbortSignal,
): Promise<Pick<Resource, 'id' | 'title'> | undefined> {
  const used = new Set(
    profiles.all
      .filter(({ customerId }) => customerId === profile.customerId)
      .map(({ clientId }) => clientId),
  );
  const start = t('{0} (spare)', own.client.title).slice(0, -1);
  const looksLeft = ({ id, title }: ResourceEntry) => title.startsWith(start) && !used.has(id);
  // What was made just now, or in another window, is in no list of before.
  const { entries } = await holdings.configuration.list('clients', signal);
  for (const entry of entries.filter(looksLeft)) await holdings.read(entry, signal);
  return waysIn(await guard.access(signal)).find(({ client }) => looksLeft(client))?.client;
}

async function makeClient(
  desk: ProfileDesk,
  like: string,
  policy: Resource,
  signal: AbortSignal,
): Promise<ResourceEntry> {
  const { holdings } = desk;
  const titles = async (kind: 'tokenPolicies' | 'clients') =>
    (await holdings.configuration.list(kind, signal)).entries.map(({ title }) => title);
  const title = freeTitle(t('{0} (spare)', policy.title), await titles('tokenPolicies'));
  const name = freeTitle(t('{0} (spare)', like), await titles('clients'));
  const made = await createUnread(desk, 'tokenPolicies', duplicateText(policy, title), signal);
  const members = { name, type: 'confidential', tokenPolicy: made.id, redirectURIs: [] };
  try {
    const client = await createUnread(desk, 'clients', JSON.stringify(members), signal);
    // What shows the ways in has to know of this one. Where it can not be read, all is asked for again.
    await Promise.all([holdings.read(made), holdings.read(client)]).catch(() => {
      holdings.refresh();
    });
    return client;
  } catch (error) {
    const isTakenBack = await holdings.configuration.remove('tokenPolicies', made.id).then(
      () => true,
      () => false,
    );
    if (isTakenBack) holdings.gone(made);
    if (isTakenBack || !isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The token policy “{0}” was made, and perhaps a client for it. {1}', title, error.message),
      t('Run Create Spare Configuration Access again: it goes on with what is there.'),
      error.detail,
      error.facts,
    );
  }
}

/** Requests a token as the new client, and holds what is granted against what it is for. */
async function prove(
  { issue }: SpareRooms,
  profile: Profile,
  client: { readonly clientId: string; readonly clientSecret: string },
  policy: Resource,
  signal: AbortSignal,
): Promise<void> {
  const wanted = ['*:config/**', (allowedScopes(policy.members) ?? []).join(' ')];
  for (const scope of wanted) {
    const { scope: granted } = await issue({ ...profile, clientId: client.clientId }, client, scope, signal);
    const scopes = parseScopeList(granted).flatMap(item => item.scope ?? []);
    if (allows(scopes, 'PUT', 'config/tokenPolicies/any')) return;
  }
  throw new Problem(
    'nothingGranted',
    t('A token was issued to the new client, but it does not allow to change the configuration.'),
    t('Look at allowedScopes of its token policy.'),
  );
}
