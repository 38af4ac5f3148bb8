import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { findCoveringToken } from '../../core/tokens/coveringToken';
import type { TokenService } from '../../tokens/tokenService';
import { formatTimeLeft } from '../../ui/text/formatDuration';

/** The live tokens of a profile, for questions that offer one of them in the place of a new one. */
export interface LiveTokens {
  /** The one that a scope list needs no new token beside, at this moment. */
  covering(scope: string): AccessToken | undefined;
  /** `42m` */
  timeLeft(token: AccessToken): string;
  /** Whether it is the one in use in this window. */
  isActive(token: AccessToken): boolean;
}

interface LiveTokensDeps {
  readonly tokenService: TokenService;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** Reads them. Never rejects: where they can not be read, there is none to offer. */
export async function readLiveTokens(
  { tokenService, now, warn }: LiveTokensDeps,
  profile: Profile,
): Promise<LiveTokens> {
  const tokens = await tokenService.listLive(profile).catch((error: unknown) => {
    warn('The live tokens could not be read', error);
    return [];
  });
  return {
    covering: scope => findCoveringToken(scope, tokens, now()),
    timeLeft: token => formatTimeLeft(token.expiresAt - now()),
    isActive: token => tokenService.status.token?.value === token.value,
  };
}
