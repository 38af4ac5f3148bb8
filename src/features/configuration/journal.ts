import type { ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
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
}

interface Ports {
  readonly profileId: string;
  readonly history: ResourceHistory;
  readonly notes: WriteNotes;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** Lets no write begin before a copy of what is there is kept, and none end without knowing what became of it. */
export class Journal {
  constructor(private readonly ports: Ports) {}

  /**
   * Sends a write between two notes. Where the answer is lost, `look` asks the service whether it was done. Rejects
   * with a `Problem`: `storage` (nothing was sent), what the service says, or where nobody can tell what became of it,
   * one whose facts say `isUncertain`; its note stays for the next window. So it does where `isFinished` says then that
   * something is left to do here.
   */
  async write(
    { does, key, title, before, after }: PlannedWrite,
    send: () => Promise<unknown>,
    look: () => Promise<boolean>,
    isFinished: () => boolean = () => true,
  ): Promise<void> {
    const { profileId, history, notes, newId, now } = this.ports;
    if (before !== undefined) await history.keep(profileId, key, title, shownText(before));
    const note = {
      ...{ noteId: newId(), profileId, does, kind: key.kind, id: key.id, title },
      ...{ text: after === undefined ? '' : shownText(after), at: now() },
    };
    await notes.put(note);
    let isKnown = true;
    try {
      await send();
    } catch (error) {
      if (!isUncertain(error)) throw error;
      isKnown = false;
      const isDone = await look().catch((failure: unknown) => {
        this.ports.warn('What became of a write could not be seen', failure);
        throw error;
      });
      isKnown = true;
      if (!isDone) throw notDone(error);
    } finally {
      if (isKnown && isFinished()) {
        await notes.remove(note).catch((error: unknown) => {
          this.ports.warn('A note could not be removed', error);
        });
      }
    }
  }
}

/** Whether a write may have been done although it failed. */
export function isUncertain(error: unknown): error is Problem {
  return isProblem(error) && error.facts.isUncertain === true;
}

/** The same failure, now that it is known that it changed nothing. */
function notDone({ kind, message, detail }: Problem): Problem {
  return new Problem(
    kind,
    message,
    t('The service was asked again: nothing was changed. Try again.'),
    detail,
  );
}
