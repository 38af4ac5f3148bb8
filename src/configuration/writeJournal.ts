import { t } from '../core/common/l10n';
import { isProblem, Problem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';
import type { ResourceKey } from '../core/resources/resource';
import { toDocumentText } from '../core/resources/resourceText';
import type { WriteKind, PendingWrites } from '../storage/pendingWrites';
import type { ResourceHistory } from '../storage/resourceHistory';

/** A write that is about to be sent. */
export interface PlannedWrite {
  readonly does: WriteKind;
  readonly key: ResourceKey;
  readonly title: string;
  /** The body that is there, where one is. */
  readonly before?: string;
  /** The body that is to be there, where one is. */
  readonly after?: string;
  /** Of a reset: the ids of the profiles that have the secret. */
  readonly holders?: readonly string[];
}

/**
 * What became of a write whose answer was lost. What shows that it was not done proves nothing: a read may lag, and the
 * request may still be on its way.
 */
export type WriteOutcome = 'done' | 'unclear';

/** Waits so many ms. */
export type Delay = (milliseconds: number) => Promise<void>;

interface WriteJournalDeps {
  readonly profile: Profile;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly newId: () => string;
  /** The process that this window runs in, for other windows: see `hasProcessEnded`. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly delay: Delay;
  /** A note stays though its write is over: somebody has to look after it. */
  readonly onPending: () => void;
  readonly warn: (message: string, error: unknown) => void;
  /** Told when a write was done, or may have been. */
  readonly onWritten?: () => void;
}

/** Lets no write begin before a copy of what is there is kept, and none end without knowing what became of it. */
export class WriteJournal {
  constructor(private readonly deps: WriteJournalDeps) {}

  /**
   * Sends a write between two notes. Where the answer is lost, `verify` asks the service what became of it, several times
   * where that is not clear. Rejects with a `Problem`: `storage` (nothing was sent), what the service says, or where
   * nobody can tell what became of it, one whose facts say `isUncertain`; its note stays and is looked after. So it does
   * where `isFinished` says then that something is left to do here.
   */
  async write(
    { does, key, title, before, after, holders = [] }: PlannedWrite,
    send: () => Promise<unknown>,
    verify: () => Promise<WriteOutcome>,
    isFinished: () => boolean = () => true,
  ): Promise<void> {
    const { profile, history, pendingWrites, newId, now, owner } = this.deps;
    if (before !== undefined) await history.add(profile, key, title, toDocumentText(before));
    const { origin, customerId } = profile;
    const pendingWrite = {
      ...{ noteId: newId(), profileId: profile.id, origin, customerId, owner },
      ...{ does, kind: key.kind, id: key.id, title },
      ...{ text: after === undefined ? holders.join(' ') : toDocumentText(after), at: now() },
    };
    await pendingWrites.put(pendingWrite);
    let isKnown = true;
    try {
      await send();
    } catch (error) {
      if (!isUncertain(error)) throw error;
      isKnown = false;
      const outcome = await this.#findOutcome(verify);
      if (outcome === undefined) throw error;
      if (outcome === 'unclear') throw unclearProblem(error);
      isKnown = true;
    } finally {
      this.deps.onWritten?.();
      if (isKnown && isFinished()) {
        await pendingWrites.remove(pendingWrite).catch((error: unknown) => {
          this.deps.warn('A note could not be removed', error);
        });
      } else this.deps.onPending();
    }
  }

  /** As the function, with the pauses of this window. */
  untilClear<T>(look: () => Promise<T>, isClear: (found: T) => boolean): Promise<T> {
    return pollUntilClear(this.deps.delay, look, isClear);
  }

  /** Undefined where the service could not be asked. */
  async #findOutcome(verify: () => Promise<WriteOutcome>): Promise<WriteOutcome | undefined> {
    try {
      return await this.untilClear(verify, end => end !== 'unclear');
    } catch (error) {
      this.deps.warn('What became of a write could not be seen', error);
      return undefined;
    }
  }
}

/** How long to wait before each look, in ms: what lags longer is looked at again later. */
const pollDelays = [0, 1000, 3000];

/**
 * Looks several times until it is clear what became of a write. Resolves with the last answer; rejects where no look
 * gave one.
 */
export async function pollUntilClear<T>(
  delay: Delay,
  check: () => Promise<T>,
  isClear: (found: T) => boolean,
): Promise<T> {
  let found: { readonly value: T } | undefined;
  let failure: unknown;
  for (const milliseconds of pollDelays) {
    if (milliseconds > 0) await delay(milliseconds);
    try {
      const value = await check();
      if (isClear(value)) return value;
      found = { value };
    } catch (error) {
      failure = error;
    }
  }
  if (found) return found.value;
  throw failure;
}

/** Whether a write may have been done although it failed. */
export function isUncertain(error: unknown): error is Problem {
  return isProblem(error) && error.facts.isUncertain === true;
}

/** The same failure, where the service shows what was there before, which may lag. */
function unclearProblem({ kind, message, detail, facts }: Problem): Problem {
  return new Problem(
    kind,
    message,
    t(
      'The service was asked {0} times and still shows what was there before. Refresh and look before you try again; it is looked at once more in two minutes.',
      pollDelays.length,
    ),
    detail,
    facts,
  );
}
