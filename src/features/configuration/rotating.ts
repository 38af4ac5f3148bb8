import type { Resource } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { neededScope } from '../../core/neededScopes';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { askWider } from '../../core/widerScopes';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import type { ProfileDesk } from './desk';

/** What resetting a secret works with. */
export interface RotationRooms {
  readonly profiles: ProfileStore;
  readonly keeper: Pick<TokenKeeper, 'obtain'>;
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
}

/** A reset as it would be sent. */
export interface Rotation {
  readonly client: Resource;
  /** The profiles that come in by this client. */
  readonly profiles: readonly Profile[];
  readonly verdict: Verdict;
}

/** What came of a reset. */
export interface Rotated {
  readonly secret: string;
  /** The profiles that could not be given the new secret. */
  readonly unsaved: readonly Profile[];
}

/** Looks at a client before its secret is reset. Rejects with a `Problem`; `invalidInput` where it has no secret. */
export async function prepareRotation(
  { profiles }: RotationRooms,
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
  return { client, profiles: usersOf(profiles, profile, id), verdict };
}

/**
 * Resets a client's secret; the one of before ends at once, with no grace period. The new one is kept in the profiles that
 * use it before anything else can fail. Should the answer be lost, or this window end, the secret is read again with a
 * token that was kept before: the old secret fetches none any more. Where it can not be kept, its note stays, and the next
 * window tries again. Rejects as `Journal.write`.
 */
export async function resetClientSecret(
  rooms: RotationRooms,
  { profile, holdings, journal }: ProfileDesk,
  { client, profiles }: Rotation,
): Promise<Rotated> {
  const { id, title } = client;
  const { configuration } = holdings;
  if (profiles.length > 0) await keepReading(rooms, profile, id);
  const before = await configuration.readSecret(id);
  rooms.mask(before);
  let rotated: Rotated = { secret: '', unsaved: [] };
  const keep = async (secret: string) => {
    rotated = { secret, unsaved: await keepSecret(rooms, usersOf(rooms.profiles, profile, id), secret) };
  };
  await journal.write(
    { does: 'resetSecret', key: client, title },
    async () => keep(await configuration.resetSecret(id)),
    async () => {
      const secret = await configuration.readSecret(id);
      if (secret === before) return false;
      await keep(secret);
      return true;
    },
    () => rotated.unsaved.length === 0,
  );
  return rotated;
}

/** Has a token kept that reads the secret, also after this window. Rejects with a `Problem` where none does. */
async function keepReading({ keeper }: RotationRooms, profile: Profile, id: string): Promise<void> {
  const needed = secretScope(id);
  const token = await askWider(
    needed,
    scope => keeper.obtain(profile, scope),
    ({ grantedScope }) => grantedScope,
  );
  if (token) return;
  throw new Problem(
    'nothingGranted',
    t('The service grants this client no token for {0}.', needed),
    t('Nothing was sent: with such a token the new secret is read again should its answer be lost.'),
  );
}

/** The profiles that come in by a client of a profile's customer. */
export function usersOf(
  profiles: ProfileStore,
  { origin, customerId }: Pick<Profile, 'origin' | 'customerId'>,
  clientId: string,
): readonly Profile[] {
  return profiles.all.filter(
    other => other.origin === origin && other.customerId === customerId && other.clientId === clientId,
  );
}

/** Gives a client's secret to the profiles that come in by it. Resolves with those that could not be given it. */
export async function keepSecret(
  { profiles, mask, warn }: RotationRooms,
  users: readonly Profile[],
  secret: string,
): Promise<readonly Profile[]> {
  mask(secret);
  const unsaved: Profile[] = [];
  for (const user of users) {
    try {
      await profiles.update(user, secret);
    } catch (error) {
      warn('The new client secret could not be kept', error);
      unsaved.push(user);
    }
  }
  return unsaved;
}

/** The narrowest scope that resets a client's secret, and reads it. */
export function secretScope(id: string): string {
  return neededScope({ method: 'POST', path: `config/clients/${id}/secret` });
}
