import { t } from '../../core/common/l10n';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { findReusable } from '../../core/tokens/coveringToken';
import type { TokenService } from '../../tokens/tokenService';
import { askPick, back, type PickItem } from '../../ui/quickInput';
import { formatTimeLeft } from '../../ui/text/formatDuration';

/** The live tokens of a profile, to offer one instead of a new one. */
export interface LiveTokens {
  /** The one that `acquire` uses for a scope list now; undefined if a new token is needed. */
  covering(scope: string): AccessToken | undefined;
  /** `42m` */
  timeLeft(token: AccessToken): string;
  isActive(token: AccessToken): boolean;
}

/** Reads them. Never rejects: finds none if they cannot be read. */
export async function readLiveTokens(
  { tokenService, now }: { readonly tokenService: TokenService; readonly now: () => number },
  profile: Profile,
): Promise<LiveTokens> {
  const tokens = await tokenService.tryListLive(profile);
  return {
    covering: scope => findReusable(scope, undefined, tokens, now()),
    timeLeft: token => formatTimeLeft(token.expiresAt - now()),
    isActive: token => tokenService.status.token?.value === token.value,
  };
}

/** The answer: a scope list, and whether a live token will do for it. */
export interface ScopeChoice {
  readonly scope: string;
  readonly reuse?: boolean;
}

interface ChoiceItem<Answer> extends PickItem {
  readonly answer: Answer;
}

/** Offers the live token that covers a scope, or a new one. Asks nothing if no token covers it. Rejects with `cancelled`. */
export async function offerLiveToken(
  title: string,
  scope: string,
  live: LiveTokens,
): Promise<ScopeChoice | typeof back> {
  const token = live.covering(scope);
  if (!token) return { scope };
  const items: readonly ChoiceItem<ScopeChoice>[] = [
    liveTokenItem(scope, token, live),
    {
      icon: 'key',
      label: t('Request a new token with exactly this scope'),
      description: scope,
      answer: { scope },
    },
  ];
  const placeholder = t('A live token already covers this');
  const choice = await askPick({ title, placeholder, items, canGoBack: true });
  return choice === back ? back : choice.answer;
}

export function liveTokenItem(scope: string, token: AccessToken, live: LiveTokens): ChoiceItem<ScopeChoice> {
  const left = live.timeLeft(token);
  const label = live.isActive(token)
    ? t('Keep the active token, {0} left', left)
    : t('Use the live token, {0} left', left);
  return {
    icon: 'check',
    label,
    description: plainText(token.grantedScope),
    answer: { scope, reuse: true },
  };
}
