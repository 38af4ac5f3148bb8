import { revokeToken } from '../../api/revocation';
import type { Send } from '../../api/transport';
import { parseJson } from '../../core/json';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { showInformation } from '../../ui/notifications';
import { withoutCancel } from '../../ui/progress';
import { isSameClient } from '../../vault/client';
import { type KnownToken, knownInThisWindow, type ValueRooms } from './knownValues';

/** What a token is revoked with. */
export interface RevocationRooms extends ValueRooms {
  readonly send: Send;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
}

/**
 * Ends that very token at the service, also one that is not kept any more: its value stands in the file. Where it is
 * kept, it is forgotten. Rejects with a `Problem`.
 * @param texts what stands in the file in its place
 */
export async function revokeFound(
  rooms: RevocationRooms,
  token: KnownToken,
  texts: readonly string[],
): Promise<void> {
  const { profiles, keeper, send, mask } = rooms;
  const asked = profiles.all.find(({ id }) => id === token.profileId);
  if (!asked) throw outOfDate();
  const { profile, clientSecret } = await profiles.withSecret(asked);
  // Nobody but who issued it may see it.
  if (!isSameClient(profile, token.client)) throw ofAnotherClient(profile);
  const kept = await keeper.all(profile);
  const value = valueOf(token, [...kept.map(each => each.value), ...texts]);
  if (value === undefined) throw outOfDate();
  mask(value);
  mask(clientSecret);
  const client = { clientId: profile.clientId, clientSecret };
  // Without Cancel: what the service was asked for can not be taken back.
  await withoutCancel(t('Revoking the access token of “{0}”…', profile.name), () =>
    revokeToken(send, profile, client, value),
  );
  keeper.tellRevoked(value);
  // Not by its scope alone: a newer one may have its place by now.
  const place = (await keeper.all(profile)).find(each => each.value === value);
  if (place) await keeper.forget(profile, place.requestedScope);
  await showInformation(
    t('Revoked: the access token of “{0}” in the file does not work any more.', profile.name),
  );
}

/** The value as it was issued, of texts that it may be written in. */
function valueOf(token: KnownToken, texts: readonly string[]): string | undefined {
  const read = texts.flatMap(text => [text, percentDecoded(text), parseJson(`"${text}"`)]);
  const known = knownInThisWindow();
  return read.find((text): text is string => typeof text === 'string' && known.isValue(text, token));
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** What a fix was offered for is not there any more. */
export function outOfDate(): Problem {
  return new Problem(
    'internal',
    t('Meanwhile the value has ended, or does not stand there any more.'),
    t('There is nothing left to do.'),
  );
}

function ofAnotherClient({ name }: Profile): Problem {
  return new Problem(
    'internal',
    t('The profile “{0}” is for another client by now, which can not revoke the token.', name),
    t('Replace the token by a reference.'),
  );
}
