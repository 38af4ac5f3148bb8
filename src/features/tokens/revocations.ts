// Revokes tokens at the service, then forgets them.
import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { isSameScope } from '../../storage/tokens/tokenStore';
import type { TokenService } from '../../tokens/tokenService';

/** How often to revoke tokens that were issued meanwhile. More means that something requests them in a loop. */
const maxRounds = 5;

interface RevocationDeps {
  readonly tokenService: Pick<TokenService, 'find' | 'listLive' | 'forget'>;
  /** Revokes one token at the service. Rejects with a `Problem` unless the service has confirmed it. */
  readonly revoke: (token: AccessToken) => Promise<void>;
  /** Logs a failure that stops nothing. */
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * Revokes the live token with this scope, or all of the profile, then forgets them with the expired and requested ones.
 * A token that a renewal issues meanwhile is revoked too, because nobody could revoke it once it is forgotten. Rejects
 * with a `Problem` that names the tokens that could not be revoked, which are kept, or with `noToken`.
 */
export async function revokeAndForget(
  deps: RevocationDeps,
  profile: Profile,
  scope: string | undefined,
): Promise<void> {
  await deps.tokenService.find(profile, scope);
  const revoked = new Set<string>();
  try {
    await revokeAll(deps, profile, scope, revoked);
  } catch (error) {
    await forgetRevoked(deps, profile, revoked).catch((failure: unknown) => {
      deps.warn('The revoked tokens could not be forgotten', failure);
    });
    throw error;
  }
  await deps.tokenService.forget(profile, scope);
}

async function revokeAll(
  { tokenService, revoke }: RevocationDeps,
  profile: Profile,
  scope: string | undefined,
  revoked: Set<string>,
): Promise<void> {
  for (let round = 0; ; round++) {
    const left = (await tokenService.listLive(profile)).filter(
      token => !revoked.has(token.value) && (scope === undefined || isSameScope(token, scope)),
    );
    if (left.length === 0) return;
    if (round === maxRounds) throw notRevoked(stillNew(), profile, left, revoked.size);
    for (const [index, token] of left.entries()) {
      try {
        await revoke(token);
      } catch (error) {
        throw isProblem(error) ? notRevoked(error, profile, left.slice(index), revoked.size) : error;
      }
      revoked.add(token.value);
    }
  }
}

/** A revoked token that was replaced meanwhile is no longer stored. Its replacement is live and stays. */
async function forgetRevoked(
  { tokenService }: RevocationDeps,
  profile: Profile,
  revoked: ReadonlySet<string>,
): Promise<void> {
  for (const { value, requestedScope } of await tokenService.listLive(profile)) {
    if (revoked.has(value)) await tokenService.forget(profile, requestedScope);
  }
}

function stillNew(): Problem {
  return new Problem(
    'internal',
    t('New tokens were requested while these were revoked.'),
    t('Find out what requests them, then try again.'),
  );
}

/** The problem when some tokens could not be revoked. */
function notRevoked(
  cause: Problem,
  { name }: Profile,
  left: readonly AccessToken[],
  revoked: number,
): Problem {
  if (cause.kind === 'cancelled') return cause;
  const total = revoked + left.length;
  const message =
    total === 1
      ? t('The access token of “{0}” was not revoked. {1}', name, cause.message)
      : t(
          '{0} of {1} access tokens of “{2}” were revoked, but not those for {3}. {4}',
          revoked,
          total,
          name,
          left.map(({ requestedScope }) => plainText(requestedScope)).join('; '),
          cause.message,
        );
  // After the first revocation, “Nothing was changed” is no longer true.
  const nextStep = cause.kind === 'server' ? t('Try again later.') : cause.nextStep;
  return new Problem(cause.kind, message, nextStep, cause.detail);
}
