import type { TokenAnswer } from '../api/token/tokenEndpoint';
import type { ClientCredentials } from '../core/common/basicAuth';
import { cancelled } from '../core/common/cancelled';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import type { AccessToken } from '../core/tokens/accessToken';
import { isCurrentClient } from '../storage/profiles/perProfile';
import type { ProfileStore } from '../storage/profiles/profileStore';
import { profileChangedProblem } from './tokenProblems';

/** Requests a token from the service. Rejects with a `Problem`. */
export type RequestToken = (
  profile: Profile,
  client: ClientCredentials,
  scope: string,
  signal: AbortSignal,
) => Promise<TokenAnswer>;

/** A token, and its profile as it was when the token was issued or read. */
export type OwnedToken = Readonly<{ token: AccessToken; profile: Profile }>;

export interface NewTokenDeps {
  readonly profiles: Pick<ProfileStore, 'readWithSecret'>;
  readonly requestToken: RequestToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every token before it is used, so that the log can mask it. */
  readonly mask: (secret: string, expiresAt?: number) => void;
}

/** The token was forgotten during its request. */
export function forgottenProblem(): Problem {
  return new Problem('cancelled', t('The access token was forgotten during the request.'));
}

/**
 * Throws a `Problem` if a token is no longer wanted: `cancelled` if it was forgotten, `profileChanged` if its profile changed.
 * Nobody needs to know the latter if only a renewal in the background waits for it.
 */
export function refuseUnwanted(
  profiles: Pick<ProfileStore, 'all'>,
  profile: Profile,
  isForgotten: boolean,
  isInBackground: boolean,
): void {
  const isCurrent = isCurrentClient(profiles, profile);
  if (!isCurrent && !isInBackground) throw profileChangedProblem(profile);
  if (!isCurrent || isForgotten) throw forgottenProblem();
}

/**
 * Requests a token with exactly this scope and the stored client secret. Stores nothing. Calls `assertWanted` with the
 * stored profile before anything is sent and after the answer: it throws if the token is no longer wanted. Rejects with
 * a `Problem`.
 */
export async function requestNewToken(
  { profiles, now, requestToken, mask }: NewTokenDeps,
  asked: Profile,
  scope: string,
  signal: AbortSignal,
  assertWanted: (profile: Profile) => void,
): Promise<OwnedToken> {
  const { profile, clientSecret } = await profiles.readWithSecret(asked);
  assertWanted(profile);
  // The lifetime counts from before the request: our token may end a little early, never late.
  const issuedAt = now();
  const issued = await requestToken(profile, { clientId: profile.clientId, clientSecret }, scope, signal);
  const expiresAt = issuedAt + issued.expiresIn * 1000;
  mask(issued.accessToken, expiresAt);
  // An answer may still arrive after all callers cancelled.
  if (signal.aborted) throw cancelled();
  assertWanted(profile);
  const token = {
    profileId: profile.id,
    requestedScope: scope,
    grantedScope: issued.scope,
    value: issued.accessToken,
    issuedAt,
    expiresAt,
  };
  return { token, profile };
}
