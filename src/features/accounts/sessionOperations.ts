// Creates and removes the sessions of VS Code's accounts.
import type { AuthenticationSession } from 'vscode';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import { validateScope } from '../../core/scopes/validateScope';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { TokenService } from '../../tokens/tokenService';
import { parseSessionId, toScopeList, toSession } from './toSession';

export interface SignInDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly isTrusted: () => boolean;
  /** Warns the user if a token was granted less than requested. */
  readonly warnOfGrant: (token: AccessToken) => void;
}

/**
 * Requests a token with exactly these scopes for the account (a profile's id) or the active profile. The active token
 * stays the same. Rejects with a `Problem`.
 */
export async function createSession(
  { profiles, tokenService, isTrusted, warnOfGrant }: SignInDeps,
  scopes: readonly string[],
  accountId?: string,
): Promise<AuthenticationSession> {
  if (!isTrusted()) {
    throw new Problem(
      'untrustedWorkspace',
      t('In an untrusted workspace, other extensions get no access token.'),
      t('Trust the workspace first.'),
    );
  }
  const scope = validateScope(toScopeList(scopes));
  const profile = profileOf(profiles, accountId);
  const token = await tokenService.acquire({ profile, scope, interactive: true });
  if (token.grantedScope === '') {
    await tokenService.forget(profile, scope);
    throw new Problem(
      'nothingGranted',
      t('The service granted none of {0}: such an access token can do nothing.', plainText(scope)),
      t('The token policy of this client must allow it in allowedScopes.'),
    );
  }
  warnOfGrant(token);
  tokenService.usage.record(profile, token);
  // It may have a new name by now. VS Code stores the permission of the extension under the name.
  return toSession({ profile: profileOf(profiles, profile.id), token }, scopes);
}

/** Forgets the token of a session. Rejects with a `Problem` of kind `storage`. */
export async function removeSession(
  { profiles, tokenService }: Pick<SignInDeps, 'profiles' | 'tokenService'>,
  id: string,
): Promise<void> {
  const parts = parseSessionId(id);
  const profile = parts && profiles.all.find(candidate => candidate.id === parts.profileId);
  if (profile) await tokenService.forget(profile, parts.scope);
}

function profileOf(profiles: ProfileStore, accountId: string | undefined): Profile {
  if (accountId === undefined) return profiles.get();
  const profile = profiles.all.find(({ id }) => id === accountId);
  if (profile) return profile;
  throw new Problem(
    'noProfile',
    t('The profile of this account no longer exists.'),
    t('Sign in with another account.'),
  );
}
