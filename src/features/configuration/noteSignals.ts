import type { Disposable } from '../../core/emitter';
import { isAside } from '../../vault/aside';
import type { Clock } from '../../vault/countdown';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/** How long after a reset was begun to look for its note, in ms: it is written once the token for it is kept. */
const noteIsThereAfter = 10_000;

/**
 * Calls back when a window, this one or another, may have left the note of a reset: a token is kept aside for each, and
 * all windows are told of that. Should that window be killed, the others are to look after it.
 */
export function whenResetBegan(
  {
    keeper,
    after,
  }: { readonly keeper: Pick<TokenKeeper, 'onDidChangeTokens'>; readonly after: Clock['after'] },
  look: () => void,
): Disposable {
  let cancel: () => void = () => undefined;
  const subscription = keeper.onDidChangeTokens(id => {
    if (!isAside(id)) return;
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
