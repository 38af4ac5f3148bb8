import { checkedScope } from '../../core/requestableScope';
import type { TokenRooms } from './commands';
import { liveTokensOf } from './liveTokens';
import { obtainChosen } from './obtaining';

/**
 * What a quick fix does for a person: makes a token of the active profile the active one, the live token that covers
 * the scope where `usesLive`, otherwise, or where none does any more, a new one with exactly this scope. Rejects with a
 * `Problem`.
 */
export async function obtainToken(rooms: TokenRooms, scope: string, usesLive: boolean): Promise<void> {
  const profile = rooms.profiles.get();
  const live = usesLive ? await liveTokensOf(rooms, profile) : undefined;
  await obtainChosen(rooms, profile, { scope: checkedScope(scope), token: live?.covering(scope) });
}
