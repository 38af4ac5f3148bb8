import type { Resource } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { neededScope } from '../../core/neededScopes';
import { isProblem, Problem } from '../../core/problem';
import { isSameId, type Profile } from '../../core/profile';
import { isSameCustomer } from '../../vault/client';
import { changedProfile, type ConfigurationTokens } from '../../vault/configurationTokens';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import type { IssueToken } from '../../vault/tokenRequests';
import type { WriteNote, WriteNotes } from '../../vault/writeNotes';
import { checkAgain } from './change';
import type { ProfileDesk } from './desk';
import { type Pause, untilClear } from './journal';
import { readSecret, trySecret } from './secretProof';

/** What resetting a secret works with. */
export interface RotationRooms {
  readonly profiles: ProfileStore;
  readonly tokens: Pick<ConfigurationTokens, 'keepAside'>;
  readonly issue: IssueToken;
  readonly pause: Pause;
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
}

/** A reset as it would be sent. */
export interface Rotation {
  readonly client: Resource;
  /** The profiles that have its secret. */
  readonly profiles: readonly Profile[];
  readonly verdict: Verdict;
}

/** What came of a reset. */
export interface Rotated {
  readonly secret: string;
  /** The profiles that could not be given the new secret. */
  readonly unsaved: readonly Profile[];
  /** Whether the profiles that have it get a token with it; also where there are none. Somebody else may have reset it too. */
  readonly isProved: boolean;
}

/** Looks at a client before its secret is reset. Rejects with a `Problem`; `invalidInput` where it has no secret. */
export async function prepareRotation(
  { profiles }: Pick<RotationRooms, 'profiles'>,
  { profile, holdings, guard }: ProfileDesk,
  id: string,
  signal?: AbortSignal,
): Promise<Rotation> {
  const key = { kind: 'clients', id } as const;
  const client = await holdings.read(key, signal);
  if (client.members['type'] === 'public') {
    throw new Problem('invalidInput', t('“{0}” is public: it has no secret.', client.title));
  }
  const verdict = await guard.judge({ does: 'resetSecret', key }, client, signal);
  return { client, profiles: await holdersOf(profiles, profile, id), verdict };
}

/**
 * Resets a client's secret, unless something else became of the configuration access since it was looked at: a person may
 * have thought about it for long. The one of before ends at once, with no grace period. The new one is kept in the profiles that
 * use it before anything else can fail. Should the answer be lost, or this window end, the secret is read again: with a
 * token that was kept before, since the old secret fetches none any more, or with the access of another profile. What was
 * read may lag, and somebody else may have reset it at the same moment, so a secret counts only once it was tried. Where it
 * cannot be kept or is not proved, its note stays, and is looked after. Rejects with a `Problem`: `lockOut` or `needsTyping`
 * (nothing was sent), or as `Journal.write`.
 */
export async function resetClientSecret(
  rooms: RotationRooms,
  desk: ProfileDesk,
  { client, profiles, verdict }: Rotation,
): Promise<Rotated> {
  const { profile, holdings, journal } = desk;
  const { id, title } = client;
  const { configuration } = holdings;
  const again = await prepareRotation(rooms, desk, id);
  checkAgain(again.verdict, verdict, client);
  if (profiles.length > 0) await keepReading(rooms, profile, id);
  const before = await configuration.readSecret(id);
  rooms.mask(before);
  const holders = await holdersOf(rooms.profiles, profile, id, before);
  let rotated: Rotated = { secret: '', unsaved: [], isProved: true };
  const tryIt = (clientSecret: string) => trySecret(rooms, profile, { clientId: id, clientSecret });
  const keep = async (secret: string, isProved: boolean) => {
    rotated = { secret, unsaved: await keepSecret(rooms, holders, client, secret), isProved };
  };
  /** Whether what is kept counts. Where another secret can be read that does, somebody else reset it too: it is kept then. */
  const prove = async (): Promise<boolean> => {
    const { secret } = rotated;
    const needsNone = holders.length === 0;
    if (!needsNone && (await tryIt(secret)) === 'accepted') return true;
    const found = await readSecret(desk, id);
    if (found === undefined || found === secret || found === before) return needsNone;
    if ((await tryIt(found)) !== 'accepted') {
      // A client for people may be refused whatever its secret is; no profile has one of these.
      if (!needsNone || (await tryIt(secret)) === 'accepted') return needsNone;
    }
    await keep(found, true);
    return true;
  };
  await journal.write(
    { does: 'resetSecret', key: client, title, holders: holders.map(holder => holder.id) },
    async () => {
      // Kept before anything else: whoever tries it first may not come to keep it.
      await keep(await configuration.resetSecret(id), false);
      const isProved = await provedWithin(rooms, prove);
      rotated = { ...rotated, isProved: isProved || holders.length === 0 };
    },
    async () => {
      const secret = await readSecret(desk, id);
      if (secret === undefined) return 'unclear';
      // Where it still works, the request may be on its way: it may end in a moment.
      if (secret === before) return 'unclear';
      // A client for people may be refused whatever its secret is; no profile has one of these.
      if (holders.length > 0 && (await tryIt(secret)) !== 'accepted') return 'unclear';
      await keep(secret, true);
      return 'done';
    },
    () => rotated.unsaved.length === 0 && rotated.isProved,
  );
  return rotated;
}

