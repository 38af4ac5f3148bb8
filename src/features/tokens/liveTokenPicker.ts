import { t } from '../../core/common/l10n';
import { plainText } from '../../core/common/redaction';
import type { AccessToken } from '../../core/tokens/accessToken';
import { askPick, back, type PickItem } from '../../ui/quickInput';
import type { LiveTokens } from './liveTokens';

/** What a person decided: a scope list, and the live token to use for it in the place of a new one. */
export interface ScopeChoice {
  readonly scope: string;
  readonly token: AccessToken | undefined;
}

interface ChoiceItem<Answer> extends PickItem {
  readonly answer: Answer;
}

/**
 * Offers the live token that covers a scope, before a new one with exactly this scope. Asks nothing where there is none.
 * Rejects with a `cancelled` problem.
 */
export async function offerLiveToken(
  title: string,
  scope: string,
  live: LiveTokens,
): Promise<ScopeChoice | typeof back> {
  const token = live.covering(scope);
  if (!token) return { scope, token };
  const items: readonly ChoiceItem<ScopeChoice>[] = [
    liveTokenItem(scope, token, live),
    {
      icon: 'key',
      label: t('Request a new token with exactly this scope'),
      description: scope,
      answer: { scope, token: undefined },
    },
  ];
  const placeholder = t('A live token covers this already');
  const choice = await askPick({ title, placeholder, items, canGoBack: true });
  return choice === back ? back : choice.answer;
}

/** The item that uses a live token, with what it may do and for how long. */
export function liveTokenItem(scope: string, token: AccessToken, live: LiveTokens): ChoiceItem<ScopeChoice> {
  const left = live.timeLeft(token);
  const label = live.isActive(token)
    ? t('Keep the active token, {0} left', left)
    : t('Use the live token, {0} left', left);
  return {
    icon: 'check',
    label,
    description: plainText(token.grantedScope),
    answer: { scope, token },
  };
}
