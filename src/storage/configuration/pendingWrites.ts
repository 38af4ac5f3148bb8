// The writes whose outcome is not known yet.
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import type { Problem } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { optionNames, type OptionName } from '../../core/resources/configurationSnapshot';
import { type ResourceKind, resourceKinds } from '../../core/resources/resource';
import { storageProblem } from '../storageAccess';
import type { TextFiles } from '../textFiles';

const writeKinds = ['create', 'replace', 'delete', 'resetSecret', 'spare'] as const;

/** What a write does. `spare` is several writes that create spare configuration access. */
export type WriteKind = (typeof writeKinds)[number];

/** A write to the service whose outcome is not known yet. */
export interface PendingWrite {
  /** The id of this record, and the name of its file. */
  readonly recordId: string;
  readonly profileId: string;
  /** The customer that it was sent to. The profile may now be for another one. */
  readonly origin: string;
  readonly customerId: string;
  readonly does: WriteKind;
  readonly kind: ResourceKind;
  /** Empty for `create`. */
  readonly id: string;
  /** What is below a login policy, if that is replaced. */
  readonly option?: OptionName;
  readonly title: string;
  /**
   * The text to write, with secrets masked; empty for `delete`. For `spare`, the id of its token policy; for
   * `resetSecret`, the ids of the profiles that have the secret.
   */
  readonly text: string;
  /** When it started, in milliseconds since 1970. */
  readonly at: number;
  /** The process that writes. */
  readonly owner: string;
  /** It may take configuration access away. */
  readonly concernsAccess?: boolean;
  /** The user was informed. The record stays for what is left to do, but is not shown again. */
  readonly isTold?: boolean;
}

export const recordsFolder = 'unfinishedWrites';

/** A write that is younger than this, in ms, may still be running in another window. */
export const maxWriteDuration = 2 * 60_000;

/** What it takes to know whether a write has ended. */
export interface EndedDeps {
  readonly pendingWrites: Pick<PendingWrites, 'inProgress'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly hasProcessEnded: (owner: string) => boolean;
}

/** Whether no window can still be working on a write. */
export function hasEnded(
  { pendingWrites, now, hasProcessEnded }: EndedDeps,
  { recordId, at, owner }: PendingWrite,
): boolean {
  // However long it takes this window, for example because the machine slept.
  if (pendingWrites.inProgress.has(recordId)) return false;
  // `Math.abs`: after the clock was set back, a record may lie in the future.
  return hasProcessEnded(owner) || Math.abs(now() - at) > maxWriteDuration;
}

// prettier-ignore
const strings = [
  'profileId', 'origin', 'customerId', 'owner', 'does', 'kind', 'id', 'title', 'text',
] as const;

/**
 * Records of writes whose outcome is not known, so that the next window checks what was being written when one closed.
 * Records hold no secret. Each is a file: windows overwrite each other's globalState, which could lose or revive a record.
 * Rejects with a `storage` problem.
 */
export class PendingWrites {
  /** The IDs of the records that this window is working on now. */
  readonly inProgress = new Set<string>();
  /** Removed records, also those whose file could not be removed. */
  readonly #over = new Set<string>();

  /** @param removed called when a record is removed; never rejects */
  constructor(
    private readonly files: TextFiles,
    private readonly removed: (record: PendingWrite) => Promise<void> = () => Promise.resolve(),
  ) {}

  /**
   * The records, the oldest first, without those that cannot be read. Rejects if the folder cannot be listed.
   */
  async all(): Promise<readonly PendingWrite[]> {
    const names = await this.#names();
    const records = await Promise.all(names.map(name => this.#read(name)));
    const found = records.filter(record => record !== undefined).sort((one, other) => one.at - other.at);
    const isOver = ({ recordId }: PendingWrite) => this.#over.has(recordId);
    for (const record of found.filter(isOver)) await this.remove(record).catch(() => undefined);
    return found.filter(record => !isOver(record));
  }

  /** Adds or changes a record. If this rejects, nothing may be sent. */
  async put(record: PendingWrite): Promise<void> {
    this.#over.delete(record.recordId);
    try {
      await this.files.write(pathOf(record), JSON.stringify(record));
    } catch (error) {
      throw failed(t('The change could not be recorded on this machine, so nothing was sent.'), error);
    }
  }

  /**
   * Removes a record. Resolves if there is none: another window may have removed it. Rejects if it stays.
   */
  async remove(record: PendingWrite): Promise<void> {
    this.#over.add(record.recordId);
    try {
      await this.files.remove(pathOf(record));
    } catch (error) {
      const names = await this.#names();
      if (names.some(name => pathOf(record) === `${recordsFolder}/${name}`)) {
        throw failed(t('The record of the change could not be removed from this machine.'), error);
      }
    }
    await this.removed(record);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await this.files.list(recordsFolder);
    } catch (error) {
      throw failed(t('The records of earlier changes could not be read, so nothing was sent.'), error);
    }
  }

  async #read(name: string): Promise<PendingWrite | undefined> {
    const text = await this.files.read(`${recordsFolder}/${name}`).catch(() => '');
    const record = readRecord(parseJson(text), { strings, numbers: ['at'] });
    const kind = resourceKinds.find(candidate => candidate === record?.kind);
    const does = writeKinds.find(candidate => candidate === record?.does);
    if (!record || !kind || !does || !parseUrl(record.origin)) return undefined;
    const members = parseJson(text) as Readonly<Record<string, unknown>>;
    const option = optionNames.find(candidate => candidate === members['option']);
    return {
      recordId: name.replace(/\.json$/, ''),
      ...{ ...record, kind, does, ...(option && { option }) },
      ...(members['concernsAccess'] === true && { concernsAccess: true }),
      ...(members['isTold'] === true && { isTold: true }),
    };
  }
}

function failed(message: string, error: unknown): Problem {
  return storageProblem(error, message, t('Check that the disk is writable and not full, then try again.'));
}

function pathOf({ recordId }: Pick<PendingWrite, 'recordId'>): string {
  return `${recordsFolder}/${recordId}.json`;
}
