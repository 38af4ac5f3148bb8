import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { isProblem } from '../../core/common/problem';
import { changeWithAgreement, type Loss } from '../../core/profile/changeWithAgreement';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { clickedProfile } from '../../ui/commands/clickedProfile';
import { askQuestion } from '../../ui/notifications';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import { secretLossMessage, findOnlyCopy } from './onlyCopy';

/**
 * The profile that a menu was opened on, otherwise one that the user chooses, the active one first. Throws `noProfile` if
 * there is none.
 */
export async function chooseProfile(
  profiles: ProfileStore,
  title: string,
  clicked: readonly unknown[],
): Promise<Profile> {
  const own = clickedProfile(profiles, clicked);
  if (own) return own;
  return (await askPick({ title, placeholder: t('Which profile?'), items: profileItems(profiles) })).profile;
}

/** As `chooseProfile`, with an entry for a new profile at the end of the list. Returns undefined for that. */
export async function chooseProfileOrNew(
  profiles: ProfileStore,
  title: string,
  clicked: readonly unknown[],
): Promise<Profile | undefined> {
  const own = clickedProfile(profiles, clicked);
  if (own) return own;
  const items: (PickItem & { profile?: Profile })[] = profileItems(profiles);
  // Enter switches back and forth where there are two.
  const [, other] = items;
  const { profile } = await askPick({
    title,
    placeholder: t('Which profile?'),
    items: [
      ...items,
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { icon: 'add', label: t('Add Profile…') },
    ],
    ...(other && { active: other }),
  });
  return profile;
}

function profileItems(profiles: ProfileStore) {
  const active = profiles.get();
  const others = profiles.all.filter(({ id }) => id !== active.id);
  return [active, ...others].map(profile => ({
    label: profile.name,
    description: [profile.id === active.id ? t('active') : '', new URL(profile.origin).host]
      .filter(Boolean)
      .join(' · '),
    detail: t('customer {0}, client {1}', profile.customerId, profile.clientId),
    profile,
  }));
}

/**
 * Asks before a profile is removed with its drafts. If that would lose the only copy of its secret, offers to copy it;
 * asks again if this changed while the dialog was open. Rejects with a `cancelled` problem.
 * @param remove gets a check to run in the same step; it removes nothing if the check resolves with false
 */
export async function removeAfterQuestion(
  profiles: ProfileStore,
  profile: Profile,
  drafts: number,
  remove: (check: (now: Profile) => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const yes = t('Remove');
  const copy = t('Copy Secret and Remove');
  await changeWithAgreement(
    await lossOf(profiles, profile),
    async loss => {
      const detail = [
        t(
          'Its client secret, access tokens and copies of earlier versions are deleted from this machine. Nothing changes on the service.',
        ),
        ...(drafts === 0 ? [] : [draftLoss(drafts)]),
        ...(loss.warning === undefined ? [] : [loss.warning]),
      ].join('\n\n');
      const answer = await askQuestion(
        t('Remove the profile “{0}”?', profile.name),
        loss.secret === undefined ? [yes] : [copy, yes],
        { isWarning: true, isModal: true, detail },
      );
      if (answer === undefined) throw cancelled();
      return answer === copy;
    },
    secret => vscode.env.clipboard.writeText(secret),
    mayLose => remove(async now => mayLose(await lossOf(profiles, now))),
  );
}

function draftLoss(drafts: number): string {
  return drafts === 1
    ? t('A draft of a policy or client, which was not applied, is deleted with it.')
    : t('{0} drafts of policies and clients, which were not applied, are deleted with it.', drafts);
}

/**
 * The only copy of a secret that would be lost with a profile, and the warning; only a warning if the secret storage cannot
 * be read.
 */
async function lossOf(profiles: ProfileStore, profile: Profile): Promise<Loss> {
  try {
    const secret = await findOnlyCopy(profiles, profile, undefined);
    return secret === undefined ? {} : { secret, warning: secretLossMessage(profile.name) };
  } catch (error) {
    const why = isProblem(error) ? error.message : String(error);
    return { warning: t('This may be the only copy of its client secret. {0}', why) };
  }
}
