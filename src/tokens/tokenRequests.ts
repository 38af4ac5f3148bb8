import type { IssuedToken } from '../api/token/tokenEndpoint';
import type { ClientCredentials } from '../core/common/basicAuth';
import { InFlight } from '../core/common/inFlight';
import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { canonicalScope } from '../core/scopes/scope';
import type { AccessToken } from '../core/tokens/accessToken';
import type { ProfileStore } from '../storage/profileStore';
import type { TokenStore } from '../storage/tokenStore';

/** Requests a token of the service. Rejects with a `Problem`. */
export type IssueToken = (
  profile: Profile,
  client: ClientCredentials,
  scope: string,
  signal: AbortSignal,
) => Promise<IssuedToken>;

/** A token, and its profile as it was when the token was issued or read. */
export type OwnedToken = Readonly<{ token: AccessToken; profile: Profile }>;

interface TokenRequestsDeps {
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  readonly issue: IssueToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
  /** Told when a request began, and when a caller has its answer. */
  readonly onDidChange: () => void;
  /** Takes up a token that is kept, before any caller has it. */
  readonly onIssued: (issued: OwnedToken) => Promise<void>;
}

/** The requests for tokens: one at a time for a profile and scope, and none that was forgotten meanwhile is kept. */
export class TokenRequests {
  readonly #inFlight = new InFlight<OwnedToken>();
  /** The keys of requests under way that nobody waits for but a renewal. */
  readonly #backgroundKeys = new Set<string>();
  /** Counts what makes an answer under way unwanted: forgetting. By profile id, and by profile id and scope. */
  readonly #forgotten = new Map<string, number>();

  constructor(private readonly deps: TokenRequestsDeps) {}

  /** Whether a request for that profile (its id) is under way that somebody waits for. */
  isRequesting(profileId: string): boolean {
    return this.#inFlight.keys.some(key => key.startsWith(`${profileId} `) && !this.#backgroundKeys.has(key));
  }

  /** What is under way for that scope, or for the profile, is wanted no more. */
  forget(profile: Profile, scope?: string): void {
    const key = scope === undefined ? profile.id : keyOf(profile, scope);
    this.#forgotten.set(key, (this.#forgotten.get(key) ?? 0) + 1);
  }

  /**
   * Requests a token with exactly this scope and keeps it; a renewal only in the place of one. A caller's `signal`
   * takes only this caller out. Rejects with a `Problem`.
   */
  async request(
    profile: Profile,
    scope: string,
    isRenewal: boolean,
    signal?: AbortSignal,
  ): Promise<OwnedToken> {
    // What began before it was forgotten, or with values of before, is no answer for who asks now.
    const generation = this.#forgetCount(profile, scope) + this.deps.profiles.clientVersion(profile);
    const key = `${keyOf(profile, scope)} ${generation}`;
    try {
      if (!isRenewal) this.#backgroundKeys.delete(key);
      else if (!this.#inFlight.keys.includes(key)) this.#backgroundKeys.add(key);
      const start = (running: AbortSignal) => this.#issue(profile, scope, running, isRenewal);
      const result = this.#inFlight.run(key, start, signal);
      this.deps.onDidChange();
      return await result;
    } catch (error) {
      if (signal?.aborted === true && !isProblem(error)) throw new Problem('cancelled', t('Cancelled.'));
      throw error;
    } finally {
      if (!this.#inFlight.keys.includes(key)) this.#backgroundKeys.delete(key);
      this.deps.onDidChange();
    }
  }

  async #issue(asked: Profile, scope: string, signal: AbortSignal, isRenewal: boolean): Promise<OwnedToken> {
    const forgotten = this.#forgetCount(asked, scope);
    const { profile, clientSecret } = await this.deps.profiles.readWithSecret(asked);
    this.deps.mask(clientSecret);
    const client = { clientId: profile.clientId, clientSecret };
    // The life is counted from before the request: ours may end a little early, never late.
    const issuedAt = this.deps.now();
    const issued = await this.deps.issue(profile, client, scope, signal);
    this.deps.mask(issued.accessToken);
    const token: AccessToken = {
      profileId: profile.id,
      requestedScope: scope,
      grantedScope: issued.scope,
      value: issued.accessToken,
      issuedAt,
      expiresAt: issuedAt + issued.expiresIn * 1000,
    };
    const unwantedProblem = () =>
      new Problem('cancelled', t('The token was forgotten, or its profile changed, meanwhile.'));
    const assertWanted = () => {
      const current = this.deps.profiles.all.find(({ id }) => id === profile.id);
      if (current && isSameClient(current, profile) && forgotten === this.#forgetCount(profile, scope))
        return;
      throw unwantedProblem();
    };
    // An answer may still arrive after everybody has cancelled.
    if (signal.aborted) throw new Problem('cancelled', t('Cancelled.'));
    assertWanted();
    if (!(await this.deps.tokens.put(profile, token, isRenewal))) throw unwantedProblem();
    // Who forgot it meanwhile takes it out of the storage after us.
    assertWanted();
    await this.deps.onIssued({ token, profile });
    return { token, profile };
  }

  #forgetCount(profile: Profile, scope: string): number {
    const keys = [profile.id, keyOf(profile, scope)];
    return keys.reduce((sum, key) => sum + (this.#forgotten.get(key) ?? 0), 0);
  }
}

/** The same for every spelling of a scope list. */
function keyOf(profile: Profile, scope: string): string {
  return `${profile.id} ${canonicalScope(scope)}`;
}
