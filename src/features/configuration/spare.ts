import type { Resource, ResourceEntry, ResourceKey } from '../../core/configuration';
import { allowedScopes, tokenPolicyOf } from '../../core/configurationAccess';
import { freeTitle } from '../../core/freeTitle';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import { freeName, isSameId, type Profile } from '../../core/profile';
import { isSameCustomer } from '../../vault/client';
import type { ProfileStore } from '../../vault/profileStore';
import type { WriteNote, WriteNotes } from '../../vault/writeNotes';
import { createUnread, duplicateText } from './creating';
import type { ProfileDesk } from './desk';
import { proveClient, type ProvingPorts } from './proving';
import { isOver } from './unfinished';

/** What creating spare access works with. */
export interface SpareRooms extends Pick<ProvingPorts, 'issue' | 'send' | 'mask'> {
  readonly profiles: ProfileStore;
  readonly notes: WriteNotes;
  readonly newId: () => string;
  /** The process that this window runs in. */
  readonly owner: string;
  /** Whether a process is known to have ended. */
  readonly isGone: (owner: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** Spare access as it would be created. */
export interface SparePlan {
  /** What the token policy is like. */
  readonly like: Resource;
  readonly policyTitle: string;
  readonly clientName: string;
  readonly profileName: string;
  /** What the token policy allows. */
  readonly scopes: readonly string[];
  /** What an earlier try of ours made already. */
  readonly made?: Made;
}

interface Made {
  readonly note: WriteNote;
  readonly policy: ResourceEntry;
  readonly client: ResourceEntry | undefined;
}

/**
 * Looks what spare access would be: a second token policy like the profile's own, and a second configuration client on
 * it. Where no access can be proved any more, as long as a token lives that allows it, the policy allows all of the
 * configuration. Nothing is written. Rejects with a `Problem`; `forbidden` where this profile cannot create any.
 */
export async function planSpareAccess(
  rooms: SpareRooms,
  desk: ProfileDesk,
  signal: AbortSignal,
): Promise<SparePlan> {
  const { profile, guard } = desk;
  const proved = (await guard.isOpen(signal)) ? await guard.access(signal) : [];
  const own = proved.find(({ client }) => client.id === profile.clientId);
  const like = own?.policy ?? (proved.length > 0 ? undefined : lastResort());
  if (!like) {
    throw new Problem(
      'forbidden',
      t('“{0}” cannot change clients and token policies, so it cannot create spare access.', profile.name),
      t('Switch to a profile whose token policy allows *:config/**.'),
    );
  }
  const titles = (kind: 'tokenPolicies' | 'clients') => titlesOf(desk, kind, signal);
  const made = await leftBehind(rooms, desk, like, signal);
  return {
    like,
    policyTitle: made?.policy.title ?? freeTitle(t('{0} (spare)', like.title), await titles('tokenPolicies')),
    clientName:
      made?.client?.title ??
      freeTitle(t('{0} (spare)', own?.client.title ?? like.title), await titles('clients')),
    profileName: freeName(
      profile.name,
      name => t('{0} (spare)', name),
      rooms.profiles.all.map(other => other.name),
    ),
    scopes: allowedScopes(like.members) ?? [],
    ...(made && { made }),
  };
}

/**
 * Creates spare access as it was planned, proves that its client gets a token that can undo a mistake, and keeps it as a
 * profile of its own, whose values it resolves with. What an earlier try left half made is taken up again; what somebody else
 * creates at the same time is theirs, and ours gets another title. Rejects with a
 * `Problem` that says what is there already.
 */
export async function createSpareAccess(
  rooms: SpareRooms,
  desk: ProfileDesk,
  plan: SparePlan,
  signal: AbortSignal,
): Promise<Profile> {
  const { profile, holdings } = desk;
  const { note, client } = await createClient(rooms, desk, plan, signal);
  try {
    const clientSecret = await holdings.configuration.readSecret(client.id, signal);
    await proveClient(rooms, profile, { clientId: client.id, clientSecret }, signal);
    const { origin, customerId } = profile;
    const name = freeName(
      plan.profileName,
      planned => planned,
      rooms.profiles.all.map(other => other.name),
    );
    const values = { name, origin, customerId, clientId: client.id };
    const spare = await rooms.profiles.addAside(values, clientSecret, true);
    await rooms.notes.remove(note).catch((error: unknown) => {
      rooms.warn('A note could not be removed', error);
    });
    return spare;
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

async function titlesOf(
  { holdings }: ProfileDesk,
  kind: 'tokenPolicies' | 'clients',
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await holdings.configuration.list(kind, signal)).entries.map(({ title }) => title);
}

/** What access is created like where there is none to take for a model. */
function lastResort(): Resource {
  const members = { allowedScopes: ['*:config/**'] };
  return { kind: 'tokenPolicies', id: '', title: t('Configuration'), body: '', members };
}

/**
 * What an earlier try made and did not finish, by the note that it left: a policy that we created, and the client on it
 * where one is there. No title and no likeness makes somebody else's client ours.
 */
async function leftBehind(
  rooms: SpareRooms,
  desk: ProfileDesk,
  own: ResourceKey,
  signal: AbortSignal,
): Promise<Made | undefined> {
  const { notes } = rooms;
  for (const note of await notes.all()) {
    if (note.does !== 'spare' || note.profileId !== desk.profile.id || note.text === own.id) continue;
    if (!isSameCustomer(note, desk.profile)) continue;
    // Another window may be at it right now: that is its own, and this one makes another.
    if (note.owner !== rooms.owner && !isOver(rooms, note)) continue;
    const made = await madeBy(note, rooms, desk, signal);
    if (made) return made;
    await notes.remove(note);
  }
  return undefined;
}

/** What a note is of, as long as it is there and no profile has it. */
async function madeBy(
  note: WriteNote,
  { profiles }: SpareRooms,
  { profile, holdings }: ProfileDesk,
  signal: AbortSignal,
): Promise<Made | undefined> {
  const policy = await unlessGone(holdings.read({ kind: 'tokenPolicies', id: note.text }, signal));
  if (!policy) return undefined;
  const isOurs = (client: Resource | undefined) =>
    client?.title === note.title && tokenPolicyOf(client)?.id === policy.id;
  const candidates =
    note.id === ''
      ? (await holdings.configuration.list('clients', signal)).entries.filter(({ title }) =>
          ['', note.title].includes(title),
        )
      : [{ kind: 'clients', id: note.id } as const];
  for (const key of candidates) {
    const client = await unlessGone(holdings.read(key, signal));
    const isUsed = profiles.all.some(
      other => isSameId(other.clientId, client?.id ?? '') && isSameCustomer(other, profile),
    );
    if (client && isOurs(client)) return isUsed ? undefined : { note, policy, client };
  }
  return { note, policy, client: undefined };
}

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isProblem(error) && error.kind === 'gone') return undefined;
    throw error;
  }
}

