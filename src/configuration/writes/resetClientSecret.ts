import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { isSameCustomer } from '../../core/profile/client';
import { isSameId, type Profile } from '../../core/profile/profile';
import { neededScope } from '../../core/requestAnalysis/neededScopes';
import type { LockoutCheck } from '../../core/resourceRules/lockoutRules';
import type { Resource } from '../../core/resources/resource';
import type { PendingWrite, PendingWrites } from '../../storage/pendingWrites';
import type { ProfileStore } from '../../storage/profileStore';
import { profileChangedProblem, type ConfigurationTokens } from '../../tokens/configurationTokens';
import type { IssueToken } from '../../tokens/tokenRequests';
import type { TokenService } from '../../tokens/tokenService';
import { readSecret, testSecret } from '../clientSecret';
import type { ProfileConfiguration } from '../profileConfiguration';
import { type Delay, pollUntilClear } from '../writeJournal';
import { checkAgain } from './prepareChange';

/** What resetting a secret works with. */
export interface SecretResetDeps {
  readonly profiles: ProfileStore;
  readonly tokens: Pick<ConfigurationTokens, 'keepAside'>;
  readonly issue: IssueToken;
  readonly delay: Delay;
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
}

/** A reset as it would be sent. */
export interface SecretReset {
  readonly client: Resource;
  /** The profiles that have its secret. */
  readonly profiles: readonly Profile[];
  readonly lockoutCheck: LockoutCheck;
}

/** What came of a reset. */
export interface SecretResetResult {
  readonly secret: string;
  /** The profiles that could not be given the new secret. */
  readonly unsaved: readonly Profile[];
  /** Whether the profiles that have it get a token with it; also where there are none. Somebody else may have reset it too. */
  readonly isProved: boolean;
}

/** Looks at a client before its secret is reset. Rejects with a `Problem`; `invalidInput` where it has no secret. */
export async function prepareSecretReset(
  { profiles }: Pick<SecretResetDeps, 'profiles'>,
  { profile, resourceCache, guard }: ProfileConfiguration,
  id: string,
  signal?: AbortSignal,
): Promise<SecretReset> {
  const key = { kind: 'clients', id } as const;
  const client = await resourceCache.read(key, signal);
  if (client.members['type'] === 'public') {
    throw new Problem('invalidInput', t('“{0}” is public: it has no secret.', client.title));
  }
  const lockoutCheck = await guard.check({ does: 'resetSecret', key }, client, signal);
  return { client, profiles: await profilesUsingClient(profiles, profile, id), lockoutCheck };
}

/**
 * Resets a client's secret, unless something else became of the configuration access since it was looked at: a person may
 * have thought about it for long. The one of before ends at once, with no grace period. The new one is kept in the profiles that
 * use it before anything else can fail. Should the answer be lost, or this window end, the secret is read again: with a
 * token that was kept before, since the old secret fetches none any more, or with the access of another profile. What was
 * read may lag, and somebody else may have reset it at the same moment, so a secret counts only once it was tried. Where it
 * cannot be kept or is not proved, its note stays, and is looked after. Rejects with a `Problem`: `lockOut` or `needsTyping`
 * (nothing was sent), or as `WriteJournal.write`.
 */
export async function resetClientSecret(
  deps: SecretResetDeps,
  configuration: ProfileConfiguration,
  { client, profiles, lockoutCheck }: SecretReset,
): Promise<SecretResetResult> {
  const { profile, resourceCache, journal } = configuration;
  const { id, title } = client;
  const { api } = resourceCache;
  const again = await prepareSecretReset(deps, configuration, id);
  checkAgain(again.lockoutCheck, lockoutCheck, client);
  if (profiles.length > 0) await ensureReadToken(deps, profile, id);
  const before = await api.readSecret(id);
  deps.mask(before);
  const holders = await profilesUsingClient(deps.profiles, profile, id, before);
  let result: SecretResetResult = { secret: '', unsaved: [], isProved: true };
  const tryIt = (clientSecret: string) => testSecret(deps, profile, { clientId: id, clientSecret });
  const save = async (secret: string, isProved: boolean) => {
    result = { secret, unsaved: await saveSecret(deps, holders, client, secret), isProved };
  };
  /** Whether what is kept counts. Where another secret can be read that does, somebody else reset it too: it is kept then. */
  const prove = async (): Promise<boolean> => {
    const { secret } = result;
    const needsNone = holders.length === 0;
    if (!needsNone && (await tryIt(secret)) === 'accepted') return true;
    const found = await readSecret(configuration, id);
    if (found === undefined || found === secret || found === before) return needsNone;
    if ((await tryIt(found)) !== 'accepted') {
      // A client for people may be refused whatever its secret is; no profile has one of these.
      if (!needsNone || (await tryIt(secret)) === 'accepted') return needsNone;
    }
    await save(found, true);
    return true;
  };
  await journal.write(
    { does: 'resetSecret', key: client, title, holders: holders.map(holder => holder.id) },
    async () => {
      // Kept before anything else: whoever tries it first may not come to keep it.
      await save(await api.resetSecret(id), false);
      const isProved = await provedWithin(deps, prove);
      result = { ...result, isProved: isProved || holders.length === 0 };
    },
    async () => {
      const secret = await readSecret(configuration, id);
      if (secret === undefined) return 'unclear';
      // Where it still works, the request may be on its way: it may end in a moment.
      if (secret === before) return 'unclear';
      // A client for people may be refused whatever its secret is; no profile has one of these.
      if (holders.length > 0 && (await tryIt(secret)) !== 'accepted') return 'unclear';
      await save(secret, true);
      return 'done';
    },
    () => result.unsaved.length === 0 && result.isProved,
  );
  return result;
}

/** Looks several times, since what was reset may not be accepted at once. */
async function provedWithin(
  { delay, warn }: SecretResetDeps,
  prove: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await pollUntilClear(delay, prove, isProved => isProved);
  } catch (error) {
    warn('The new client secret could not be tried', error);
    return false;
  }
}

/**
 * Has a token kept that reads the secret, also after this window, and never as one that is shown or shared. Rejects with a
 * `Problem` where none does.
 */
async function ensureReadToken({ tokens }: SecretResetDeps, profile: Profile, id: string): Promise<void> {
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
    pendingWrites,
    tokenService,
    warn,
  }: {
    pendingWrites: PendingWrites;
    tokenService: Pick<TokenService, 'dropAside'>;
    warn: SecretResetDeps['warn'];
  },
  { does, profileId }: PendingWrite,
): Promise<void> {
  if (does !== 'resetSecret') return;
  try {
    const left = await pendingWrites.all();
    if (left.some(pendingWrite => pendingWrite.does === does && pendingWrite.profileId === profileId)) return;
    await tokenService.dropAside({ id: profileId });
  } catch (error) {
    warn('A token that was kept for a reset could not be forgotten', error);
  }
}

/** A reset is done, but no token was had with what it answered. */
export function notProved({ client, profiles }: Pick<SecretReset, 'client' | 'profiles'>): Problem {
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
export async function profilesUsingClient(
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
      secret: await profiles.readClientSecret(holder).catch(() => undefined),
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
export async function saveSecret(
  { profiles, mask, warn }: Pick<SecretResetDeps, 'profiles' | 'mask' | 'warn'>,
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
          throw profileChangedProblem(user);
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
export async function onSecretCopied(
  { profiles }: Pick<SecretResetDeps, 'profiles'>,
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
