import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import { parseScopeList } from '../../core/scopes/scope';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profileStore';
import { RecentScopes } from '../../storage/recentScopes';
import type { State } from '../../storage/storageAccess';
import { isSameScope } from '../../storage/tokenStore';
import type { TokenService } from '../../tokens/tokenService';

export interface TokenActivationDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly globalState: State;
  readonly warn: (message: string, error: unknown) => void;
  /** The title of a resource, if it is known. */
  readonly titleOf?: (profile: Profile, key: ResourceKey) => string | undefined;
}

/**
 * Requests a token and makes its profile active, unless the user switched meanwhile. Resolves when the UI shows it.
 * Rejects as `TokenService.acquireAndActivate`; later failures are only logged.
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
 * Makes a live token and its profile active instead of requesting one, and remembers `scope` as requested. Resolves with
 * undefined if the token is gone. Rejects with a `Problem` of kind `storage`.
 */
export async function activateToken(
  deps: TokenActivationDeps,
  profile: Profile,
  token: AccessToken,
  scope: string,
): Promise<AccessToken | undefined> {
  const { tokenService } = deps;
  // It may have been forgotten, expired or renewed while a question was open.
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
