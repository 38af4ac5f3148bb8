// Makes a token and its profile active.
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import { parseScopeList } from '../../core/scopes/parseScope';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { State } from '../../storage/storageAccess';
import { RecentScopes } from '../../storage/tokens/recentScopes';
import type { TokenRequest, TokenService } from '../../tokens/tokenService';

export interface TokenActivationDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly globalState: State;
  readonly warn: (message: string, error: unknown) => void;
  /** The title of a resource, if it is known. */
  readonly titleOf?: (profile: Profile, key: ResourceKey) => string | undefined;
}

/**
 * Acquires a token and makes it and its profile active, unless the user switched meanwhile. Resolves when the UI shows it.
 * Rejects as `TokenService.acquire`; later failures are only logged.
 */
export async function acquireAndSwitch(
  deps: TokenActivationDeps,
  request: Omit<TokenRequest, 'activate'>,
): Promise<AccessToken> {
  const { profiles, tokenService } = deps;
  const { profile, scope } = request;
  const before = profiles.active?.id;
  const token = await tokenService.acquire({ ...request, activate: true });
  if (profiles.active?.id === before) await switchTo(deps, profile);
  // Do not wait: recent scopes are only offered the next time.
  if (isWorthRemembering(token)) void remember(deps, profile, scope);
  const { status } = tokenService;
  if (status.profile?.id !== profile.id || status.token?.value !== token.value)
    await tokenService.whenSettled();
  return token;
}

/** Makes a live token of the active profile the active one. Rejects with a `Problem` of kind `noToken` or `storage`. */
export async function activateToken(
  deps: TokenActivationDeps,
  profile: Profile,
  scope: string,
): Promise<void> {
  // It may have been forgotten, expired or renewed while a question was open.
  const live = await deps.tokenService.findLive(profile, scope);
  await deps.tokenService.activate(profile, live);
  void remember(deps, profile, scope);
}

async function switchTo({ profiles, warn }: TokenActivationDeps, profile: Profile): Promise<void> {
  await profiles.switchTo(profile).catch((error: unknown) => {
    warn('The profile of the token could not be made the active one', error);
  });
}

/** Only documented scopes that were granted are offered again. */
function isWorthRemembering({ requestedScope, grantedScope }: AccessToken): boolean {
  return grantedScope !== '' && parseScopeList(requestedScope).every(({ issue }) => issue === undefined);
}

async function remember(
  { globalState, titleOf, warn }: TokenActivationDeps,
  profile: Profile,
  scope: string,
): Promise<void> {
  const recent = new RecentScopes(globalState);
  await recent
    .add(profile.id, scope, key => titleOf?.(profile, key))
    .catch((error: unknown) => {
      warn('The recent scopes could not be kept', error);
    });
}
