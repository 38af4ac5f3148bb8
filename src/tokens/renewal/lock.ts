import type { Clock } from '../../core/common/clock';
import { parseJson } from '../../core/common/json';
import { readRecord } from '../../core/common/readRecord';
import { accessStorage } from '../../storage/storageAccess';
import { type Secrets } from '../../storage/storageAccess';

/** Who renews, and until when nobody else does. A JSON object; no secret, but SecretStorage is what all windows see. */
const lockFields = { strings: ['window'], numbers: ['until'] } as const;

/** How long a claim holds, in ms: longer than a token request may take. A window that was killed holds it no longer. */
const lockDuration = 180_000;

/** No claim is believed for longer, in ms: the clock was set back. */
const maxLockDuration = 3_600_000;

/** After this time, in ms, every window sees the claim that was written last. */
const propagationDelay = 1_500;

/**
 * Agrees between windows on the one that renews a profile's tokens. There is no lock to be had: each window writes its
 * claim, waits until all see the same one, and the one whose claim that is goes on. Rejects with a `Problem` of kind
 * `storage`.
 */
export class RenewalLock {
  constructor(
    private readonly secrets: Secrets,
    private readonly windowId: string,
    private readonly clock: Clock,
  ) {}

  /** Until when another window has it, in ms since 1970; undefined where this one has it now. */
  async tryAcquire(profileId: string): Promise<number | undefined> {
    const lockedUntil = await this.#lockedByOtherUntil(profileId);
    if (lockedUntil !== undefined) return lockedUntil;
    await this.holdUntil(profileId, this.clock.now() + lockDuration);
    await new Promise<void>(resolve => {
      this.clock.after(propagationDelay, resolve);
    });
    return this.#lockedByOtherUntil(profileId);
  }

  /** Keeps the other windows from it until then, in ms since 1970: there is nothing to be had. */
  async holdUntil(profileId: string, until: number): Promise<void> {
    const lock = JSON.stringify({ window: this.windowId, until });
    await accessStorage('store renewal', () => this.secrets.store(lockKey(profileId), lock));
  }

  /** Lets others go on at once, where it is this window's. */
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
