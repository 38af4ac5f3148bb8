// Agrees between windows on the one that renews the tokens of a profile.
import type { Clock } from '../../core/common/clock';
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { accessStorage, type Secrets } from '../../storage/storageAccess';

/** The window that renews, and until when. A JSON object; no secret, but all windows see SecretStorage. */
const lockFields = { strings: ['window'], numbers: ['until'] } as const;

/** In ms: longer than a token request may take. Limits how long a killed window holds the lock. */
const lockDuration = 180_000;

/** A lock that lasts longer, in ms, is ignored: the clock was set back. */
const maxLockDuration = 3_600_000;

/** After this time, in ms, all windows see the lock that was written last. */
const propagationDelay = 1_500;

/**
 * Agrees between windows on the one that renews the tokens of a profile. SecretStorage has no atomic write: each window
 * writes its lock and waits until all see the same one, whose window continues. Rejects with a `storage` problem.
 */
export class RenewalLock {
  constructor(
    private readonly secrets: Secrets,
    private readonly windowId: string,
    private readonly clock: Clock,
  ) {}

  /** Until when another window holds the lock, in ms since 1970; undefined if this window holds it now. */
  async tryAcquire(profileId: string): Promise<number | undefined> {
    const lockedUntil = await this.#lockedByOtherUntil(profileId);
    if (lockedUntil !== undefined) return lockedUntil;
    await this.holdUntil(profileId, this.clock.now() + lockDuration);
    await new Promise<void>(resolve => {
      this.clock.after(propagationDelay, resolve);
    });
    return this.#lockedByOtherUntil(profileId);
  }

  /** Holds the lock until then, in ms since 1970. */
  async holdUntil(profileId: string, until: number): Promise<void> {
    const lock = JSON.stringify({ window: this.windowId, until });
    await accessStorage('store renewal', () => this.secrets.store(lockKey(profileId), lock));
  }

  /** Releases the lock if this window holds it. */
  async release(profileId: string): Promise<void> {
    if ((await this.#read(profileId))?.window !== this.windowId) return;
    await accessStorage('delete renewal', () => this.secrets.delete(lockKey(profileId)));
  }

  async #lockedByOtherUntil(profileId: string): Promise<number | undefined> {
    const lock = await this.#read(profileId);
    const left = (lock?.until ?? 0) - this.clock.now();
    return lock && lock.window !== this.windowId && left > 0 && left <= maxLockDuration
      ? lock.until
      : undefined;
  }

  async #read(profileId: string) {
    const text = await accessStorage('read renewal', () => this.secrets.get(lockKey(profileId)));
    return readRecord(parseJson(text ?? ''), lockFields);
  }
}

function lockKey(profileId: string): string {
  return `hostedLogin.renewal.${profileId}`;
}
