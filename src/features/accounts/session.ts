import type { AuthenticationProviderAuthenticationSessionsChangeEvent, AuthenticationSession } from 'vscode';
import type { Profile } from '../../core/profile/profile';
import { canonicalScope, missingScopes, parseScopeItems } from '../../core/scopes/scope';
import type { AccessToken } from '../../core/tokens/accessToken';

/** A live token and the profile it belongs to. */
export interface ProfileToken {
  readonly profile: Profile;
  readonly token: AccessToken;
}

/** The sessions that were added, removed or got another token. */
export type SessionsChange = AuthenticationProviderAuthenticationSessionsChangeEvent;

/** Sessions by their id. */
export type SessionsById = ReadonlyMap<string, AuthenticationSession>;

/**
 * A token as VS Code's session. Its id outlives renewals and tells no secret. Its scopes are those that were asked for,
 * in their order, without such as were not granted.
 * @param scopes as the other extension named them; as the token was asked for where left out
 */
export function toSession(
  { profile, token }: ProfileToken,
  scopes?: readonly string[],
): AuthenticationSession {
  const asked = scopes ?? parseScopeItems(token.requestedScope).map(({ text }) => text);
  return {
    id: `${profile.id} ${canonicalScope(token.requestedScope)}`,
    accessToken: token.value,
    account: { id: profile.id, label: profile.name },
    scopes: asked.filter(scope => missingScopes(scope, token.grantedScope).length === 0),
  };
}

/** The profile's id and the scope list in a session's id; undefined where it is none of ours. */
export function parseSessionId(
  id: string,
): { readonly profileId: string; readonly scope: string } | undefined {
  const [, profileId, scope] = /^(\S+) (.+)$/.exec(id) ?? [];
  return profileId === undefined || scope === undefined ? undefined : { profileId, scope };
}

/** The scope list that these scopes are, each once, in their order. */
export function toScopeList(scopes: readonly string[]): string {
  return [...new Set(parseScopeItems(scopes.join(' ')).map(({ text }) => text))].join(' ');
}

/**
 * What changed between two looks at the sessions; undefined where nothing did. A session of an account that is called
 * otherwise now is a new one, since VS Code knows accounts by their label.
 */
export function diffSessions(before: SessionsById, after: SessionsById): SessionsChange | undefined {
  const isOfAccount = (one: AuthenticationSession, other?: AuthenticationSession) =>
    one.account.label === other?.account.label;
  const removed = [...before.values()].filter(session => !isOfAccount(session, after.get(session.id)));
  const added = [...after.values()].filter(session => !isOfAccount(session, before.get(session.id)));
  if (removed.length === 0 && added.length === 0 && [...after.values()].every(isSame)) return undefined;
  // VS Code's menu drops an account with the first session that goes: the ones that stay have to be told again.
  const losing = new Set(removed.map(({ account }) => account.id));
  const changed = [...after.values()].filter(
    session => !added.includes(session) && (losing.has(session.account.id) || !isSame(session)),
  );
  return { added, removed, changed };

  function isSame(session: AuthenticationSession): boolean {
    return before.get(session.id)?.accessToken === session.accessToken;
  }
}
