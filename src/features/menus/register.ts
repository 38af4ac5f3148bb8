import { isLive } from '../../core/accessToken';
import type { Disposable } from '../../core/emitter';
import { setContextKey } from '../../ui/contextKeys';
import { contextKeys } from '../../ui/ids';
import type { Countdown } from '../../vault/countdown';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/** Keeps the `when` clauses current, so that the palette and the menus offer only what makes sense now. */
export function registerMenus(keeper: TokenKeeper, countdown: Countdown, now: () => number): Disposable {
  return countdown.onDidTick(() => {
    const { profile, token } = keeper.status;
    setContextKey(contextKeys.hasProfile, profile !== undefined);
    setContextKey(contextKeys.hasToken, token !== undefined);
    setContextKey(contextKeys.hasLiveToken, token !== undefined && isLive(token, now()));
  });
}
