// Revokes a token that was found in a file.
import type { Send } from '../../api/http';
import { revokeToken } from '../../api/token/revocation';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { showInformation } from '../../ui/notifications';
import { withUncancellableProgress } from '../../ui/progress';
import type { SecretTracker, SecretTrackerDeps, TrackedToken } from './secretTracker';

export interface LeakRevocationDeps extends SecretTrackerDeps {
  readonly send: Send;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
}

/**
 * Revokes a token that was found in a file, and forgets it. Its value is read from the file if it is no longer kept.
 * Rejects with a `Problem`.
 * @param texts the forms of the token in the file
 */
export async function revokeLeakedToken(
  deps: LeakRevocationDeps,
  token: TrackedToken,
  texts: readonly string[],
): Promise<void> {
  const { profiles, tokenService, tracker, send, mask } = deps;
  const asked = profiles.all.find(({ id }) => id === token.profileId);
  if (!asked) throw outOfDateProblem();
  const { profile, clientSecret } = await profiles.readWithSecret(asked);
  // Only its issuer may see it.
  if (!isSameClient(profile, token.client)) throw otherClientProblem(profile);
  const kept = await tokenService.list(profile);
  const value = valueOf(tracker, token, [...kept.map(each => each.value), ...texts]);
  if (value === undefined) throw outOfDateProblem();
  mask(value);
  const client = { clientId: profile.clientId, clientSecret };
  // Without Cancel: a revocation cannot be undone.
  await withUncancellableProgress(t('Revoking the access token of “{0}”…', profile.name), () =>
    revokeToken(send, profile, client, value),
  );
  tokenService.notifyRevoked(value);
  // Look for the value: a newer token may be stored for this scope.
  const place = (await tokenService.list(profile)).find(each => each.value === value);
  if (place) await tokenService.forget(profile, place.requestedScope);
  await showInformation(t('Revoked: the access token of “{0}” in the file no longer works.', profile.name));
}

/** The token's value, decoded from the forms it may be written in. */
function valueOf(tracker: SecretTracker, token: TrackedToken, texts: readonly string[]): string | undefined {
  const read = texts.flatMap(text => [text, percentDecoded(text), parseJson(`"${text}"`)]);
  return read.find((text): text is string => typeof text === 'string' && tracker.isValue(text, token));
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

export function outOfDateProblem(): Problem {
  return new Problem(
    'internal',
    t('The value has expired or is no longer in the file.'),
    t('There is nothing left to do.'),
  );
}

function otherClientProblem({ name }: Profile): Problem {
  return new Problem(
    'internal',
    t('The profile “{0}” now belongs to another client, which cannot revoke the token.', name),
    t('Replace the token with a reference.'),
  );
}
