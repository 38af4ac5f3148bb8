import type { Send } from '../../api/http';
import { revokeToken } from '../../api/token/revocation';
import { parseJson } from '../../core/common/json';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { showInformation } from '../../ui/notifications';
import { withUncancellableProgress } from '../../ui/progress';
import type { SecretTracker, SecretTrackerDeps, TrackedToken } from './secretTracker';

/** What a token is revoked with. */
export interface LeakRevocationDeps extends SecretTrackerDeps {
  readonly send: Send;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
}

/**
 * Ends that very token at the service, also one that is not kept any more: its value stands in the file. Where it is
 * kept, it is forgotten. Rejects with a `Problem`.
 * @param texts what stands in the file in its place
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
  // Nobody but who issued it may see it.
  if (!isSameClient(profile, token.client)) throw otherClientProblem(profile);
  const kept = await tokenService.list(profile);
  const value = valueOf(tracker, token, [...kept.map(each => each.value), ...texts]);
  if (value === undefined) throw outOfDateProblem();
  mask(value);
  mask(clientSecret);
  const client = { clientId: profile.clientId, clientSecret };
  // Without Cancel: what the service was asked for can not be taken back.
  await withUncancellableProgress(t('Revoking the access token of “{0}”…', profile.name), () =>
    revokeToken(send, profile, client, value),
  );
  tokenService.notifyRevoked(value);
  // Not by its scope alone: a newer one may have its place by now.
  const place = (await tokenService.list(profile)).find(each => each.value === value);
  if (place) await tokenService.forget(profile, place.requestedScope);
  await showInformation(t('Revoked: the access token of “{0}” in the file no longer works.', profile.name));
}

/** The value as it was issued, of texts that it may be written in. */
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

/** What a fix was offered for is not there any more. */
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
    t('Replace the token by a reference.'),
  );
}
