import { type ResourceKind, resourceKinds } from '../core/configuration';
import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { members } from '../core/members';
import { Problem } from '../core/problem';
import type { Files } from './storage';

const writeKinds = ['create', 'replace', 'delete', 'resetSecret', 'spare'] as const;

/** What a write does. `spare`: it is several, which create spare configuration access. */
export type WriteKind = (typeof writeKinds)[number];

/** A write to the service whose end is not known yet. */
export interface WriteNote {
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
export class WriteNotes {
  constructor(private readonly files: Files) {}

  /**
   * The notes, the oldest first; what cannot be read is left out. Rejects with a `Problem` of kind `storage` where nobody can
   * tell whether there are any.
   */
  async all(): Promise<readonly WriteNote[]> {
    const names = await this.#names();
    const notes = await Promise.all(names.map(name => this.#read(name)));
    return notes.filter(note => note !== undefined).sort((one, other) => one.at - other.at);
  }

  /** Adds a note, or changes it. Rejects with a `Problem` of kind `storage`: then nothing may be sent. */
  async put(note: WriteNote): Promise<void> {
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
  async remove(note: Pick<WriteNote, 'noteId'>): Promise<void> {
    try {
      await this.files.remove(pathOf(note));
    } catch (error) {
      const names = await this.#names();
      if (!names.some(name => pathOf(note) === `${notesFolder}/${name}`)) return;
      throw failed(t('The note of what was done could not be removed.'), error);
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await this.files.list(notesFolder);
    } catch (error) {
      throw failed(t('What was left undone could not be read, so nothing was sent.'), error);
    }
  }

  async #read(name: string): Promise<WriteNote | undefined> {
    const text = await this.files.read(`${notesFolder}/${name}`).catch(() => '');
    const note = members(parseJson(text), { strings, numbers: ['at'] });
    const kind = resourceKinds.find(candidate => candidate === note?.kind);
    const does = writeKinds.find(candidate => candidate === note?.does);
    if (!note || !kind || !does || !URL.canParse(note.origin)) return undefined;
    return { ...note, kind, does };
  }
}

function failed(message: string, error: unknown): Problem {
  const nextStep = t('Check that the disk can be used and is not full, then try again.');
  return new Problem('storage', message, nextStep, error instanceof Error ? error.name : typeof error);
}

function pathOf({ noteId }: Pick<WriteNote, 'noteId'>): string {
  return `${notesFolder}/${noteId}.json`;
}
