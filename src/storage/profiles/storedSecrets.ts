// The client secrets in SecretStorage: how each is stored, with the one before.
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { type Client, isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { accessStorage, type Secrets } from '../storageAccess';
import { secretKey } from './profileKeys';

/**
 * A stored secret, with the client it was entered for; it is only ever sent to that origin. Stored as a JSON array, the
 * newest first: the previous secret stays until the metadata of a change is written too.
 */
const secretFields = { strings: ['origin', 'customerId', 'clientId', 'clientSecret'] } as const;

export type StoredSecret = Client & {
  readonly clientSecret: string;
  /** Created on this machine and never copied: nobody else has it. */
  readonly isOnlyHere?: boolean;
  /** With `isOnlyHere`: the run of VS Code that stored it; empty or undefined if that is unknown. */
  readonly storedIn?: string;
};

export function parseSecrets(text: string | undefined): readonly StoredSecret[] {
  const entries = parseJson(text ?? '');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: Readonly<Record<string, unknown>> | null) => {
    const secret = readRecord(entry, secretFields);
    if (!secret || secret.clientSecret === '') return [];
    if (entry?.['isOnlyHere'] !== true) return [secret];
    const { storedIn } = entry;
    return [{ ...secret, isOnlyHere: true, ...(typeof storedIn === 'string' && { storedIn }) }];
  });
}

/** The secrets that are stored for a profile, the newest first. Rejects with a `storage` problem. */
export async function readSecrets(
  secrets: Pick<Secrets, 'get'>,
  { id }: Pick<Profile, 'id'>,
): Promise<readonly StoredSecret[]> {
  return parseSecrets(await accessStorage('read client secret', () => secrets.get(secretKey(id))));
}

/** Whether any secret is stored for a profile. Rejects with the error of VS Code. */
export async function hasSecret(secrets: Pick<Secrets, 'get'>, id: string): Promise<boolean> {
  return (await secrets.get(secretKey(id))) !== undefined;
}

/** The secret that belongs to a profile: never one that was entered for another origin. */
export function secretFor(profile: Profile, stored: readonly StoredSecret[]): StoredSecret | undefined {
  return (
    stored.find(candidate => isSameClient(candidate, profile)) ??
    stored.find(candidate => candidate.origin === profile.origin)
  );
}

/** Why a profile has no secret, although secrets may be stored for it. */
export function secretMissingProblem({ name }: Profile, stored: readonly StoredSecret[]): Problem {
  return new Problem(
    'secretMissing',
    stored.length > 0
      ? t('The client secret of “{0}” was entered for another origin.', name)
      : t('The client secret of “{0}” is no longer in VS Code’s secret storage.', name),
    t('Edit the profile and enter the client secret again.'),
  );
}
