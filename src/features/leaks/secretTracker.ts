// Remembers, as fingerprints, the secrets that this window has read.
import { createHmac, randomBytes } from 'node:crypto';
import { base64, basicAuthorizations } from '../../core/common/basicAuth';
import { isProblem } from '../../core/common/problem';
import {
  type Fingerprint,
  fingerprintOf,
  type FingerprintKey,
  LeakSearch,
  type SearchedSecret,
} from '../../core/leaks/secretSearch';
import { writtenForms } from '../../core/masking/redaction';
import type { Client } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { isSameScope } from '../../storage/tokens/tokenStore';
import type { TokenService } from '../../tokens/tokenService';

/** A token that this window has read. */
export interface TrackedToken {
  readonly kind: 'token';
  /** A number that reveals nothing. */
  readonly id: string;
  /** The keyed digest of the value. */
  readonly digest: string;
  readonly profileId: string;
  /** The client that the token was issued to. The token is sent only to its origin. */
  readonly client: Client;
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** In ms since 1970. */
  readonly expiresAt: number;
  /**
   * `replaced`: a newer one is stored. `forgotten`: no longer stored. Both still work, unless another window revoked
   * them. `gone`: revoked here, or its profile was removed.
   */
  state: 'kept' | 'replaced' | 'forgotten' | 'gone';
}

/** A client secret. */
export interface TrackedClientSecret {
  readonly kind: 'secret';
  readonly id: string;
  readonly profileId: string;
  /** `gone`: it was replaced, or its profile was removed. */
  state: 'kept' | 'gone';
}

export type TrackedSecret = TrackedToken | TrackedClientSecret;

/** The tracker, and what it reads the secrets from. */
export interface SecretTrackerDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  /** The tracker of this window. */
  readonly tracker: SecretTracker;
}

interface SecretSources {
  readonly profiles: Pick<ProfileStore, 'all' | 'clientVersion' | 'readClientSecret'>;
  readonly tokenService: Pick<TokenService, 'list'>;
}

/**
 * The tokens and client secrets that this window has read, as fingerprints. It does not keep the values, and each window
 * has its own key.
 */
export class SecretTracker {
  readonly #key = newKey();
  /** By the digest of each form. */
  readonly #tracked = new Map<
    string,
    { readonly fingerprint: Fingerprint; readonly secret: TrackedSecret }
  >();
  /** The version of the client whose secret was read, by profile id: see `ProfileStore.clientVersion`. */
  readonly #readVersions = new Map<string, number>();
  #ids = 0;

