import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import { parseScopeList } from '../../core/scopes/scope';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profileStore';
import { RecentScopes } from '../../storage/recentScopes';
import type { State } from '../../storage/storageAccess';
import { isSameScope } from '../../storage/tokenStore';
import type { TokenService } from '../../tokens/tokenService';

/** What requesting works with. */
export interface TokenActivationDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly globalState: State;
  readonly warn: (message: string, error: unknown) => void;
  /** What a resource of the profile is called, where that is known. */
  readonly titleOf?: (profile: Profile, key: ResourceKey) => string | undefined;
}

/**
 * Requests a token and makes its profile the active one, unless somebody switched while it was on its way. Resolves
 * when that is to be seen. Rejects as `TokenService.acquireAndActivate` does; what fails after that, the token outlives.
 */
export async function requestAndActivate(
  deps: TokenActivationDeps,
  profile: Profile,
  scope: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const { profiles, tokenService } = deps;
  const before = profiles.active?.id;
  const token = await tokenService.acquireAndActivate(profile, scope, signal);
  if (profiles.active?.id === before) await switchTo(deps, profile);
  if (isWorthRemembering(token)) await remember(deps, profile, scope);
  await tokenService.whenSettled();
  return token;
}

/**
 * Makes a live token the active one, and its profile, in the place of requesting one with this scope: that is remembered
 * as asked for. Resolves with the token, or undefined where it is there no more. Rejects with a `storage` problem.
 */
export async function activateToken(
  deps: TokenActivationDeps,
  profile: Profile,
  token: AccessToken,
  scope: string,
): Promise<AccessToken | undefined> {
  const { tokenService } = deps;
  // It may have been forgotten, have ended or been renewed while the question was open.
  const live = (await tokenService.listLive(profile)).find(each => isSameScope(each, token.requestedScope));
  if (!live) return undefined;
  await tokenService.activate(profile, live);
  await switchTo(deps, profile);
  await remember(deps, profile, scope);
  await tokenService.whenSettled();
  return live;
}

async function switchTo({ profiles, warn }: TokenActivationDeps, profile: Profile): Promise<void> {
  await profiles.switchTo(profile).catch((error: unknown) => {
    warn('The profile of the token could not be made the active one', error);
  });
}

/** Offered again is only what the documentation knows, and what a token came of that can do something. */
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
