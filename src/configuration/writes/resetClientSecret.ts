// Resets the secret of a client, and stores the new one in the profiles that use it.
import { inQuotes } from '../../core/common/displayText';
import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { isSameCustomer } from '../../core/profile/client';
import { isSameId, type Profile } from '../../core/profile/profile';
import { neededScope } from '../../core/requestAnalysis/neededScopes';
import type { LockoutCheck } from '../../core/resourceRules/lockoutRules';
import type { Resource } from '../../core/resources/resource';
import type { PendingWrite, PendingWrites } from '../../storage/configuration/pendingWrites';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { ConfigurationTokens } from '../../tokens/configurationTokens';
import type { RequestToken } from '../../tokens/newToken';
import { profileChangedProblem } from '../../tokens/tokenProblems';
import type { TokenService } from '../../tokens/tokenService';
import { readSecret, testSecret } from '../clientSecret';
import { type Delay, pollUntilClear } from '../pollUntilClear';
import type { ProfileConfiguration } from '../profileConfiguration';
import { accessCheck, checkAgain } from './prepareChange';

export interface SecretResetDeps {
  readonly profiles: ProfileStore;
  readonly tokens: Pick<ConfigurationTokens, 'storeReserved'>;
  readonly requestToken: RequestToken;
  readonly delay: Delay;
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
}

export interface SecretReset {
  readonly client: Resource;
  /** The profiles that use its secret. */
  readonly profiles: readonly Profile[];
  readonly lockoutCheck: LockoutCheck;
}

interface SecretResetResult {
  readonly secret: string;
  /** The profiles in which the new secret could not be saved. */
  readonly unsaved: readonly Profile[];
  /** Whether a token was granted with the new secret, or no profile uses it. False if somebody else reset it too. */
  readonly isProved: boolean;
}

/** Checks a client before its secret is reset. Rejects with a `Problem`; `invalidInput` if it has no secret. */
export async function prepareSecretReset(
  { profiles }: Pick<SecretResetDeps, 'profiles'>,
  { profile, resourceCache, guard }: ProfileConfiguration,
  id: string,
  signal?: AbortSignal,
): Promise<SecretReset> {
  const key = { kind: 'clients', id } as const;
  const client = await resourceCache.read(key, signal);
  if (client.members['type'] === 'public') {
    throw new Problem('invalidInput', t('“{0}” is a public client and has no secret.', client.title));
  }
  const lockoutCheck = await guard.check({ does: 'resetSecret', key }, client, signal);
  return { client, profiles: await profilesUsingClient(profiles, profile, id), lockoutCheck };
}

/**
 * Resets the secret of a client, unless the configuration access changed since the user was asked. The old secret ends at
 * once, with no grace period. The new one is saved in the profiles that use it before anything else can fail.
 *
 * If the answer is lost, or this window closes, the secret is read again: with a token that was stored before, since the
 * old secret gets no more tokens, or with the access of another profile. A read may be out of date, and somebody else may
 * reset the secret at the same time, so a secret counts only after it was tested. If it cannot be saved or tested, the
 * record stays and `recoverPendingWrites` handles it. Rejects with a `Problem`: `lockOut` or `needsTyping` (nothing was
 * sent), or as `WriteJournal.write`.
 */
export async function resetClientSecret(
  deps: SecretResetDeps,
  configuration: ProfileConfiguration,
  { client, profiles, lockoutCheck }: SecretReset,
): Promise<SecretResetResult> {
  const { profile, resourceCache, journal, guard } = configuration;
  const { id, title } = client;
  const write = { does: 'resetSecret', key: client } as const;
  const { api } = resourceCache;
  const again = await prepareSecretReset(deps, configuration, id);
  checkAgain(again.lockoutCheck, lockoutCheck, client);
  const before = await api.readSecret(id);
  deps.mask(before);
  const holders = await profilesUsingClient(deps.profiles, profile, id, before);
  const storedSecrets = () =>
    Promise.all(holders.map(async holder => (await deps.profiles.readStored(holder))?.clientSecret));
  let result: SecretResetResult = { secret: '', unsaved: [], isProved: true };
  const test = (clientSecret: string) => testSecret(deps, profile, { clientId: id, clientSecret });
  /** The secrets that the new one may replace. Any other was saved by a later reset or by the user. */
  const replaceable = new Set<string | undefined>([before, ...(await storedSecrets())]);
  const save = async (secret: string, isProved: boolean) => {
    const kept = new Set<string>();
    const unsaved = await saveSecret(deps, holders, client, secret, ({ id: holder }, stored) => {
      if (replaceable.has(stored)) return true;
      kept.add(holder);
      return false;
    });
    replaceable.add(secret);
    result = { secret, unsaved: unsaved.filter(holder => !kept.has(holder.id)), isProved };
  };
  /** Tests a secret. If it is accepted, resolves with those that were stored before: they are outdated, since only one counts. */
  const outdatedBy = async (secret: string) => {
    const stored = await storedSecrets();
    if ((await test(secret)) !== 'accepted') return undefined;
    for (const outdated of stored) replaceable.add(outdated);
    return stored;
  };
  /** Tests the saved secret. If it fails and another one can be read that works, somebody else reset it too: saves that one. */
  const prove = async (): Promise<boolean> => {
    const { secret } = result;
    const hasNoHolders = holders.length === 0;
    const outdated = hasNoHolders ? undefined : await outdatedBy(secret);
    if (outdated) {
      if (outdated.some(other => other !== secret)) await save(secret, true);
      return true;
    }
    const found = await readSecret(configuration, id);
    if (found === undefined || found === secret || found === before) return hasNoHolders;
    if ((await test(found)) !== 'accepted') {
      // The token endpoint may refuse a client for sign-in with any secret; no profile is for such a client.
      if (!hasNoHolders || (await test(secret)) === 'accepted') return hasNoHolders;
    }
    await save(found, true);
    return true;
  };
  const concernsAccess = await guard.affectsAccess(write, client);
  await journal.write(
    {
      ...{ does: 'resetSecret', key: client, title, holders: holders.map(holder => holder.id) },
      ...(concernsAccess && { checkAccess: accessCheck(guard, write, client, lockoutCheck) }),
    },
    async () => {
      // After the record was written: whoever removes the last record deletes the tokens that are older.
      if (profiles.length > 0) await ensureReadToken(deps, profile, id);
      // Save first: the window may close during the test.
      await save(await api.resetSecret(id), false);
      const isProved = await provedWithin(deps, prove);
      result = { ...result, isProved: isProved || holders.length === 0 };
    },
    async () => {
      const secret = await readSecret(configuration, id);
      if (secret === undefined) return 'unknown';
      // The old secret: the request may still be on its way.
      if (secret === before) return 'unknown';
      // The token endpoint may refuse a client for sign-in with any secret; no profile is for such a client.
      if (holders.length > 0 && !(await outdatedBy(secret))) return 'unknown';
      await save(secret, true);
      return 'done';
    },
    () => result.unsaved.length === 0 && result.isProved,
  );
  return result;
}