  /**
   * Reads the tokens and secrets of all profiles; a client secret only if it may have changed. Rejects with a `Problem` of
   * kind `storage`.
   */
  async read(sources: SecretSources): Promise<void> {
    const { profiles, tokenService } = sources;
    const { all } = profiles;
    const kept = this.filter(({ kind, state }) => kind === 'secret' && state === 'kept');
    const isRead = new Set<string>();
    const ids = new Set(all.map(({ id }) => id));
    for (const secret of this.filter(({ profileId }) => !ids.has(profileId))) secret.state = 'gone';
    for (const profile of all) {
      this.#trackTokens(profile, await tokenService.list(profile));
      const version = profiles.clientVersion(profile);
      if (this.#readVersions.get(profile.id) === version) continue;
      isRead.add(profile.id);
      const clientSecret = await secretOf(profiles, profile);
      this.#trackClientSecret(profile, clientSecret);
      if (clientSecret !== undefined) this.#readVersions.set(profile.id, version);
    }
    if (kept.every(({ state }) => state === 'kept')) return;
    // Another profile may have one of those that are gone now.
    for (const id of [...this.#readVersions.keys()].filter(each => !isRead.has(each)))
      this.#readVersions.delete(id);
    await this.read(sources);
  }

  /** Whether a text is the value of a token. */
  isValue(text: string, secret: TrackedToken): boolean {
    return this.#key.digest(text) === secret.digest;
  }

  markRevoked(value: string): void {
    const secret = this.#tracked.get(this.#key.digest(value))?.secret;
    if (secret?.kind === 'token') secret.state = 'gone';
  }

  /** Reads again, then finds a secret by its id. Rejects as `read`. */
  async find(sources: SecretSources, id: string): Promise<TrackedSecret | undefined> {
    await this.read(sources);
    return this.filter(each => each.id === id)[0];
  }

  filter(predicate: (secret: TrackedSecret) => boolean): TrackedSecret[] {
    return [...new Set([...this.#tracked.values()].map(({ secret }) => secret))].filter(predicate);
  }

  /** A search for the secrets that match. */
  search(predicate: (secret: TrackedSecret) => boolean): LeakSearch<TrackedSecret> {
    const searched: SearchedSecret<TrackedSecret>[] = [...this.#tracked.values()].filter(({ secret }) =>
      predicate(secret),
    );
    return new LeakSearch(this.#key, searched);
  }

  #trackTokens(profile: Profile, tokens: readonly AccessToken[]): void {
    const kept = new Set<TrackedSecret>();
    for (const { value, requestedScope, grantedScope, expiresAt } of tokens) {
      const secret = this.#track(profile, writtenForms(value), id => ({
        ...{ kind: 'token', id, profileId: profile.id, requestedScope, grantedScope, expiresAt },
        client: { origin: profile.origin, customerId: profile.customerId, clientId: profile.clientId },
        digest: this.#key.digest(value),
        state: 'kept',
      }));
      // A revoked token is still stored for a short time.
      if (secret?.kind !== 'token' || secret.state === 'gone') continue;
      secret.state = 'kept';
      kept.add(secret);
    }
    for (const secret of this.filter(({ profileId }) => profileId === profile.id)) {
      if (secret.kind !== 'token' || kept.has(secret) || secret.state === 'gone') continue;
      const isReplaced = tokens.some(token => isSameScope(token, secret.requestedScope));
      secret.state = isReplaced ? 'replaced' : 'forgotten';
    }
  }

  #trackClientSecret(profile: Profile, clientSecret: string | undefined): void {
    for (const secret of this.filter(({ profileId }) => profileId === profile.id)) {
      if (secret.kind === 'secret') secret.state = 'gone';
    }
    if (clientSecret === undefined) return;
    const client = { clientId: profile.clientId, clientSecret };
    const basic = basicAuthorizations(client).map(value => value.replace('Basic ', ''));
    // As in the `data` of a Kubernetes Secret; `echo … | base64` encodes a line break too.
    const encoded = [clientSecret, `${clientSecret}\n`].map(base64);
    const secret = this.#track(profile, [...writtenForms(clientSecret), ...basic, ...encoded], id => ({
      kind: 'secret',
      id,
      profileId: profile.id,
      state: 'kept',
    }));
    if (secret?.kind === 'secret') secret.state = 'kept';
  }

  /** Adds a secret unless one of its forms is known. Undefined if all forms are too short. */
  #track(
    { id }: Profile,
    forms: readonly string[],
    create: (id: string) => TrackedSecret,
  ): TrackedSecret | undefined {
    const fingerprints = forms.flatMap(form => fingerprintOf(this.#key, form) ?? []);
    if (fingerprints.length === 0) return undefined;
    const before = fingerprints.flatMap(({ digest }) => this.#tracked.get(digest)?.secret ?? [])[0];
    // Two profiles may share a client.
    if (before && (before.profileId === id || before.state !== 'gone')) return before;
    const secret = create(String(++this.#ids));
    for (const fingerprint of fingerprints) this.#tracked.set(fingerprint.digest, { fingerprint, secret });
    return secret;
  }
}

/** Matches client secrets, and tokens that are live at `now` (ms since 1970). */
export function isActiveAt(now: number): (secret: TrackedSecret) => boolean {
  return secret => secret.state !== 'gone' && (secret.kind === 'secret' || secret.expiresAt > now);
}

/** Undefined if the secret is missing: that is reported when the secret is needed. */
async function secretOf(profiles: SecretSources['profiles'], profile: Profile): Promise<string | undefined> {
  return profiles.readClientSecret(profile).catch((error: unknown) => {
    if (isProblem(error)) return undefined;
    throw error;
  });
}

function newKey(): FingerprintKey {
  const key = randomBytes(32);
  return {
    base: randomBytes(4).readUInt32LE() | 1,
    digest: text => createHmac('sha256', key).update(text).digest('base64'),
  };
}
