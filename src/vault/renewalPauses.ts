import { isProblem, type Problem } from '../core/problem';
import type { Clock } from './countdown';
import type { ProfileStore } from './profileStore';
import type { Use } from './uses';

const second = 1000;
const minute = 60 * second;

/** The pauses after failures in a row, in ms: each twice the one before. */
const firstPause = 30 * second;
const longestPause = 10 * minute;

/** After a rejected secret nothing is tried for so long, in ms, unless the profile changes. */
const quietPeriod = 30 * minute;

interface Ports {
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
  readonly isTold: boolean;
}

/** How long the renewal waits after what went wrong. Instants in ms since 1970. */
export class Pauses {
  readonly #failures = new Map<string, Failure>();
  readonly #rejections = new Map<string, Rejection>();

  constructor(private readonly ports: Ports) {}

  /** The instant before which nothing is to be tried; 0 where there is none. */
  until(use: Use): number {
    const failure = this.#failures.get(keyOf(use));
    const until = Math.max(
      failure?.tokenValue === use.token.value ? failure.until : 0,
      this.#rejection(use)?.until ?? 0,
    );
    // Longer than any pause: the clock was set back.
    return until - this.ports.clock.now() <= 2 * quietPeriod ? until : 0;
  }

  /** Another window has it until then. */
  wait(use: Use, until: number): void {
    const count = this.#failures.get(keyOf(use))?.count ?? 0;
    this.#failures.set(keyOf(use), { count, until, tokenValue: use.token.value });
  }

  /** A renewal failed. Until when the client is not tried again, where it is that what was rejected. */
  failed(use: Use, error: unknown): number | undefined {
    const { clock, profiles, random } = this.ports;
    const now = clock.now();
    if (isProblem(error) && /^(invalidClient|secretMissing|unknownCustomer)$/.test(error.kind)) {
      const until = now + quietPeriod;
      const isTold = this.#rejection(use)?.isTold ?? false;
      const clientVersion = profiles.clientVersion(use.profile);
      this.#rejections.set(use.profile.id, { problem: error, at: now, until, clientVersion, isTold });
      return until;
    }
    const before = this.#failures.get(keyOf(use));
    const count = (before?.tokenValue === use.token.value ? before.count : 0) + 1;
    const pause = Math.min(longestPause, firstPause * 2 ** (count - 1)) * (0.5 + random() / 2);
    const asked = isProblem(error) ? (error.facts.retryAfter ?? 0) * second : 0;
    const until = now + Math.max(pause, Math.min(asked, quietPeriod));
    this.#failures.set(keyOf(use), { count, until, tokenValue: use.token.value });
    return undefined;
  }

  /** The rejection of the client that nobody was told of yet; told from now on, until the profile changes. */
  takeUntold(use: Use): Problem | undefined {
    const rejection = this.#rejection(use);
    if (!rejection || rejection.isTold) return undefined;
    this.#rejections.set(use.profile.id, { ...rejection, isTold: true });
    return rejection.problem;
  }

  #rejection({ profile, token }: Use): Rejection | undefined {
    const rejection = this.#rejections.get(profile.id);
    const isCurrent =
      rejection?.clientVersion === this.ports.profiles.clientVersion(profile) &&
      token.issuedAt <= rejection.at;
    return isCurrent ? rejection : undefined;
  }
}

/** Not of the scope's spelling: a use keeps the one it began with. */
function keyOf({ profile, token }: Use): string {
  return `${profile.id} ${token.requestedScope}`;
}
