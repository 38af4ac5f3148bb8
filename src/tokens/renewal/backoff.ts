// How long renewal waits after failures.
import type { Clock } from '../../core/common/clock';
import { isProblem, type Problem } from '../../core/common/problem';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { UsageEntry } from '../tokenUsage';

const second = 1000;
const minute = 60 * second;

/** The pauses after failures in a row, in ms: each twice the previous one. */
const initialBackoff = 30 * second;
const maxBackoff = 10 * minute;

/** The pause after a rejected client, in ms, unless the profile changes. */
const rejectedClientBackoff = 30 * minute;

interface RenewalBackoffDeps {
  readonly profiles: ProfileStore;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** A failed renewal of one token. It does not apply to the token that replaces it. */
interface Failure {
  readonly count: number;
  readonly until: number;
  readonly tokenValue: string;
}

/** A rejected client. It does not apply to a changed client, or one that was accepted since. */
interface Rejection {
  readonly problem: Problem;
  readonly at: number;
  readonly until: number;
  readonly clientVersion: number;
  readonly isReported: boolean;
}

/** How long renewal waits after failures. Instants in ms since 1970. */
export class RenewalBackoff {
  readonly #failures = new Map<string, Failure>();
  readonly #rejections = new Map<string, Rejection>();

  constructor(private readonly deps: RenewalBackoffDeps) {}

  /** The instant before which nothing is tried; 0 for none. */
  blockedUntil(entry: UsageEntry): number {
    const failure = this.#failures.get(keyOf(entry));
    const until = Math.max(
      failure?.tokenValue === entry.token.value ? failure.until : 0,
      this.#currentRejection(entry)?.until ?? 0,
    );
    // Longer than any pause means that the clock was set back.
    return until - this.deps.clock.now() <= 2 * rejectedClientBackoff ? until : 0;
  }

  /** Another window holds the lock until then. */
  blockUntil(entry: UsageEntry, until: number): void {
    const count = this.#failures.get(keyOf(entry))?.count ?? 0;
    this.#failures.set(keyOf(entry), { count, until, tokenValue: entry.token.value });
  }

  /** A renewal failed. Returns until when the client is not tried again, if it was rejected. */
  recordFailure(entry: UsageEntry, error: unknown): number | undefined {
    const { clock, profiles, random } = this.deps;
    const now = clock.now();
    const before = this.#failures.get(keyOf(entry));
    const count = (before?.tokenValue === entry.token.value ? before.count : 0) + 1;
    if (isProblem(error) && isRejection(error, count)) {
      const until = now + rejectedClientBackoff;
      const isReported = this.#currentRejection(entry)?.isReported ?? false;
      const clientVersion = profiles.clientVersion(entry.profile);
      this.#rejections.set(entry.profile.id, { problem: error, at: now, until, clientVersion, isReported });
      return until;
    }
    const delay = Math.min(maxBackoff, initialBackoff * 2 ** (count - 1)) * (0.5 + random() / 2);
    const retryAfter = isProblem(error) ? (error.facts.retryAfter ?? 0) * second : 0;
    const until = now + Math.max(delay, Math.min(retryAfter, rejectedClientBackoff));
    this.#failures.set(keyOf(entry), { count, until, tokenValue: entry.token.value });
    return undefined;
  }

  /** The rejection of the client that was not reported yet. Counts as reported from now on. */
  takeUnreported(entry: UsageEntry): Problem | undefined {
    const rejection = this.#currentRejection(entry);
    if (!rejection || rejection.isReported) return undefined;
    this.#rejections.set(entry.profile.id, { ...rejection, isReported: true });
    return rejection.problem;
  }

  #currentRejection({ profile, token }: UsageEntry): Rejection | undefined {
    const rejection = this.#rejections.get(profile.id);
    const isCurrent =
      rejection?.clientVersion === this.deps.profiles.clientVersion(profile) &&
      token.issuedAt <= rejection.at;
    return isCurrent ? rejection : undefined;
  }
}

/** Something on the way may say once that it does not know a customer who had a token before. */
function isRejection({ kind }: Problem, count: number): boolean {
  return kind === 'invalidClient' || kind === 'secretMissing' || (kind === 'unknownCustomer' && count > 2);
}

function keyOf({ profile, token }: UsageEntry): string {
  return `${profile.id} ${token.requestedScope}`;
}
