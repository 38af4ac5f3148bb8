import type { Clock } from '../core/common/clock';
import type { Disposable } from '../core/common/event';
import { isReserved } from '../tokens/reservedTokens';
import type { TokenService } from '../tokens/tokenService';

/** How long after a reset was begun to look for its note, in ms: it is written once the token for it is kept. */
const noteIsThereAfter = 10_000;

/**
 * Calls back when a window, this one or another, may have left the note of a reset: a token is kept aside for each, and
 * all windows are told of that. Should that window be killed, the others are to look after it.
 */
export function whenResetBegan(
  {
    tokenService,
    after,
  }: { readonly tokenService: Pick<TokenService, 'onDidChangeTokens'>; readonly after: Clock['after'] },
  look: () => void,
): Disposable {
  let cancel: () => void = () => undefined;
  const subscription = tokenService.onDidChangeTokens(id => {
    if (!isReserved(id)) return;
    cancel();
    cancel = after(noteIsThereAfter, look);
  });
  return {
    dispose: () => {
      cancel();
      subscription.dispose();
    },
  };
}
