// Finds the only copy of a client secret, and asks before it is replaced.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { changeWithAgreement, losesOnlyCopy } from '../../core/profile/changeWithAgreement';
import { isSameId, type Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { askQuestion } from '../../ui/notifications';
import { cancelled } from '../../ui/quickInput';

/**
 * The client secret of a profile if its only copy would be lost: it was created on this machine and never copied.
 * Otherwise undefined. Rejects with a `Problem` of kind `storage` if the secret storage cannot be read.
 * @param after the secret that replaces it; undefined if the profile is removed
 */
export async function findOnlyCopy(
  profiles: ProfileStore,
  profile: Profile,
  after: string | undefined,
): Promise<string | undefined> {
  const kept = await profiles.readStored(profile);
  if (!kept) return undefined;
  const others = profiles.all.filter(
    ({ id, customerId, clientId }) =>
      id !== profile.id && isSameId(customerId, profile.customerId) && isSameId(clientId, profile.clientId),
  );
  const stored = await Promise.all(others.map(other => profiles.readStored(other).catch(() => undefined)));
  const secrets = stored.flatMap(other => (other ? [other.clientSecret] : []));
  return losesOnlyCopy(kept, after, secrets) ? kept.clientSecret : undefined;
}

/** Explains the loss of the only copy of a profile's secret. */
export function secretLossMessage(name: string): string {
  return t(
    'The client secret of “{0}” was created on this machine and never copied. If it is lost, only another configuration access can read it from the service. If there is none, only Akamai can help.',
    name,
  );
}

/** Rejects with a `Problem` of kind `lockOut` if code would remove a profile with the only copy of a secret. */
export async function assertNotOnlyCopy(profiles: ProfileStore, profile: Profile): Promise<void> {
  if ((await findOnlyCopy(profiles, profile, undefined)) !== undefined) throw lossProblem(profile);
}

function lossProblem({ name }: Profile): Problem {
  return new Problem(
    'lockOut',
    secretLossMessage(name),
    t('Nothing was changed. Copy the secret first: Edit Profile and Remove Profile offer it.'),
  );
}

/**
 * Replaces the secret of a profile. If the previous one is the only copy, offers to copy it first; code gets a
 * `Problem` of kind `lockOut` instead. Rejects with a `cancelled` problem.
 * @param save gets a check to run in the same step as the change; it changes nothing if the check resolves with false
 */
export async function replaceSecret(
  profiles: ProfileStore,
  profile: Profile,
  after: string,
  isInteractive: boolean,
  save: (check: (now: Profile) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const lossOf = async (now: Profile) => ({ secret: await findOnlyCopy(profiles, now, after) });
  await changeWithAgreement(
    await lossOf(profile),
    async ({ secret }) => {
      if (secret === undefined) return false;
      if (!isInteractive) throw lossProblem(profile);
      const copy = t('Copy Old Secret and Save');
      const question = t('Replace the client secret of “{0}”?', profile.name);
      const manner = { isWarning: true, isModal: true, detail: secretLossMessage(profile.name) };
      const answer = await askQuestion(question, [copy, t('Save')], manner);
      if (answer === undefined) throw cancelled();
      return answer === copy;
    },
    secret => vscode.env.clipboard.writeText(secret),
    mayLose => save(async now => mayLose(await lossOf(now))),
  );
}
