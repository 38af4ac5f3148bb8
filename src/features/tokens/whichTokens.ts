import { type AccessToken, isLive } from '../../core/accessToken';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { scopeInWords } from '../../core/scope';
import { askPick, cancelled } from '../../ui/quickInput';
import { timeLeft } from '../../ui/timeWords';
import type { TokenRooms } from './commands';

/**
 * Which tokens of a profile a person means, where there are several: the active one, or all of them. Resolves with the
 * scope of that one, or undefined for all. Rejects with a `Problem`: `noToken` where there is none, `cancelled` on Escape.
 * @param of the tokens that the question is about
 */
export async function askWhichTokens(
  rooms: Pick<TokenRooms, 'keeper' | 'now' | 'titleOf'>,
  profile: Profile,
  of: readonly AccessToken[],
  words: { readonly title: string; readonly all: string; readonly detail: string },
): Promise<{ readonly scope: string | undefined; readonly isOne: boolean }> {
  const active = await rooms.keeper.find(profile);
  if (of.length < 2) return { scope: undefined, isOne: true };
  const may = scopeInWords(active.grantedScope, key => rooms.titleOf(profile, key));
  const now = rooms.now();
  const left = isLive(active, now) ? t('{0} left', timeLeft(active.expiresAt - now)) : t('expired');
  const one = {
    icon: 'key',
    label: t('This token: {0}', may || t('it can do nothing')),
    description: left,
  };
  const all = { icon: 'layers', label: words.all };
  const choice = await askPick({ title: words.title, placeholder: words.detail, items: [one, all] });
  if (typeof choice === 'symbol') throw cancelled();
  return choice === one ? { scope: active.requestedScope, isOne: true } : { scope: undefined, isOne: false };
}
