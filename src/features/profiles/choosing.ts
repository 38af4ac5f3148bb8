import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { ask } from '../../ui/notifications';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import type { ProfileStore } from '../../vault/profileStore';
import { lossWords, onlyCopy } from './secretLoss';

/** Asks which profile, the active one first. Throws a `Problem` of kind `noProfile` where there is none. */
export async function chooseProfile(profiles: ProfileStore, title: string): Promise<Profile> {
  const choice = await askPick({ title, placeholder: t('Which profile?'), items: profileItems(profiles) });
  if (typeof choice === 'symbol') throw cancelled();
  return choice.profile;
}

/** As `chooseProfile`, with the way to a new one below the list: undefined means that. */
export async function chooseProfileOrNew(
  profiles: ProfileStore,
  title: string,
): Promise<Profile | undefined> {
  const choice = await askPick({
    title,
    placeholder: t('Which profile?'),
    items: [
      ...profileItems(profiles),
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { icon: 'add', label: t('Add Profile…') },
    ] as (PickItem & { profile?: Profile })[],
  });
  if (typeof choice === 'symbol') throw cancelled();
  return choice.profile;
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

/** Asks before a profile goes, and offers to copy its secret where that is the only copy. Rejects when the answer is no. */
export async function confirmRemoval(profiles: ProfileStore, profile: Profile): Promise<void> {
  const remove = t('Remove');
  const copy = t('Copy Secret and Remove');
  const secret = await onlyCopy(profiles, profile, undefined);
  const detail = [
    t('Its client secret and access tokens are forgotten on this machine. Nothing changes at the service.'),
    ...(secret === undefined ? [] : [lossWords(profile.name)]),
  ].join('\n\n');
  const answer = await ask(
    t('Remove the profile “{0}”?', profile.name),
    secret === undefined ? [remove] : [copy, remove],
    { isWarning: true, isModal: true, detail },
  );
  if (answer === undefined) throw cancelled();
  if (answer === copy && secret !== undefined) await vscode.env.clipboard.writeText(secret);
}
