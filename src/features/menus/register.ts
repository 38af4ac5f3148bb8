import { isLive } from '../../core/accessToken';
import type { Disposable } from '../../core/emitter';
import { setContextKey } from '../../ui/contextKeys';
import { contextKeys } from '../../ui/ids';
import type { Countdown } from '../../vault/countdown';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/**
 * Keeps the `when` clauses and the walkthrough current. The palette does not wait for them: a command that needs a
 * profile is always there, and says what is missing.
 */
export function registerMenus(
  profiles: Pick<ProfileStore, 'all' | 'sandbox'>,
  keeper: TokenKeeper,
  countdown: Countdown,
  now: () => number,
): Disposable {
  return countdown.onDidTick(() => {
    const { profile, token } = keeper.status;
    const { all, sandbox } = profiles;
    setContextKey(contextKeys.hasProfile, profile !== undefined);
    setContextKey(contextKeys.hasOwnProfile, all.length > (sandbox ? 1 : 0));
    setContextKey(contextKeys.hasLiveToken, token !== undefined && isLive(token, now()));
  });
}
