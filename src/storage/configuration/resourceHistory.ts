import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { parseJsonObject } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { isSameCustomer } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { optionNames, type OptionName } from '../../core/resources/configurationSnapshot';
import { resourceKey, type ResourceKey, resourceKinds } from '../../core/resources/resource';
import { storageProblem } from '../storageAccess';
import { digestName, namesIn, removeFilesIn, type TextFiles } from '../textFiles';

/** A resource, or what is below a login policy. */
export interface VersionKey extends ResourceKey {
  readonly option?: OptionName;
}

/** A resource, or what is below a login policy, as it was before one of our writes. */
export interface PreviousVersion extends VersionKey {
  readonly title: string;
  /** The customer it belongs to; both empty if an older version stored it. */
  readonly origin: string;
  readonly customerId: string;
  /** When it was replaced, in milliseconds since 1970. */
  readonly at: number;
  /** With masked secrets. */
  readonly text: string;
  /** What replaced it, with masked secrets; undefined for a deletion, and if an older version stored it. */
  readonly sent?: string;
  /** Whether the service accepted what was sent, and no read has shown it yet. */
  readonly isUnshown?: true;
}

/** A version that was stored. */
export interface KeptVersion {
  /** Removes it again. Never rejects. */
  readonly remove: () => Promise<void>;
  /** Notes that the service accepted what replaced it; `noteShown` takes that back. Never rejects. */
  readonly noteAccepted: () => Promise<void>;
}

const maxVersions = 50;

const stringNames = ['kind', 'id', 'title', 'origin', 'customerId', 'text'] as const;

/** Whose configuration it is: a profile may get another customer. */
type Owner = Pick<Profile, 'id' | 'origin' | 'customerId'>;

/**
 * Copies of resources before each of our writes, on this machine; never with a secret. Each version is a file, so that
 * windows do not overwrite each other's, in a folder for its profile and resource. Only versions of the customer that
 * the profile has now are returned.
 */
export class ResourceHistory {
  constructor(
    private readonly files: TextFiles,
    /** Milliseconds since 1970. */
    private readonly now: () => number,
    private readonly warn: (message: string, error: unknown) => void,
  ) {}

  /**
   * Stores a version and what replaces it, both with masked secrets, and removes the oldest of more than 50. Rejects with a
   * `storage` problem: then the resource may not be overwritten.
   */
  async add(owner: Owner, key: VersionKey, title: string, text: string, sent?: string): Promise<KeptVersion> {
    const { kind, id, option } = key;
    const folder = await folderOf(owner, key);
    const { origin, customerId } = owner;
    const version: PreviousVersion = {
      ...{ kind, id, ...(option && { option }) },
      ...{ title, origin, customerId, at: this.now(), text, ...(sent !== undefined && { sent }) },
    };
    try {
      const names = await this.files.list(folder);
      const path = `${folder}/${fileName(version.at, names)}`;
      await this.files.write(path, JSON.stringify(version));
      await this.#prune(folder, names);
      return {
        remove: () => this.#tryRemove(path),
        noteAccepted: () => this.#tryWrite(path, { ...version, isUnshown: true }),
      };
    } catch (error) {
      throw storageProblem(
        error,
        t('A copy of the current version could not be saved on this machine, so nothing was sent.'),
        t('Check that the disk is not full, then try again.'),
      );
    }
  }

  /** The versions that can be read, the newest first. Those of what is below a login policy are listed by its `option`. */
  async list(owner: Owner, key: VersionKey): Promise<readonly PreviousVersion[]> {
    return this.#readVersions(await folderOf(owner, key), owner);
  }

