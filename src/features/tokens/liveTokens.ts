import type { AccessToken } from '../../core/accessToken';
import { coveringToken } from '../../core/coveringToken';
import type { Profile } from '../../core/profile';
import { timeLeft } from '../../ui/timeWords';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/** The live tokens of a profile, for questions that offer one of them in the place of a new one. */
export interface LiveTokens {
  /** The one that a scope list needs no new token beside, at this moment. */
  covering(scope: string): AccessToken | undefined;
  /** `42m` */
  timeLeft(token: AccessToken): string;
  /** Whether it is the one in use in this window. */
  isActive(token: AccessToken): boolean;
}

interface Rooms {
  readonly keeper: TokenKeeper;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** Reads them. Never rejects: where they can not be read, there is none to offer. */
export async function liveTokensOf({ keeper, now, warn }: Rooms, profile: Profile): Promise<LiveTokens> {
  const tokens = await keeper.live(profile).catch((error: unknown) => {
    warn('The live tokens could not be read', error);
    return [];
  });
  return {
    covering: scope => coveringToken(scope, tokens, now()),
    timeLeft: token => timeLeft(token.expiresAt - now()),
    isActive: token => keeper.status.token?.value === token.value,
  };
}
