import { checkedScope } from '../../core/requestableScope';
import type { TokenRooms } from './commands';
import { liveTokensOf } from './liveTokens';
import { obtainChosen } from './obtaining';

/**
 * What a quick fix or a menu does for a person: makes a token of the active profile, or of the one named, the active
 * one, the live token that covers the scope where `usesLive`, otherwise, or where none does any more, a new one with
 * exactly this scope. Rejects with a `Problem`.
 */
export async function obtainToken(
  rooms: TokenRooms,
  scope: string,
  usesLive: boolean,
  profileName?: string,
): Promise<void> {
  const profile = rooms.profiles.get(profileName);
  const live = usesLive ? await liveTokensOf(rooms, profile) : undefined;
  await obtainChosen(rooms, profile, { scope: checkedScope(scope), token: live?.covering(scope) });
}
