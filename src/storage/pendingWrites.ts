import { parseJson } from '../core/common/json';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { readRecord } from '../core/common/readRecord';
import { type ResourceKind, resourceKinds } from '../core/resources/resource';
import type { TextFiles } from './transaction';

const writeKinds = ['create', 'replace', 'delete', 'resetSecret', 'spare'] as const;

/** What a write does. `spare`: it is several, which create spare configuration access. */
export type WriteKind = (typeof writeKinds)[number];

/** A write to the service whose end is not known yet. */
export interface PendingWrite {
  /** Of this note. The name of its file. */
  readonly noteId: string;
  readonly profileId: string;
  /** Which customer at which service it was sent to: the profile may be for another one by now. */
  readonly origin: string;
  readonly customerId: string;
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
  /** The process that writes. */
  readonly owner: string;
  /** Whether a person was told of it: it stays for what is to be done with it, but is not told again. */
  readonly isTold?: boolean;
}

/** The folder of the notes. */
export const notesFolder = 'unfinishedWrites';

// prettier-ignore
const strings = [
  'noteId', 'profileId', 'origin', 'customerId', 'owner', 'does', 'kind', 'id', 'title', 'text',
] as const;

/**
 * What was being written when a window closed is looked at by the next one. Notes hold no secret. One file for a note: VS
 * Code keeps the state of the window that wrote last whole, so a note in there could be lost, or come back.
 */
export class PendingWrites {
  /** Those that were to be removed and could not be: what they are of is over, and was told. */
  readonly #over = new Set<string>();

  /** @param removed told when a note is gone; never rejects */
  constructor(
    private readonly files: TextFiles,
    private readonly removed: (note: PendingWrite) => Promise<void> = () => Promise.resolve(),
  ) {}

  /**
   * The notes, the oldest first; what cannot be read is left out. Rejects with a `Problem` of kind `storage` where nobody can
   * tell whether there are any.
   */
  async all(): Promise<readonly PendingWrite[]> {
    const names = await this.#names();
    const notes = await Promise.all(names.map(name => this.#read(name)));
    const found = notes.filter(note => note !== undefined).sort((one, other) => one.at - other.at);
    const isOver = ({ noteId }: PendingWrite) => this.#over.has(noteId);
    for (const note of found.filter(isOver)) await this.remove(note).catch(() => undefined);
    return found.filter(note => !isOver(note));
  }

  /** Adds a note, or changes it. Rejects with a `Problem` of kind `storage`: then nothing may be sent. */
  async put(note: PendingWrite): Promise<void> {
    this.#over.delete(note.noteId);
    try {
      await this.files.write(pathOf(note), JSON.stringify(note));
    } catch (error) {
      throw failed(t('A note of what is to be done could not be kept, so nothing was sent.'), error);
    }
  }

  /**
   * Resolves where there is no such note, too: another window may have looked after it. Rejects with a `Problem` of kind
   * `storage` where it stays.
   */
  async remove(note: PendingWrite): Promise<void> {
    this.#over.add(note.noteId);
    try {
      await this.files.remove(pathOf(note));
    } catch (error) {
      const names = await this.#names();
      if (names.some(name => pathOf(note) === `${notesFolder}/${name}`)) {
        throw failed(t('The note of what was done could not be removed.'), error);
      }
    }
    await this.removed(note);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await this.files.list(notesFolder);
    } catch (error) {
      throw failed(t('What was left undone could not be read, so nothing was sent.'), error);
    }
  }

  async #read(name: string): Promise<PendingWrite | undefined> {
    const text = await this.files.read(`${notesFolder}/${name}`).catch(() => '');
    const note = readRecord(parseJson(text), { strings, numbers: ['at'] });
    const kind = resourceKinds.find(candidate => candidate === note?.kind);
    const does = writeKinds.find(candidate => candidate === note?.does);
    if (!note || !kind || !does || !URL.canParse(note.origin)) return undefined;
    const { isTold } = parseJson(text) as { readonly isTold?: unknown };
    return { ...note, kind, does, ...(isTold === true && { isTold }) };
  }
}

function failed(message: string, error: unknown): Problem {
  const nextStep = t('Check that the disk can be used and is not full, then try again.');
  return new Problem('storage', message, nextStep, error instanceof Error ? error.name : typeof error);
}

function pathOf({ noteId }: Pick<PendingWrite, 'noteId'>): string {
  return `${notesFolder}/${noteId}.json`;
}