/** Looks several times, since what was reset may not be accepted at once. */
async function provedWithin({ pause, warn }: RotationRooms, prove: () => Promise<boolean>): Promise<boolean> {
  try {
    return await untilClear(pause, prove, isProved => isProved);
  } catch (error) {
    warn('The new client secret could not be tried', error);
    return false;
  }
}

/**
 * Has a token kept that reads the secret, also after this window, and never as one that is shown or shared. Rejects with a
 * `Problem` where none does.
 */
async function keepReading({ tokens }: RotationRooms, profile: Profile, id: string): Promise<void> {
  try {
    await tokens.keepAside(profile, secretScope(id));
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'nothingGranted') throw error;
    throw new Problem(
      error.kind,
      error.message,
      t('Nothing was sent: with such a token the new secret is read again should its answer be lost.'),
      error.detail,
    );
  }
}

/** The note of a reset is gone: where it was the last one of its profile, so is the token that was kept for it. */
export async function dropRescue(
  {
    notes,
    keeper,
    warn,
  }: { notes: WriteNotes; keeper: Pick<TokenKeeper, 'dropAside'>; warn: RotationRooms['warn'] },
  { does, profileId }: WriteNote,
): Promise<void> {
  if (does !== 'resetSecret') return;
  try {
    const left = await notes.all();
    if (left.some(note => note.does === does && note.profileId === profileId)) return;
    await keeper.dropAside({ id: profileId });
  } catch (error) {
    warn('A token that was kept for a reset could not be forgotten', error);
  }
}

/** A reset is done, but no token was had with what it answered. */
export function notProved({ client, profiles }: Pick<Rotation, 'client' | 'profiles'>): Problem {
  return new Problem(
    'invalidClient',
    t(
      '“{0}” has a new secret, which is kept for {1}, but no token could be requested with it yet.',
      client.title,
      profiles.map(({ name }) => `“${name}”`).join(', '),
    ),
    t('It is tried once more in two minutes. Somebody else may have reset it at the same time.'),
    '',
    { isUncertain: true },
  );
}

/**
 * The profiles that have the secret of a client of a profile's customer: those at the same service, however its origin is
 * spelled, and those at another host of its that have the very secret.
 * @param secret the secret that counts, where it is known
 */
export async function holdersOf(
  profiles: ProfileStore,
  owner: Pick<Profile, 'origin' | 'customerId'>,
  clientId: string,
  secret?: string,
): Promise<readonly Profile[]> {
  const ofClient = profiles.all.filter(
    other => isSameId(other.customerId, owner.customerId) && isSameId(other.clientId, clientId),
  );
  const kept = await Promise.all(
    ofClient.map(async holder => ({
      holder,
      isHere: isSameCustomer(holder, owner),
      secret: await profiles.clientSecret(holder).catch(() => undefined),
    })),
  );
  const known = new Set([secret, ...kept.flatMap(one => (one.isHere ? [one.secret] : []))]);
  known.delete(undefined);
  return kept.filter(one => one.isHere || known.has(one.secret)).map(({ holder }) => holder);
}

/**
 * Gives a client's new secret to the profiles that use it, as they are now: one that was removed meanwhile, or that is for
 * another client by now, is left alone. Resolves with those that could not be given it.
 */
export async function keepSecret(
  { profiles, mask, warn }: Pick<RotationRooms, 'profiles' | 'mask' | 'warn'>,
  users: readonly Profile[],
  { id }: Pick<Resource, 'id'>,
  secret: string,
): Promise<readonly Profile[]> {
  mask(secret);
  const unsaved: Profile[] = [];
  for (const user of users) {
    try {
      await profiles.change(user, now => {
        if (!isSameId(now.clientId, id) || !isSameId(now.customerId, user.customerId))
          throw changedProfile(user);
        return { clientSecret: secret, isOnlyHere: true };
      });
    } catch (error) {
      warn('The new client secret could not be kept', error);
      unsaved.push(user);
    }
  }
  return unsaved;
}

/**
 * A new secret was copied: where profiles still have it, theirs is not the only copy any more. The message that offers it
 * may have stood for hours. Never rejects.
 */
export async function secretWasCopied(
  { profiles }: Pick<RotationRooms, 'profiles'>,
  users: readonly Profile[],
  secret: string,
): Promise<void> {
  for (const user of users) {
    // Judged together with the change: a later reset's secret is never replaced by this one.
    await profiles
      .change(user, async (_, kept) =>
        (await kept())?.clientSecret === secret ? { clientSecret: secret } : undefined,
      )
      .catch(() => undefined);
  }
}

/** The narrowest scope that resets a client's secret, and reads it. */
export function secretScope(id: string): string {
  return neededScope({ method: 'POST', path: `config/clients/${id}/secret` });
}
