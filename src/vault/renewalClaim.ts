import { parseJson } from '../core/json';
import { members } from '../core/members';
import type { Clock } from './countdown';
import { type Secrets, stored } from './storage';

/** Who renews, and until when nobody else does. A JSON object; no secret, but SecretStorage is what all windows see. */
const memberNames = { strings: ['window'], numbers: ['until'] } as const;

/** How long a claim holds, in ms: longer than a token request may take. A window that was killed holds it no longer. */
const claimHolds = 180_000;

/** No claim is believed for longer, in ms: the clock was set back. */
const longestHold = 3_600_000;

/** After this time, in ms, every window sees the claim that was written last. */
const settling = 1_500;

/**
 * Agrees between windows on the one that renews a profile's tokens. There is no lock to be had: each window writes its
 * claim, waits until all see the same one, and the one whose claim that is goes on. Rejects with a `Problem` of kind
 * `storage`.
 */
export class RenewalClaim {
  constructor(
    private readonly secrets: Secrets,
    private readonly window: string,
    private readonly clock: Clock,
  ) {}

  /** Until when another window has it, in ms since 1970; undefined where this one has it now. */
  async take(profileId: string): Promise<number | undefined> {
    const before = await this.#other(profileId);
    if (before !== undefined) return before;
    await this.hold(profileId, this.clock.now() + claimHolds);
    await new Promise<void>(resolve => {
      this.clock.after(settling, resolve);
    });
    return this.#other(profileId);
  }

  /** Keeps the other windows from it until then, in ms since 1970: there is nothing to be had. */
  async hold(profileId: string, until: number): Promise<void> {
    const claim = JSON.stringify({ window: this.window, until });
    await stored('store renewal', () => this.secrets.store(keyOf(profileId), claim));
  }

  /** Lets others go on at once, where it is this window's. */
  async release(profileId: string): Promise<void> {
    if ((await this.#read(profileId))?.window !== this.window) return;
    await stored('delete renewal', () => this.secrets.delete(keyOf(profileId)));
  }

  async #other(profileId: string): Promise<number | undefined> {
    const claim = await this.#read(profileId);
    const left = (claim?.until ?? 0) - this.clock.now();
    return claim && claim.window !== this.window && left > 0 && left <= longestHold ? claim.until : undefined;
  }

  async #read(profileId: string) {
    const text = await stored('read renewal', () => this.secrets.get(keyOf(profileId)));
    return members(parseJson(text ?? ''), memberNames);
  }
}

function keyOf(profileId: string): string {
  return `hostedLogin.renewal.${profileId}`;
}
