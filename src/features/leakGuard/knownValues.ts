import { createHmac, randomBytes } from 'node:crypto';
import type { AccessToken } from '../../core/accessToken';
import { basicAuthorizations } from '../../core/basicAuthorization';
import {
  type Fingerprint,
  fingerprintOf,
  type LeakKey,
  LeakSearch,
  type Sought,
} from '../../core/leakSearch';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { writtenForms } from '../../core/redaction';
import type { Client } from '../../vault/client';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { isSameScope } from '../../vault/tokenStore';

/** A token that was seen in this window. */
export interface KnownToken {
  readonly kind: 'token';
  /** Tells it from the others, and gives nothing away. */
  readonly id: string;
  /** The keyed one of the value as it was issued. */
  readonly digest: string;
  readonly profileId: string;
  /** Whose it is, and may be sent to. */
  readonly client: Client;
  readonly requestedScope: string;
  readonly grantedScope: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /**
   * `replaced`: a newer one has its place. `forgotten`: not kept any more; both work on at the service, unless another
   * window has revoked them. `gone`: revoked here, or its profile was removed.
   */
  state: 'kept' | 'replaced' | 'forgotten' | 'gone';
}

/** A client secret. */
export interface KnownSecret {
  readonly kind: 'secret';
  readonly id: string;
  readonly profileId: string;
  /** Whether another one has its place, or its profile was removed. */
  isGone: boolean;
}

export type Known = KnownToken | KnownSecret;

/** Where the values come from. */
export interface ValueRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
}

/** What of them is read. */
interface ValueSources {
  readonly profiles: Pick<ProfileStore, 'all' | 'clientSecret'>;
  readonly keeper: Pick<TokenKeeper, 'all'>;
}

/**
 * The tokens and client secrets that this window has seen, as keyed fingerprints: the values themselves are not kept
 * here. The key is of this window alone.
 */
export class KnownValues {
  readonly #key = newKey();
  /** By the digest of a form they are written in. */
  readonly #known = new Map<string, { readonly fingerprint: Fingerprint; readonly about: Known }>();
  #ids = 0;

  /** Reads what is kept for all profiles. Rejects with a `Problem` of kind `storage`. */
  async read({ profiles, keeper }: ValueSources): Promise<void> {
    const { all } = profiles;
    const ids = new Set(all.map(({ id }) => id));
    for (const about of this.filter(({ profileId }) => !ids.has(profileId))) leave(about);
    for (const profile of all) {
      this.#noteTokens(profile, await keeper.all(profile));
      this.#noteSecret(profile, await secretOf(profiles, profile));
    }
  }

  /** Whether a text is that very value, as it is issued. */
  isValue(text: string, about: KnownToken): boolean {
    return this.#key.digest(text) === about.digest;
  }

  /** A token with this value works no more. */
  noteRevoked(value: string): void {
    const about = this.#known.get(this.#key.digest(value))?.about;
    if (about?.kind === 'token') about.state = 'gone';
  }

  /** What is known of a value by its id, after a look at what is kept now. Rejects as `read`. */
  async fresh(sources: ValueSources, id: string): Promise<Known | undefined> {
    await this.read(sources);
    return this.filter(each => each.id === id)[0];
  }

  /** The known values that are so. */
  filter(isSo: (about: Known) => boolean): Known[] {
    return [...new Set([...this.#known.values()].map(({ about }) => about))].filter(isSo);
  }

  /** A search for the known values that are so. */
  search(isSought: (about: Known) => boolean): LeakSearch<Known> {
    const sought: Sought<Known>[] = [...this.#known.values()].filter(({ about }) => isSought(about));
    return new LeakSearch(this.#key, sought);
  }

  #noteTokens(profile: Profile, tokens: readonly AccessToken[]): void {
    const kept = new Set<Known>();
    for (const { value, requestedScope, grantedScope, expiresAt } of tokens) {
      const about = this.#note(profile, writtenForms(value), id => ({
        ...{ kind: 'token', id, profileId: profile.id, requestedScope, grantedScope, expiresAt },
        client: { origin: profile.origin, customerId: profile.customerId, clientId: profile.clientId },
        digest: this.#key.digest(value),
        state: 'kept',
      }));
      // One that was revoked is kept for a moment yet.
      if (about?.kind !== 'token' || about.state === 'gone') continue;
      about.state = 'kept';
      kept.add(about);
    }
    for (const about of this.filter(({ profileId }) => profileId === profile.id)) {
      if (about.kind !== 'token' || kept.has(about) || about.state === 'gone') continue;
      const isReplaced = tokens.some(token => isSameScope(token, about.requestedScope));
      about.state = isReplaced ? 'replaced' : 'forgotten';
    }
  }

  #noteSecret(profile: Profile, clientSecret: string | undefined): void {
    for (const about of this.filter(({ profileId }) => profileId === profile.id)) {
      if (about.kind === 'secret') about.isGone = true;
    }
    if (clientSecret === undefined) return;
    const client = { clientId: profile.clientId, clientSecret };
    const basic = basicAuthorizations(client).map(value => value.replace('Basic ', ''));
    const about = this.#note(profile, [...writtenForms(clientSecret), ...basic], id => ({
      kind: 'secret',
      id,
      profileId: profile.id,
      isGone: false,
    }));
    if (about?.kind === 'secret') about.isGone = false;
  }

  /** What is known of a value in these forms; noted, where it is new. Undefined where all are too short. */
  #note({ id }: Profile, forms: readonly string[], newAbout: (id: string) => Known): Known | undefined {
    const fingerprints = forms.flatMap(form => fingerprintOf(this.#key, form) ?? []);
    if (fingerprints.length === 0) return undefined;
    const before = fingerprints.flatMap(({ digest }) => this.#known.get(digest)?.about ?? [])[0];
    // Two profiles may have one and the same client.
    if (before && (before.profileId === id || !isGone(before))) return before;
    const about = newAbout(String(++this.#ids));
    for (const fingerprint of fingerprints) this.#known.set(fingerprint.digest, { fingerprint, about });
    return about;
  }
}

let inThisWindow: KnownValues | undefined;

/** Those that all parts of the guard share. */
export function knownInThisWindow(): KnownValues {
  return (inThisWindow ??= new KnownValues());
}

/** The values that are to be found in files: secrets, and tokens that work at `now` (ms since 1970). */
export function isSoughtAt(now: number): (about: Known) => boolean {
  return about => !isGone(about) && (about.kind === 'secret' || about.expiresAt > now);
}

function isGone(about: Known): boolean {
  return about.kind === 'secret' ? about.isGone : about.state === 'gone';
}

function leave(about: Known): void {
  if (about.kind === 'token') about.state = 'gone';
  else about.isGone = true;
}

/** A profile without its secret is told of elsewhere, when the secret is needed. */
async function secretOf(profiles: ValueSources['profiles'], profile: Profile): Promise<string | undefined> {
  return profiles.clientSecret(profile).catch((error: unknown) => {
    if (isProblem(error)) return undefined;
    throw error;
  });
}

function newKey(): LeakKey {
  const key = randomBytes(32);
  return {
    base: randomBytes(4).readUInt32LE() | 1,
    digest: text => createHmac('sha256', key).update(text).digest('base64'),
  };
}