/** Creates the policy and the client, as far as they are not there; the note says which are ours until all is done. */
async function createClient(
  rooms: SpareRooms,
  desk: ProfileDesk,
  plan: SparePlan,
  signal: AbortSignal,
): Promise<{ readonly note: WriteNote; readonly client: ResourceEntry }> {
  const { holdings, profile } = desk;
  const { notes } = rooms;
  const { like, made } = plan;
  if (made?.client) return { note: made.note, client: made.client };
  // Somebody else may have created one since a person was asked.
  const policyTitle = freeTitle(plan.policyTitle, made ? [] : await titlesOf(desk, 'tokenPolicies', signal));
  const clientName = freeTitle(plan.clientName, await titlesOf(desk, 'clients', signal));
  const policy: ResourceEntry & { readonly isFound?: boolean } =
    made?.policy ?? (await createUnread(desk, 'tokenPolicies', duplicateText(like, policyTitle), signal));
  const note: WriteNote = {
    ...{
      noteId: made?.note.noteId ?? rooms.newId(),
      profileId: profile.id,
      origin: profile.origin,
      customerId: profile.customerId,
      at: rooms.now(),
      owner: rooms.owner,
    },
    ...{ does: 'spare', kind: 'clients', id: '', title: clientName, text: policy.id },
  };
  const members = { name: clientName, type: 'confidential', tokenPolicy: policy.id, redirectURIs: [] };
  try {
    await notes.put(note);
    const client = await createUnread(desk, 'clients', JSON.stringify(members), signal);
    const found = { ...note, id: client.id };
    // Where it cannot be kept, the client is known by its policy.
    await notes.put(found).catch((error: unknown) => {
      rooms.warn('A note could not be changed', error);
    });
    // What shows who uses a policy has to know of this one. Where it cannot be read, all is asked for again.
    await Promise.all([holdings.read(policy), holdings.read(client)]).catch(() => {
      holdings.refresh();
    });
    return { note: found, client };
  } catch (error) {
    // What was found, and not answered, may be somebody else's; what an earlier try made is gone on with.
    const isTakenBack =
      policy.isFound === false &&
      (await holdings.configuration.remove('tokenPolicies', policy.id).then(
        () => true,
        () => false,
      ));
    if (isTakenBack) {
      holdings.gone(policy);
      await notes.remove(note).catch((failure: unknown) => {
        rooms.warn('A note could not be removed', failure);
      });
    }
    if (isTakenBack || !isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The token policy “{0}” was made, and perhaps a client for it. {1}', policyTitle, error.message),
      t('Run Create Spare Configuration Access again: it goes on with what is there.'),
      error.detail,
      error.facts,
    );
  }
}