  /** The versions that were stored less than some ms ago, the newest first: up to the first that is older. */
  async listRecent(owner: Owner, key: VersionKey, maxAge: number): Promise<readonly PreviousVersion[]> {
    return (await this.#recent(owner, key, maxAge)).map(([, version]) => version);
  }

  /** Notes that a read has shown what replaced the last versions, or something later. `maxAge` as for `listRecent`. Never rejects. */
  async noteShown(owner: Owner, key: VersionKey, maxAge: number): Promise<void> {
    for (const [path, version] of await this.#recent(owner, key, maxAge)) {
      const { isUnshown, ...shown } = version;
      if (isUnshown) await this.#tryWrite(path, shown);
    }
  }

  /** The newest version of each resource of a profile, deleted ones too; the newest first. */
  async listNewest(owner: Owner): Promise<readonly PreviousVersion[]> {
    const found: PreviousVersion[] = [];
    for (const folder of await namesIn(this.files, owner.id)) {
      const version = await this.#readNewest(`${owner.id}/${folder}`, owner);
      if (version) found.push(version);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  /** Removes all versions of a removed profile. */
  async removeProfile(profileId: string): Promise<void> {
    for (const folder of await namesIn(this.files, profileId))
      await removeFilesIn(this.files, `${profileId}/${folder}`);
  }

  /** Reads no older ones: there may be many for each of many resources. */
  async #readNewest(folder: string, owner: Owner): Promise<PreviousVersion | undefined> {
    for (const name of await this.#namesIn(folder)) {
      const version = await this.#read(`${folder}/${name}`, owner);
      if (version) return version;
    }
    return undefined;
  }

  async #readVersions(folder: string, owner: Owner): Promise<readonly PreviousVersion[]> {
    const names = await this.#namesIn(folder);
    const versions = await Promise.all(names.map(name => this.#read(`${folder}/${name}`, owner)));
    return versions.filter(version => version !== undefined);
  }

  /** The newest first. */
  async #namesIn(folder: string): Promise<readonly string[]> {
    return [...(await namesIn(this.files, folder))].sort().reverse();
  }

  /** Undefined if it cannot be read, or is of another customer. */
  async #read(path: string, owner: Owner): Promise<PreviousVersion | undefined> {
    const text = await this.files.read(path).catch(() => '');
    const whole: Readonly<Record<string, unknown>> = {
      ...{ origin: '', customerId: '' },
      ...parseJsonObject(text),
    };
    const found = readRecord(whole, { strings: stringNames, numbers: ['at'] });
    const kind = resourceKinds.find(candidate => candidate === found?.kind);
    if (!found || !kind) return undefined;
    if (found.origin !== '' && !(parseUrl(found.origin) && isSameCustomer(found, owner))) return undefined;
    const option = optionNames.find(name => name === whole['option']);
    const { sent, isUnshown } = whole;
    return {
      ...{ ...found, kind, ...(option && { option }) },
      ...(typeof sent === 'string' && { sent }),
      ...(isUnshown === true && { isUnshown }),
    };
  }

  /** With their paths. */
  async #recent(
    owner: Owner,
    key: VersionKey,
    maxAge: number,
  ): Promise<readonly (readonly [path: string, PreviousVersion])[]> {
    const folder = await folderOf(owner, key);
    const found: (readonly [string, PreviousVersion])[] = [];
    for (const name of await this.#namesIn(folder)) {
      const path = `${folder}/${name}`;
      const version = await this.#read(path, owner);
      // Also after the clock was set back.
      if (version && Math.abs(this.now() - version.at) >= maxAge) break;
      if (version) found.push([path, version]);
    }
    return found;
  }

  async #tryWrite(path: string, version: PreviousVersion): Promise<void> {
    await this.files.write(path, JSON.stringify(version)).catch((error: unknown) => {
      this.warn('A copy of an earlier version could not be changed', error);
    });
  }

  async #prune(folder: string, names: readonly string[]): Promise<void> {
    const excess = [...names].sort().slice(0, Math.max(0, names.length + 1 - maxVersions));
    for (const name of excess) await this.#tryRemove(`${folder}/${name}`);
  }

  async #tryRemove(path: string): Promise<void> {
    await this.files.remove(path).catch((error: unknown) => {
      this.warn('An old version could not be removed', error);
    });
  }
}

async function folderOf(owner: Owner, key: VersionKey): Promise<string> {
  const text = key.option === undefined ? resourceKey(key) : `${resourceKey(key)}\n${key.option}`;
  return `${owner.id}/${await digestName(text)}`;
}

/**
 * Sorts by time as text, and after the existing ones if the clock was set back. Unique, because another window may store
 * a version in the same millisecond.
 */
function fileName(at: number, taken: readonly string[]): string {
  const last = Math.max(0, ...taken.map(name => Number.parseInt(name, 10)).filter(Number.isFinite));
  return `${String(Math.max(at, last + 1)).padStart(15, '0')}-${crypto.randomUUID().slice(0, 8)}.json`;
}
