import type { Clock } from '../../core/common/clock';
import { isProblem, type Problem } from '../../core/common/problem';
import type { ProfileStore } from '../../storage/profileStore';
import type { UsageEntry } from '../tokenUsage';

const second = 1000;
const minute = 60 * second;

/** The pauses after failures in a row, in ms: each twice the one before. */
const initialBackoff = 30 * second;
const maxBackoff = 10 * minute;

/** After a rejected secret nothing is tried for so long, in ms, unless the profile changes. */
const rejectedClientBackoff = 30 * minute;

interface RenewalBackoffDeps {
  readonly profiles: ProfileStore;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** After a failure with one token. The token that comes in its place has none. */
interface Failure {
  readonly count: number;
  readonly until: number;
  readonly tokenValue: string;
}

/** After the client of a profile was rejected. A changed client has none, nor has one that was accepted since. */
interface Rejection {
  readonly problem: Problem;
  readonly at: number;
  readonly until: number;
  readonly clientVersion: number;
  readonly isReported: boolean;
}

/** How long the renewal waits after what went wrong. Instants in ms since 1970. */
export class RenewalBackoff {
  readonly #failures = new Map<string, Failure>();
  readonly #rejections = new Map<string, Rejection>();

  constructor(private readonly deps: RenewalBackoffDeps) {}

  /** The instant before which nothing is to be tried; 0 where there is none. */
  blockedUntil(entry: UsageEntry): number {
    const failure = this.#failures.get(keyOf(entry));
    const until = Math.max(
      failure?.tokenValue === entry.token.value ? failure.until : 0,
      this.#currentRejection(entry)?.until ?? 0,
    );
    // Longer than any pause: the clock was set back.
    return until - this.deps.clock.now() <= 2 * rejectedClientBackoff ? until : 0;
  }

  /** Another window has it until then. */
  blockUntil(entry: UsageEntry, until: number): void {
    const count = this.#failures.get(keyOf(entry))?.count ?? 0;
    this.#failures.set(keyOf(entry), { count, until, tokenValue: entry.token.value });
  }

  /** A renewal failed. Until when the client is not tried again, where it is that what was rejected. */
  recordFailure(entry: UsageEntry, error: unknown): number | undefined {
    const { clock, profiles, random } = this.deps;
    const now = clock.now();
    if (isProblem(error) && /^(invalidClient|secretMissing|unknownCustomer)$/.test(error.kind)) {
      const until = now + rejectedClientBackoff;
      const isReported = this.#currentRejection(entry)?.isReported ?? false;
      const clientVersion = profiles.clientVersion(entry.profile);
      this.#rejections.set(entry.profile.id, { problem: error, at: now, until, clientVersion, isReported });
      return until;
    }
    const before = this.#failures.get(keyOf(entry));
    const count = (before?.tokenValue === entry.token.value ? before.count : 0) + 1;
    const delay = Math.min(maxBackoff, initialBackoff * 2 ** (count - 1)) * (0.5 + random() / 2);
    const retryAfter = isProblem(error) ? (error.facts.retryAfter ?? 0) * second : 0;
    const until = now + Math.max(delay, Math.min(retryAfter, rejectedClientBackoff));
    this.#failures.set(keyOf(entry), { count, until, tokenValue: entry.token.value });
    return undefined;
  }

  /** The rejection of the client that nobody was told of yet; told from now on, until the profile changes. */
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

/** Not of the scope's spelling: a use keeps the one it began with. */
function keyOf({ profile, token }: UsageEntry): string {
  return `${profile.id} ${token.requestedScope}`;
}
