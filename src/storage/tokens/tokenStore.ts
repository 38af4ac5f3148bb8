// The tokens in SecretStorage, one record for each profile.
import { Queue } from '../../core/common/async/queue';
import { type Disposable, type Event, Emitter } from '../../core/common/event';
import { isSameClient } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { canonicalScope } from '../../core/scopes/compareScopes';
import type { AccessToken } from '../../core/tokens/accessToken';
import { accessStorage, type Secrets } from '../storageAccess';
import {
  applyTokenChange,
  formatRecord,
  hasScope,
  parseRecord,
  reflectsChange,
  rememberChange,
  type StoredToken,
  type TokenChange,
  type TokenRecord,
  withoutOldTombstones,
} from './tokenRecord';

const keyPrefix = 'hostedLogin.tokens.';
const keyOf = (profileId: string) => `${keyPrefix}${profileId}`;

/** How long a window remembers its changes, in ms: far longer than another one takes to read and write. */
const changeRetention = 10_000;

type RecentChange = TokenChange & {
  /** In ms since 1970. Infinity if the change could not be stored. */
  readonly until: number;
};

/** A record with the recent changes of this window. */
interface LoadedRecord {
  readonly record: TokenRecord;
  /** Whether it is stored at all. */
  readonly isStored: boolean;
  /** Whether a change of this window was missing in what is stored. */
  readonly isRepaired: boolean;
}

/**
 * The tokens, in SecretStorage only, one record for each profile. Rejects with a `storage` problem. Reads a record once,
 * and again after it changed here or in another window.
 *
 * SecretStorage has no lock: two windows may write the same record, one of them without the other's change. Each window
 * therefore remembers its changes for a while, and repeats one that is missing in a record. A token that could not be
 * stored is remembered until it is, or until the window closes.
 */
export class TokenStore {
  readonly #queue = new Queue();
  readonly #changed = new Emitter<string>();
  readonly #secretChanges: Disposable;
  /** The recent changes of this window, in order, by profile id. */
  readonly #recentChanges = new Map<string, readonly RecentChange[]>();
  /** By profile id; dropped by an event of SecretStorage. */
  readonly #records = new Map<string, Promise<LoadedRecord>>();
  /** What this window wrote last, by profile id. It contains all changes of this window. */
  readonly #written = new Map<string, { readonly text: string; readonly record: TokenRecord }>();

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
      this.#records.delete(id);
      if (this.#recentChanges.has(id)) void this.#queue.run(() => this.#repair(id)).catch(() => undefined);
      this.#changed.fire(id);
    });
  }

  /** The tokens of a profile's client, the one requested last first, expired ones too. */
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
   * Stores a token as the one requested last. It replaces the one with the same scope, and those of another client.
   * Resolves with whether it is stored: with `onlyReplace`, only if there is one with the same scope, which another
   * window may have forgotten.
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
    const canonical = scope === undefined ? undefined : canonicalScope(scope);
    return this.#drop(profile, token => hasScope(token, canonical), { scope: canonical, at: this.now() });
  }

  /** Forgets the tokens of a profile that were issued before a time (ms since 1970). */
  dropEarlier(profile: Pick<Profile, 'id'>, at: number): Promise<void> {
    const change = { scope: undefined, at, isOnlyEarlier: true };
    return this.#drop(profile, ({ issuedAt }) => issuedAt < at, change);
  }

  #drop(
    profile: Pick<Profile, 'id'>,
    isDropped: (token: StoredToken) => boolean,
    change: { readonly scope: string | undefined; readonly at: number; readonly isOnlyEarlier?: boolean },
  ): Promise<void> {
    return this.#queue.run(async () => {
      const record = await this.#readRecord(profile);
      const dropped = record.tokens.filter(isDropped);
      if (dropped.length === 0) return;
      const values = new Set(dropped.map(({ value }) => value));
      await this.#change(profile.id, record, { kind: 'drop', ...change, values });
    });
  }

  /** Removes the record of a removed profile. */
  remove({ id }: Pick<Profile, 'id'>): Promise<void> {
    return this.#queue.run(async () => {
      this.#recentChanges.delete(id);
      this.#written.delete(id);
      this.#records.delete(id);
      await accessStorage('delete tokens', () => this.secrets.delete(keyOf(id)));
    });
  }

  dispose(): void {
    this.#secretChanges.dispose();
    this.#changed.dispose();
  }

  async #readRecord({ id }: Pick<Profile, 'id'>): Promise<TokenRecord> {
    return (await this.#load(id)).record;
  }

  #load(id: string): Promise<LoadedRecord> {
    const known = this.#records.get(id);
    if (known) return known;
    const loading = this.#read(id);
    this.#records.set(id, loading);
    loading.catch(() => {
      if (this.#records.get(id) === loading) this.#records.delete(id);
    });
    return loading;
  }

  async #read(id: string): Promise<LoadedRecord> {
    const text = await accessStorage('read tokens', () => this.secrets.get(keyOf(id)));
    const isStored = text !== undefined;
    const written = this.#written.get(id);
    if (written?.text === text && written) return { record: written.record, isStored, isRepaired: false };
    const stored = parseRecord(text ?? '');
    const record = this.#readRecentChanges(id)
      // Without a record the profile was removed, here or in another window.
      .filter(({ until }) => isStored || until === Infinity)
      .reduce<TokenRecord>(
        (repaired, change) =>
          reflectsChange(repaired, change) ? repaired : applyTokenChange(repaired, change),
        stored,
      );
    return { record, isStored, isRepaired: record !== stored };
  }

  async #repair(id: string): Promise<void> {
    const { record, isStored, isRepaired } = await this.#load(id);
    if (!isStored) {
      this.#recentChanges.delete(id);
      this.#records.delete(id);
    } else if (isRepaired) await this.#write(id, record);
  }

  async #change(id: string, record: TokenRecord, change: TokenChange): Promise<void> {
    const before = this.#readRecentChanges(id);
    const remember = (until: number) => {
      this.#recentChanges.set(id, rememberChange(before, { ...change, until }));
    };
    // Before the write: a record without the change may arrive right after it.
    remember(this.now() + changeRetention);
    try {
      await this.#write(id, applyTokenChange(record, change));
    } catch (error) {
      if (change.kind === 'put') remember(Infinity);
      else this.#recentChanges.set(id, before);
      throw error;
    }
  }

  #readRecentChanges(id: string): readonly RecentChange[] {
    const recent = (this.#recentChanges.get(id) ?? []).filter(({ until }) => this.now() < until);
    if (recent.length === 0) this.#recentChanges.delete(id);
    return recent;
  }

  async #write(id: string, changed: TokenRecord): Promise<void> {
    const record = withoutOldTombstones(changed, this.now());
    const text = formatRecord(record);
    this.#written.set(id, { text, record });
    this.#records.set(id, Promise.resolve({ record, isStored: true, isRepaired: false }));
    try {
      await accessStorage('store tokens', () => this.secrets.store(keyOf(id), text));
    } catch (error) {
      this.#written.delete(id);
      this.#records.delete(id);
      throw error;
    }
    // What could not be stored before is stored now.
    const until = this.now() + changeRetention;
    const recent = this.#recentChanges.get(id) ?? [];
    if (recent.some(change => change.until === Infinity))
      this.#recentChanges.set(
        id,
        recent.map(change => ({ ...change, until: Math.min(change.until, until) })),
      );
  }
}

/** Whether a token was requested with this scope, in any order. */
export function isSameScope(token: Pick<AccessToken, 'requestedScope'>, scope: string): boolean {
  return hasScope(token, canonicalScope(scope));
}
