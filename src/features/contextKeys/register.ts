import type { Disposable } from '../../core/common/event';
import { isLive } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import type { TokenService } from '../../tokens/tokenService';
import { type ContextKey, setContextKey } from '../../ui/contextKeys';
import { contextKeys } from '../../ui/ids';

/**
 * Keeps the context keys for `when` clauses and the walkthrough current. Commands that need a profile stay in the palette
 * and say what is missing.
 */
export function registerContextKeys(
  profiles: Pick<ProfileStore, 'all' | 'sandbox'>,
  tokenService: TokenService,
  expiryTimer: ExpiryTimer,
  now: () => number,
): Disposable {
  const lastValues = new Map<ContextKey, boolean>();
  const update = (key: ContextKey, value: boolean) => {
    // VS Code starts with false, and most ticks of the timer change nothing.
    if ((lastValues.get(key) ?? false) === value) return;
    lastValues.set(key, value);
    setContextKey(key, value);
  };
  return expiryTimer.onDidChangeTimeLeft(() => {
    const { profile, token } = tokenService.status;
    const { all, sandbox } = profiles;
    update(contextKeys.hasProfile, profile !== undefined);
    update(contextKeys.hasOwnProfile, all.length > (sandbox ? 1 : 0));
    update(contextKeys.hasLiveToken, token !== undefined && isLive(token, now()));
  });
}
