import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import { summarizeScopes } from '../../core/scopes/describeScope';
import { type AccessToken, isLive } from '../../core/tokens/accessToken';
import { askPick } from '../../ui/quickInput';
import { formatTimeLeft } from '../../ui/text/formatDuration';
import type { TokenDeps } from './deps';

/**
 * Asks which tokens of a profile are meant, if there are several: the active one, or all of them. Resolves with the
 * scope of that one, or undefined for all. Rejects with a `Problem`: `noToken` or `cancelled`.
 * @param tokens the tokens that the question is about
 */
export async function askWhichTokens(
  deps: Pick<TokenDeps, 'tokenService' | 'now' | 'titleOf'>,
  profile: Profile,
  tokens: readonly AccessToken[],
  texts: { readonly title: string; readonly all: string; readonly detail: string },
): Promise<{ readonly scope: string | undefined; readonly isOne: boolean }> {
  const active = await deps.tokenService.find(profile);
  if (tokens.length < 2) return { scope: undefined, isOne: true };
  const may = summarizeScopes(active.grantedScope, key => deps.titleOf(profile, key));
  const now = deps.now();
  const left = isLive(active, now) ? t('{0} left', formatTimeLeft(active.expiresAt - now)) : t('expired');
  const one = {
    icon: 'key',
    label: t('This token: {0}', may || t('it can do nothing')),
    description: left,
  };
  const all = { icon: 'layers', label: texts.all };
  const choice = await askPick({ title: texts.title, placeholder: texts.detail, items: [one, all] });
  return choice === one ? { scope: active.requestedScope, isOne: true } : { scope: undefined, isOne: false };
}
