import { validateScope } from '../../core/scopes/validateScope';
import type { TokenDeps } from './deps';
import { readLiveTokens } from './liveTokens';
import { acquireChosenToken } from './tokenAcquisition';

/**
 * What a quick fix or a menu does for a person (its arguments come through VS Code): makes a token of the active profile, or of the one named, the active
 * one, the live token that covers the scope where `usesLive`, otherwise, or where none does any more, a new one with
 * exactly this scope. Rejects with a `Problem`.
 */
export async function acquireToken(
  deps: TokenDeps,
  scope: unknown,
  usesLive: unknown,
  profileName: unknown,
): Promise<void> {
  if (typeof scope !== 'string') return;
  const profile = deps.profiles.get(typeof profileName === 'string' ? profileName : undefined);
  const live = usesLive === true ? await readLiveTokens(deps, profile) : undefined;
  await acquireChosenToken(deps, profile, { scope: validateScope(scope), token: live?.covering(scope) });
}
