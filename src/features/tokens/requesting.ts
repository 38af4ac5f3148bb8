import type { AccessToken } from '../../core/accessToken';
import type { ResourceKey } from '../../core/configuration';
import type { Profile } from '../../core/profile';
import { parseScopeList } from '../../core/scope';
import type { ProfileStore } from '../../vault/profileStore';
import { RecentScopes } from '../../vault/recentScopes';
import type { State } from '../../vault/storage';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { isSameScope } from '../../vault/tokenStore';

/** What requesting works with. */
export interface RequestRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly globalState: State;
  readonly warn: (message: string, error: unknown) => void;
  /** What a resource of the profile is called, where that is known. */
  readonly titleOf?: (profile: Profile, key: ResourceKey) => string | undefined;
}

/**
 * Requests a token and makes its profile the active one, unless somebody switched while it was on its way. Resolves
 * when that is to be seen. Rejects as `TokenKeeper.request` does; what fails after that, the token outlives.
 */
export async function requestAndSwitch(
  rooms: RequestRooms,
  profile: Profile,
  scope: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const { profiles, keeper } = rooms;
  const before = profiles.active?.id;
  const token = await keeper.request(profile, scope, signal);
  if (profiles.active?.id === before) await switchTo(rooms, profile);
  if (isWorthKeeping(token)) await remember(rooms, profile, scope);
  await keeper.upToDate();
  return token;
}

/**
 * Makes a live token the active one, and its profile, in the place of requesting one with this scope: that is remembered
 * as asked for. Resolves with the token, or undefined where it is there no more. Rejects with a `storage` problem.
 */
export async function useAndSwitch(
  rooms: RequestRooms,
  profile: Profile,
  token: AccessToken,
  scope: string,
): Promise<AccessToken | undefined> {
  const { keeper } = rooms;
  // It may have been forgotten, have ended or been renewed while the question was open.
  const live = (await keeper.live(profile)).find(each => isSameScope(each, token.requestedScope));
  if (!live) return undefined;
  await keeper.use(profile, live);
  await switchTo(rooms, profile);
  await remember(rooms, profile, scope);
  await keeper.upToDate();
  return live;
}

async function switchTo({ profiles, warn }: RequestRooms, profile: Profile): Promise<void> {
  await profiles.switchTo(profile).catch((error: unknown) => {
    warn('The profile of the token could not be made the active one', error);
  });
}

/** Offered again is only what the documentation knows, and what a token came of that can do something. */
function isWorthKeeping({ requestedScope, grantedScope }: AccessToken): boolean {
  return grantedScope !== '' && parseScopeList(requestedScope).every(({ issue }) => issue === undefined);
}

async function remember(
  { globalState, titleOf, warn }: RequestRooms,
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
