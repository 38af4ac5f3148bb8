import type { ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { shownText } from '../../core/resourceText';
import type { ResourceHistory } from '../../vault/resourceHistory';
import type { WriteKind, WriteNotes } from '../../vault/writeNotes';

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
export type End = 'done' | 'unclear';

/** Waits so many ms. */
export type Pause = (milliseconds: number) => Promise<void>;

interface Ports {
  readonly profile: Profile;
  readonly history: ResourceHistory;
  readonly notes: WriteNotes;
  readonly newId: () => string;
  /** The process that this window runs in, for other windows: see `isProcessGone`. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: Pause;
  /** A note stays though its write is over: somebody has to look after it. */
  readonly unsettled: () => void;
  readonly warn: (message: string, error: unknown) => void;
  /** Told when a write was done, or may have been. */
  readonly written?: () => void;
}

/** Lets no write begin before a copy of what is there is kept, and none end without knowing what became of it. */
export class Journal {
  constructor(private readonly ports: Ports) {}

  /**
   * Sends a write between two notes. Where the answer is lost, `look` asks the service what became of it, several times
   * where that is not clear. Rejects with a `Problem`: `storage` (nothing was sent), what the service says, or where
   * nobody can tell what became of it, one whose facts say `isUncertain`; its note stays and is looked after. So it does
   * where `isFinished` says then that something is left to do here.
   */
  async write(
    { does, key, title, before, after, holders = [] }: PlannedWrite,
    send: () => Promise<unknown>,
    look: () => Promise<End>,
    isFinished: () => boolean = () => true,
  ): Promise<void> {
    const { profile, history, notes, newId, now, owner } = this.ports;
    if (before !== undefined) await history.keep(profile, key, title, shownText(before));
    const { origin, customerId } = profile;
    const note = {
      ...{ noteId: newId(), profileId: profile.id, origin, customerId, owner },
      ...{ does, kind: key.kind, id: key.id, title },
      ...{ text: after === undefined ? holders.join(' ') : shownText(after), at: now() },
    };
    await notes.put(note);
    let isKnown = true;
    try {
      await send();
    } catch (error) {
      if (!isUncertain(error)) throw error;
      isKnown = false;
      const end = await this.#findEnd(look);
      if (end === undefined) throw error;
      if (end === 'unclear') throw stillUnclear(error);
      isKnown = true;
    } finally {
      this.ports.written?.();
      if (isKnown && isFinished()) {
        await notes.remove(note).catch((error: unknown) => {
          this.ports.warn('A note could not be removed', error);
        });
      } else this.ports.unsettled();
    }
  }

  /** As the function, with the pauses of this window. */
  untilClear<T>(look: () => Promise<T>, isClear: (found: T) => boolean): Promise<T> {
    return untilClear(this.ports.pause, look, isClear);
  }

  /** Undefined where the service could not be asked. */
  async #findEnd(look: () => Promise<End>): Promise<End | undefined> {
    try {
      return await this.untilClear(look, end => end !== 'unclear');
    } catch (error) {
      this.ports.warn('What became of a write could not be seen', error);
      return undefined;
    }
  }
}

/** How long to wait before each look, in ms: what lags longer is looked at again later. */
const pauses = [0, 1000, 3000];

/**
 * Looks several times until it is clear what became of a write. Resolves with the last answer; rejects where no look
 * gave one.
 */
export async function untilClear<T>(
  pause: Pause,
  look: () => Promise<T>,
  isClear: (found: T) => boolean,
): Promise<T> {
  let found: { readonly value: T } | undefined;
  let failure: unknown;
  for (const milliseconds of pauses) {
    if (milliseconds > 0) await pause(milliseconds);
    try {
      const value = await look();
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
function stillUnclear({ kind, message, detail, facts }: Problem): Problem {
  return new Problem(
    kind,
    message,
    t(
      'The service was asked {0} times and still shows what was there before. Refresh and look before you try again; it is looked at once more in two minutes.',
      pauses.length,
    ),
    detail,
    facts,
  );
}
