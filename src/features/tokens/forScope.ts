import { checkedScope } from '../../core/requestableScope';
import type { TokenRooms } from './commands';
import { liveTokensOf } from './liveTokens';
import { obtainChosen } from './obtaining';

/**
 * What a quick fix or a menu does for a person (its arguments come through VS Code): makes a token of the active profile, or of the one named, the active
 * one, the live token that covers the scope where `usesLive`, otherwise, or where none does any more, a new one with
 * exactly this scope. Rejects with a `Problem`.
 */
export async function obtainToken(
  rooms: TokenRooms,
  scope: unknown,
  usesLive: unknown,
  profileName: unknown,
): Promise<void> {
  if (typeof scope !== 'string') return;
  const profile = rooms.profiles.get(typeof profileName === 'string' ? profileName : undefined);
  const live = usesLive === true ? await liveTokensOf(rooms, profile) : undefined;
  await obtainChosen(rooms, profile, { scope: checkedScope(scope), token: live?.covering(scope) });
}
