// Notices that a window, this one or another, may have begun to reset a secret.
import type { Clock } from '../core/common/clock';
import type { Disposable } from '../core/common/event';
import { isReserved } from '../tokens/reservedTokenIds';
import type { TokenService } from '../tokens/tokenService';

/** How long to wait before the check, in ms: the other window is probably still working on its reset. */
const recordDelay = 10_000;

/**
 * Calls `check` when any window may have started to reset a secret: each reset stores a reserved token, and all windows
 * get an event for that. If that window is killed, another one must finish the reset.
 */
export function whenResetBegan(
  {
    tokenService,
    after,
  }: { readonly tokenService: Pick<TokenService, 'onDidChangeTokens'>; readonly after: Clock['after'] },
  check: () => void,
): Disposable {
  let cancel: () => void = () => undefined;
  const subscription = tokenService.onDidChangeTokens(id => {
    if (!isReserved(id)) return;
    cancel();
    cancel = after(recordDelay, check);
  });
  return {
    dispose: () => {
      cancel();
      subscription.dispose();
    },
  };
}
