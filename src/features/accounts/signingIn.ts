import type { AuthenticationSession } from 'vscode';
import type { AccessToken } from '../../core/accessToken';
import { grantWarning } from '../../core/grantWarning';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { checkedScope } from '../../core/requestableScope';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { partsOfId, scopeListOf, sessionOf } from './session';

/** What signing in stands on. */
export interface SigningInRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly isTrusted: () => boolean;
  /** Runs a request in sight of the user, who can cancel it. */
  readonly withProgress: (
    profile: Profile,
    run: (signal: AbortSignal) => Promise<AccessToken>,
  ) => Promise<AccessToken>;
  /** Shows the user what a token can not do. */
  readonly warnUser: (message: string) => void;
}

/**
 * Requests a token with exactly these scopes for the account (a profile's id), or for the active profile; which token
 * this window shows stays as it is. Rejects with a `Problem`.
 */
export async function createSession(
  { profiles, keeper, isTrusted, withProgress, warnUser }: SigningInRooms,
  scopes: readonly string[],
  accountId?: string,
): Promise<AuthenticationSession> {
  if (!isTrusted()) {
    throw new Problem(
      'untrustedWorkspace',
      t('In a workspace that is not trusted no other extension gets an access token.'),
      t('Trust the workspace first.'),
    );
  }
  const scope = checkedScope(scopeListOf(scopes));
  const profile = profileOf(profiles, accountId);
  const token = await withProgress(profile, signal => keeper.obtain(profile, scope, signal));
  if (token.grantedScope === '') {
    await keeper.forget(profile, scope);
    throw new Problem(
      'nothingGranted',
      t('The service granted none of {0}: such an access token can do nothing.', plainText(scope)),
      t('The token policy of this client must allow it in allowedScopes.'),
    );
  }
  const warning = grantWarning(token);
  if (warning !== undefined) warnUser(warning);
  keeper.uses.note(profile, token);
  return sessionOf({ profile, token }, scopes);
}

/** Forgets the token behind a session; live or not. Rejects with a `Problem` of kind `storage`. */
export async function removeSession(
  { profiles, keeper }: Pick<SigningInRooms, 'profiles' | 'keeper'>,
  id: string,
): Promise<void> {
  const parts = partsOfId(id);
  const profile = parts && profiles.all.find(candidate => candidate.id === parts.profileId);
  if (profile) await keeper.forget(profile, parts.scope);
}

function profileOf(profiles: ProfileStore, accountId: string | undefined): Profile {
  if (accountId === undefined) return profiles.get();
  const profile = profiles.all.find(({ id }) => id === accountId);
  if (profile) return profile;
  throw new Problem(
    'noProfile',
    t('The profile of this account is not there any more.'),
    t('Sign in with another account.'),
  );
}
