import { parseJson } from '../core/json';
import { members } from '../core/members';
import type { Clock } from './countdown';
import { type Secrets, stored } from './storage';

/** Who renews. A JSON object; not a secret, but SecretStorage is what all windows see at once. */
const memberNames = { strings: ['window'], numbers: ['at'] } as const;

/** How long a claim holds, in ms: longer than a token request may take. */
const claimHolds = 60_000;

/** After this time, in ms, every window sees the claim that was written last. */
const settling = 1_500;

/**
 * Agrees between windows on the one that renews a profile's token. There is no lock to be had: each window writes its
 * claim, waits until all see the same one, and the one whose claim that is goes on.
 */
export class RenewalClaim {
  constructor(
    private readonly secrets: Secrets,
    private readonly window: string,
    private readonly clock: Clock,
  ) {}

  /** Whether this window is the one. Rejects with a `Problem` of kind `storage`. */
  async take(profileId: string): Promise<boolean> {
    const key = `hostedLogin.renewal.${profileId}`;
    const holder = async () =>
      members(parseJson((await stored('read renewal', () => this.secrets.get(key))) ?? ''), memberNames);
    const before = await holder();
    const age = this.clock.now() - (before?.at ?? 0);
    if (before && before.window !== this.window && age >= 0 && age < claimHolds) return false;
    const claim = JSON.stringify({ window: this.window, at: this.clock.now() });
    await stored('store renewal', () => this.secrets.store(key, claim));
    await new Promise<void>(resolve => {
      this.clock.after(settling, resolve);
    });
    return (await holder())?.window === this.window;
  }

  /** Lets others go on at once. */
  async release(profileId: string): Promise<void> {
    await stored('delete renewal', () => this.secrets.delete(`hostedLogin.renewal.${profileId}`));
  }
}
