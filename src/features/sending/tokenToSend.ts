import { isLive, outlivesRequest } from '../../core/accessToken';
import { belonging, sentTarget } from '../../core/requestTarget';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
  /** Whether other extensions get the token at all. */
  readonly isShared: () => boolean;
  /** Whether a token is renewed without being asked for. */
  readonly mayRenew: () => boolean;
}

/**
 * The active token for a request to that URL that is sent now, renewed first where it is about to end or has ended.
 * Undefined where sharing would give none either, and where the request goes elsewhere than to the host of the active
 * profile. Never rejects.
 */
export async function tokenToSend(rooms: Rooms, url: string): Promise<string | undefined> {
  const { profiles, keeper, now, warn, isShared, mayRenew } = rooms;
  const profile = profiles.active;
  if (!profile || belonging(sentTarget(url, []), [profile]).kind !== 'yes' || !isShared()) return undefined;
  await keeper.upToDate();
  const { token, profile: owner } = keeper.status;
  if (!token || owner?.id !== profile.id) return undefined;
  keeper.uses.note(profile, token);
  const sent =
    outlivesRequest(token, now()) || !mayRenew()
      ? token
      : await keeper.renew(profile, token).catch((error: unknown) => {
          warn('The token for httpYac could not be renewed', error);
          return token;
        });
  return isLive(sent, now()) ? sent.value : undefined;
}