/** Tests several times, because the service may not accept a new secret at once. */
async function provedWithin(
  { delay, warn }: SecretResetDeps,
  prove: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await pollUntilClear(delay, prove, isProved => isProved);
  } catch (error) {
    warn('The new client secret could not be tested', error);
    return false;
  }
}

/**
 * Stores a token that can read the secret, which outlives this window and is never shown or shared. Rejects with a
 * `Problem` if none is granted.
 */
async function ensureReadToken({ tokens }: SecretResetDeps, profile: Profile, id: string): Promise<void> {
  try {
    await tokens.storeReserved(profile, secretScope(id));
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'nothingGranted') throw error;
    throw new Problem(
      error.kind,
      error.message,
      t('Nothing was sent: this token is needed to read the new secret if the response is lost.'),
      error.detail,
    );
  }
}

/** Deletes the stored token of a reset after the last record of its profile was removed. Never rejects. */
export async function dropRecoveryToken(
  {
    pendingWrites,
    tokenService,
    now,
    warn,
  }: {
    pendingWrites: PendingWrites;
    tokenService: Pick<TokenService, 'dropReserved'>;
    now: () => number;
    warn: SecretResetDeps['warn'];
  },
  { does, profileId }: PendingWrite,
): Promise<void> {
  if (does !== 'resetSecret') return;
  try {
    // A reset that begins now writes its record first: its token is later.
    const listedAt = now();
    const left = await pendingWrites.all();
    if (left.some(pendingWrite => pendingWrite.does === does && pendingWrite.profileId === profileId)) return;
    await tokenService.dropReserved({ id: profileId }, listedAt);
  } catch (error) {
    warn('The stored token of a reset could not be deleted', error);
  }
}

/** The secret was reset, but no token was granted with the new one. */
export function secretNotProvedProblem({
  client,
  profiles,
}: Pick<SecretReset, 'client' | 'profiles'>): Problem {
  return new Problem(
    'invalidClient',
    t(
      '“{0}” has a new secret, which is saved in {1}, but no token could be requested with it yet.',
      client.title,
      profiles.map(({ name }) => inQuotes(name)).join(', '),
    ),
    t('It is tested again in two minutes. Somebody else may have reset it at the same time.'),
    '',
    { isOutcomeUnknown: true },
  );
}

/**
 * The profiles that use the secret of a client: those of the same service, even if its origin is spelled differently, and
 * those at another host with the same secret.
 * @param secret the current secret, if it is known
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
 * Saves a client's new secret in the profiles that use it, except those that were removed or changed to another client in
 * the meantime. Resolves with the profiles in which it could not be saved.
 * @param mayReplace whether the secret that is stored when it is saved may be replaced; undefined if there is none
 */
export async function saveSecret(
  { profiles, mask, warn }: Pick<SecretResetDeps, 'profiles' | 'mask' | 'warn'>,
  users: readonly Profile[],
  { id }: Pick<Resource, 'id'>,
  secret: string,
  mayReplace: (user: Profile, stored: string | undefined) => boolean,
): Promise<readonly Profile[]> {
  mask(secret);
  const unsaved: Profile[] = [];
  for (const user of users) {
    try {
      await profiles.change(user, async now => {
        if (!isSameId(now.clientId, id) || !isSameId(now.customerId, user.customerId))
          throw profileChangedProblem(user);
        const stored = (await profiles.readStored(now))?.clientSecret;
        // Saved already, and perhaps copied since.
        if (stored === secret) return undefined;
        if (!mayReplace(user, stored)) throw profileChangedProblem(user);
        return { clientSecret: secret, isOnlyHere: true };
      });
    } catch (error) {
      warn('The new client secret could not be saved', error);
      unsaved.push(user);
    }
  }
  return unsaved;
}

/** Notes that the user copied a new secret, so that the profiles no longer hold the only copy. Never rejects. */
export async function onSecretCopied(
  { profiles }: Pick<SecretResetDeps, 'profiles'>,
  users: readonly Profile[],
  secret: string,
): Promise<void> {
  for (const user of users) {
    // Compare and change in one step: the message may be hours old, and a later secret must not be replaced.
    await profiles
      .change(user, async now =>
        (await profiles.readStored(now))?.clientSecret === secret ? { clientSecret: secret } : undefined,
      )
      .catch(() => undefined);
  }
}

/** The narrowest scope that can reset and read a client's secret. */
function secretScope(id: string): string {
  return neededScope({ method: 'POST', path: `config/clients/${id}/secret` });
}
