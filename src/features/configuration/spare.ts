import type { Resource } from '../../core/configuration';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { allows, parseScopeList } from '../../core/scope';
import { allowedScopes, type WayIn, waysIn } from '../../core/waysIn';
import type { ProfileStore } from '../../vault/profileStore';
import type { IssueToken } from '../../vault/tokenRequests';
import { createResource, duplicateText, freeTitle } from './creating';
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
 * made is taken up again. Rejects with a `Problem` that says what is there already.
 */
export async function createSpareAccess(
  rooms: SpareRooms,
  desk: ProfileDesk,
  signal: AbortSignal,
): Promise<Profile> {
  const { profile, holdings, guard } = desk;
  const access = await guard.access(signal);
  const own = waysIn(access).find(({ client }) => client.id === profile.clientId);
  const policy = access.tokenPolicies.find(({ id }) => id === own?.policy.id);
  if (!own || !policy) {
    throw new Problem(
      'forbidden',
      t('“{0}” can not administer the configuration, so it can make no spare access.', profile.name),
      t('Switch to a profile whose token policy allows *:config/**.'),
    );
  }
  const client =
    (await leftBehind(rooms, desk, own, signal)) ?? (await makeClient(desk, own, policy, signal));
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

/** A way in that looks like a spare of ours, and that no profile comes in by: made by a try that did not get further. */
async function leftBehind(
  { profiles }: SpareRooms,
  { profile, guard }: ProfileDesk,
  own: WayIn,
  signal: AbortSignal,
): Promise<Pick<Resource, 'id' | 'title'> | undefined> {
  const used = new Set(
    profiles.all
      .filter(({ customerId }) => customerId === profile.customerId)
      .map(({ clientId }) => clientId),
  );
  const name = t('{0} (spare)', own.client.title);
  return waysIn(await guard.access(signal)).find(
    ({ client }) => client.title.startsWith(name.slice(0, -1)) && !used.has(client.id),
  )?.client;
}

async function makeClient(
  desk: ProfileDesk,
  own: WayIn,
  policy: Resource,
  signal: AbortSignal,
): Promise<Resource> {
  const { holdings } = desk;
  const titles = async (kind: 'tokenPolicies' | 'clients') =>
    (await holdings.configuration.list(kind, signal)).entries.map(({ title }) => title);
  const title = freeTitle(t('{0} (spare)', policy.title), await titles('tokenPolicies'));
  const made = await createResource(desk, 'tokenPolicies', duplicateText(policy, title), signal);
  const name = freeTitle(t('{0} (spare)', own.client.title), await titles('clients'));
  const members = { name, type: 'confidential', tokenPolicy: made.id, redirectURIs: [] };
  try {
    return await createResource(desk, 'clients', JSON.stringify(members), signal);
  } catch (error) {
    const isTakenBack = await holdings.configuration.remove('tokenPolicies', made.id).then(
      () => true,
      () => false,
    );
    if (isTakenBack) holdings.gone(made);
    if (isTakenBack || !isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The token policy “{0}” was made, but no client. {1}', title, error.message),
      t('Delete the token policy, or make a client for it.'),
      error.detail,
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
