// Decides which token httpYac may send with a request.
import type { Profile } from '../../../core/profile/profile';
import { matchProfiles, configPath, sentTarget } from '../../../core/requestAnalysis/matchProfiles';
import { neededScope } from '../../../core/requestAnalysis/neededScopes';
import type { RequestTarget } from '../../../core/requestAnalysis/readTarget';
import { type AccessToken, isLive, outlivesRequest } from '../../../core/tokens/accessToken';
import { chooseToken } from '../../../core/tokens/coveringToken';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import type { TokenService } from '../../../tokens/tokenService';
import type { OutgoingRequest } from './httpyacRequest';

interface TokensToSendDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
  /** Whether tokens are shared with other extensions. */
  readonly isShared: () => boolean;
  /** Whether a token is renewed without a question. */
  readonly mayRenew: () => boolean;
}

/** The tokens that may be sent with a request. */
export interface SentTokens {
  /** The token for the request; undefined if it gets none. */
  readonly token: string | undefined;
  /** The live tokens of the target, including `token`. */
  readonly own: readonly string[];
  /** The live tokens of other targets. */
  readonly forbidden: readonly string[];
  /** Why the request gets no token, if that is because of its target. */
  readonly refusal: { readonly host: string | undefined; readonly reason: string | undefined } | undefined;
}

/**
 * The token for a request that is sent now, of the profile with its origin and customer, the active profile first. The
 * active token if it allows the request, otherwise another live one that does. Renews it first if it has expired or is
 * about to. None if tokens are not shared, or if it is not certain that the request goes to a profile. Never rejects.
 */
export async function tokensToSend(deps: TokensToSendDeps, sent: OutgoingRequest): Promise<SentTokens> {
  const { profiles, tokenService } = deps;
  const target = sentTarget(sent);
  await tokenService.whenSettled();
  const live: readonly TokensOf[] = await Promise.all(
    profiles.all.map(async profile => ({ profile, tokens: await tokenService.tryListLive(profile) })),
  );
  // The profiles as they were when their tokens were read: one of them may be edited meanwhile.
  const where = matchProfiles(
    target,
    live.map(({ profile }) => profile),
  );
  const fitting = where.kind === 'yes' ? where.profiles : [];
  const valuesOf = (isFor: boolean) =>
    live
      .filter(({ profile }) => fitting.some(({ id }) => id === profile.id) === isFor)
      .flatMap(({ tokens }) => tokens.map(({ value }) => value));
  const forbidden = valuesOf(false);
  if (where.kind !== 'yes') {
    const known = target.host?.kind === 'origin' ? target.host.origin : undefined;
    const host = where.kind === 'no' ? where.host : known;
    const reason = where.kind === 'unknown' ? where.reason : undefined;
    return { token: undefined, own: [], forbidden, refusal: { host, reason } };
  }
  const active = fitting.find(({ id }) => id === profiles.active?.id);
  const asked = live.filter(({ profile }) =>
    active ? profile.id === active.id : fitting.some(({ id }) => id === profile.id),
  );
  const chosen = deps.isShared() ? chosenOf(deps, asked, scopeOf(sent, target, asked), active) : undefined;
  const token = chosen && (await readyToSend(deps, chosen));
  // A renewed token is not among those that were live before.
  const own = [...new Set([...valuesOf(true), ...(token === undefined ? [] : [token])])];
  return { token, own, forbidden, refusal: undefined };
}

interface TokensOf {
  readonly profile: Profile;
  readonly tokens: readonly AccessToken[];
}

interface Chosen {
  readonly profile: Profile;
  readonly token: AccessToken;
}

/** The narrowest scope that allows the request; undefined if it is not a request to the configuration. */
function scopeOf(
  { method }: OutgoingRequest,
  target: RequestTarget,
  asked: readonly TokensOf[],
): string | undefined {
  const [first] = asked;
  const path = first && configPath(target, first.profile);
  return path === undefined ? undefined : neededScope({ method, path });
}

function chosenOf(
  { tokenService, now }: TokensToSendDeps,
  asked: readonly TokensOf[],
  scope: string | undefined,
  active: Profile | undefined,
): Chosen | undefined {
  const { token: shown, profile: owner } = tokenService.status;
  const current = active && owner?.id === active.id ? shown : undefined;
  // If no token covers the scope, the answer of the service says what is missing.
  for (const each of [scope, undefined]) {
    for (const { profile, tokens } of asked) {
      const token = chooseToken(each, profile.id === active?.id ? current : undefined, tokens, now());
      if (token) return { profile, token };
    }
  }
  return undefined;
}

async function readyToSend(
  { tokenService, now, warn, mayRenew }: TokensToSendDeps,
  { profile, token }: Chosen,
): Promise<string | undefined> {
  tokenService.usage.record(profile, token);
  const sent =
    outlivesRequest(token, now()) || !mayRenew()
      ? token
      : await tokenService.renew(profile, token).catch((error: unknown) => {
          warn('The token for httpYac could not be renewed', error);
          return token;
        });
  return isLive(sent, now()) ? sent.value : undefined;
}
