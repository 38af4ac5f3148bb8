import { type Disposable, type Event, Emitter } from '../core/common/event';
import { Queue } from '../core/common/queue';
import { isSameClient } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { canonicalScope } from '../core/scopes/scope';
import type { AccessToken } from '../core/tokens/accessToken';
import { accessStorage } from './storageAccess';
import { type Secrets } from './storageAccess';
import {
  applyTokenChange,
  formatRecord,
  hasScope,
  parseRecord,
  reflectsChange,
  type TokenChange,
  type TokenRecord,
} from './tokenRecord';

const keyPrefix = 'hostedLogin.tokens.';
const keyOf = (profileId: string) => `${keyPrefix}${profileId}`;

/** How long a window remembers its changes, in ms: far longer than another one takes from reading to writing. */
const changeRetention = 10_000;

/**
 * The tokens, in SecretStorage alone, one record a profile. Rejects with a `Problem` of kind `storage`.
 *
 * SecretStorage has no lock, so that two windows may write the same record at once, and one of them what it had read
 * before the other's change. Every window therefore remembers for a while what it did, and does it again where a
 * record comes without it.
 */
export class TokenStore {
  readonly #queue = new Queue();
  readonly #changed = new Emitter<string>();
  readonly #secretChanges: Disposable;
  /** What this window did lately, in turn, by profile id. */
  readonly #recentChanges = new Map<string, readonly (TokenChange & { readonly until: number })[]>();

  /** The tokens of a profile (its id) changed, in this window or another. */
  readonly onDidChange: Event<string> = this.#changed.event;

  /** `now`: ms since 1970. */
  constructor(
    private readonly secrets: Secrets,
    private readonly now: () => number,
  ) {
    this.#secretChanges = secrets.onDidChange(({ key }) => {
      if (!key.startsWith(keyPrefix)) return;
      const id = key.slice(keyPrefix.length);
      if (this.#recentChanges.has(id)) void this.#queue.run(() => this.#repair(id)).catch(() => undefined);
      this.#changed.fire(id);
    });
  }

  /** The tokens that a profile's client has, the one asked for last first; expired ones among them. */
  async read(profile: Profile): Promise<readonly AccessToken[]> {
    const { tokens } = await this.#readRecord(profile);
    return tokens
      .filter(token => isSameClient(token, profile))
      .map(({ origin: _origin, customerId: _customerId, clientId: _clientId, ...token }) => ({
        profileId: profile.id,
        ...token,
      }));
  }

  /**
   * Keeps a token of this profile's client as the last asked for; it takes the place of the one with the same scope,
   * and of those of another client. Resolves with whether it is kept: `onlyInPlace` keeps it only where there is one
   * with the same scope, which is not so where another window forgot that meanwhile.
   */
  put(profile: Profile, { profileId: _, ...token }: AccessToken, onlyReplace = false): Promise<boolean> {
    return this.#queue.run(async () => {
      const { id, origin, customerId, clientId } = profile;
      const record = await this.#readRecord(profile);
      const isReplacing = record.tokens.some(
        other => isSameClient(other, profile) && isSameScope(other, token.requestedScope),
      );
      if (onlyReplace && !isReplacing) return false;
      await this.#change(id, record, { kind: 'put', token: { ...token, origin, customerId, clientId } });
      return true;
    });
  }

  /** Forgets the token of that scope, or all tokens of the profile. */
  drop(profile: Profile, scope?: string): Promise<void> {
    return this.#queue.run(async () => {
      const record = await this.#readRecord(profile);
      const canonical = scope === undefined ? undefined : canonicalScope(scope);
      const dropped = record.tokens.filter(token => hasScope(token, canonical));
      if (dropped.length === 0) return;
      const values = new Set(dropped.map(({ value }) => value));
      await this.#change(profile.id, record, { kind: 'drop', scope: canonical, at: this.now(), values });
    });
  }

  /** Leaves nothing of a profile that is gone. */
  remove({ id }: Pick<Profile, 'id'>): Promise<void> {
    return this.#queue.run(async () => {
      this.#recentChanges.delete(id);
      await accessStorage('delete tokens', () => this.secrets.delete(keyOf(id)));
    });
  }

  /** Listens to the storage no more. */
  dispose(): void {
    this.#secretChanges.dispose();
    this.#changed.dispose();
  }

  async #readRecord({ id }: Profile): Promise<TokenRecord> {
    return (await this.#read(id))?.record ?? { tokens: [], tombstones: [] };
  }

  /** The record with what this window did lately, and whether that had to be added; undefined where nothing is kept. */
  async #read(id: string): Promise<{ record: TokenRecord; isRepaired: boolean } | undefined> {
    const text = await accessStorage('read tokens', () => this.secrets.get(keyOf(id)));
    if (text === undefined) return undefined;
    const stored = parseRecord(text);
    const record = this.#readRecentChanges(id).reduce(
      (repaired, change) =>
        reflectsChange(repaired, change) ? repaired : applyTokenChange(repaired, change),
      stored,
    );
    return { record, isRepaired: record !== stored };
  }

  async #repair(id: string): Promise<void> {
    const read = await this.#read(id);
    // A profile that is gone takes all of it along, whichever window removed it.
    if (!read) this.#recentChanges.delete(id);
    else if (read.isRepaired) await this.#write(id, read.record);
  }

  async #change(id: string, record: TokenRecord, change: TokenChange): Promise<void> {
    const before = this.#readRecentChanges(id);
    // Before it is written: a record without it may come as soon as it is.
    this.#recentChanges.set(id, [...before, { ...change, until: this.now() + changeRetention }]);
    try {
      await this.#write(id, applyTokenChange(record, change));
    } catch (error) {
      this.#recentChanges.set(id, before);
      throw error;
    }
  }

  #readRecentChanges(id: string): readonly (TokenChange & { readonly until: number })[] {
    const recent = (this.#recentChanges.get(id) ?? []).filter(({ until }) => this.now() < until);
    if (recent.length === 0) this.#recentChanges.delete(id);
    return recent;
  }

  #write(id: string, record: TokenRecord): Promise<void> {
    return accessStorage('store tokens', () =>
      this.secrets.store(keyOf(id), formatRecord(record, this.now())),
    );
  }
}

/** Whether a token was asked for with this scope, in whatever order. */
export function isSameScope(token: Pick<AccessToken, 'requestedScope'>, scope: string): boolean {
  return hasScope(token, canonicalScope(scope));
}
