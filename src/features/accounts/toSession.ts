import type { AuthenticationProviderAuthenticationSessionsChangeEvent, AuthenticationSession } from 'vscode';
import type { Profile } from '../../core/profile/profile';
import { canonicalScope, missingScopes } from '../../core/scopes/compareScopes';
import { parseScopeItems } from '../../core/scopes/parseScope';
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
 * A token as a session of VS Code. Its ID stays the same after a renewal and contains no secret. Its scopes are the
 * requested ones in their order, without those that were not granted.
 * @param scopes as the other extension named them; left out, as the token was requested
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

/** The profile ID and scope list in the ID of a session; undefined if the ID is not one of ours. */
export function parseSessionId(
  id: string,
): { readonly profileId: string; readonly scope: string } | undefined {
  const [, profileId, scope] = /^(\S+) (.+)$/.exec(id) ?? [];
  return profileId === undefined || scope === undefined ? undefined : { profileId, scope };
}

/** The scope list of these scopes, each once, in their order. */
export function toScopeList(scopes: readonly string[]): string {
  return [...new Set(parseScopeItems(scopes.join(' ')).map(({ text }) => text))].join(' ');
}

/**
 * What changed between two reads of the sessions; undefined if nothing did. If an account was renamed, its sessions are
 * new, because VS Code identifies accounts by their label.
 */
export function diffSessions(before: SessionsById, after: SessionsById): SessionsChange | undefined {
  const isOfAccount = (one: AuthenticationSession, other?: AuthenticationSession) =>
    one.account.label === other?.account.label;
  const removed = [...before.values()].filter(session => !isOfAccount(session, after.get(session.id)));
  const added = [...after.values()].filter(session => !isOfAccount(session, before.get(session.id)));
  if (removed.length === 0 && added.length === 0 && [...after.values()].every(isSame)) return undefined;
  // VS Code's menu drops an account when one of its sessions is removed, so the remaining ones are reported again.
  const losing = new Set(removed.map(({ account }) => account.id));
  const changed = [...after.values()].filter(
    session => !added.includes(session) && (losing.has(session.account.id) || !isSame(session)),
  );
  return { added, removed, changed };

  function isSame(session: AuthenticationSession): boolean {
    return before.get(session.id)?.accessToken === session.accessToken;
  }
}
