import { type ResourceKind, resourceKinds } from '../core/configuration';
import { members } from '../core/members';
import { allOrNone, Queue, type State, stateStep } from './storage';

const writeKinds = ['create', 'replace', 'delete', 'resetSecret', 'spare'] as const;

/** What a write does. `spare`: it is several, which create spare configuration access. */
export type WriteKind = (typeof writeKinds)[number];

/** A write to the service whose end is not known yet. */
export interface WriteNote {
  /** Of this note. */
  readonly noteId: string;
  readonly profileId: string;
  readonly does: WriteKind;
  readonly kind: ResourceKind;
  /** Empty for one that is created. */
  readonly id: string;
  readonly title: string;
  /**
   * What was to be there, as it may be shown; empty where it was to go. Of spare access, the id of its token policy; of a
   * reset, the ids of the profiles that have the secret.
   */
  readonly text: string;
  /** When it began: milliseconds since 1970. */
  readonly at: number;
  /** The process that writes; empty where an older version left the note. */
  readonly owner: string;
}

const key = 'hostedLogin.unfinishedWrites';

const stringNames = ['noteId', 'profileId', 'does', 'kind', 'id', 'title', 'text', 'owner'] as const;

/** Whether something was being written when a window closed. */
export function hasWriteNotes(state: Pick<State, 'get'>): boolean {
  const entries = state.get<unknown>(key);
  return Array.isArray(entries) && entries.length > 0;
}

/** What was being written when a window closed is looked at by the next one. Notes hold no secret. */
export class WriteNotes {
  readonly #queue = new Queue();

  /** @param state of all windows */
  constructor(private readonly state: State) {}

  get all(): readonly WriteNote[] {
    const entries = this.state.get<unknown>(key);
    return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
      const whole = typeof entry === 'object' ? { owner: '', ...entry } : entry;
      const note = members(whole, { strings: stringNames, numbers: ['at'] });
      const kind = resourceKinds.find(candidate => candidate === note?.kind);
      const does = writeKinds.find(candidate => candidate === note?.does);
      return note && kind && does ? [{ ...note, kind, does }] : [];
    });
  }

  /** Adds a note, or changes it. Rejects with a `Problem` of kind `storage`: then nothing may be sent, and all is as before. */
  put(note: WriteNote): Promise<void> {
    return this.#write(() => [...this.all.filter(({ noteId }) => noteId !== note.noteId), note]);
  }

  /** Rejects with a `Problem` of kind `storage`. */
  remove({ noteId }: Pick<WriteNote, 'noteId'>): Promise<void> {
    return this.#write(() => this.all.filter(other => other.noteId !== noteId));
  }

  #write(change: () => readonly WriteNote[]): Promise<void> {
    return this.#queue.run(() => allOrNone(stateStep('note a write', this.state, key, change())));
  }
}
