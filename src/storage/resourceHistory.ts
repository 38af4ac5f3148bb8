import { jsonObject, parseJson } from '../core/common/json';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { readRecord } from '../core/common/readRecord';
import { isSameCustomer } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import { resourceKey, type ResourceKey, resourceKinds } from '../core/resources/resource';
import type { TextFiles } from './transaction';

/** A resource as it was before we changed it. */
export interface ResourceVersion extends ResourceKey {
  readonly title: string;
  /** Of which customer at which service it is; both empty where an older version kept it. */
  readonly origin: string;
  readonly customerId: string;
  /** When it was replaced: milliseconds since 1970. */
  readonly at: number;
  /** As it was shown: with masks in the place of secrets. */
  readonly text: string;
}

const maxVersions = 50;

const stringNames = ['kind', 'id', 'title', 'origin', 'customerId', 'text'] as const;

/** Whose configuration it is: a profile may be pointed to another customer. */
type Owner = Pick<Profile, 'id' | 'origin' | 'customerId'>;

/**
 * Copies of what was there before each of our writes, on this machine; never with a secret in them. One folder for a
 * profile and resource, one file for a version, so that windows do not overwrite each other's. Each says whose it is, and only
 * those of the customer that the profile is for now are told.
 */
export class ResourceHistory {
  constructor(
    private readonly files: TextFiles,
    /** Milliseconds since 1970. */
    private readonly now: () => number,
    /** Told of failures that stop nothing. */
    private readonly warn: (message: string, error: unknown) => void,
  ) {}

  /**
   * Keeps what is there now; the oldest of more than fifty goes. `text` has masks for secrets. Rejects with a `Problem` of
   * kind `storage`: then nothing may be written over it.
   */
  async add(owner: Owner, { kind, id }: ResourceKey, title: string, text: string): Promise<void> {
    const folder = await folderOf(owner, { kind, id });
    const { origin, customerId } = owner;
    const version: ResourceVersion = { kind, id, title, origin, customerId, at: this.now(), text };
    try {
      const names = await this.files.list(folder);
      await this.files.write(`${folder}/${fileName(version.at, names)}`, JSON.stringify(version));
      await this.#prune(folder, names);
    } catch (error) {
      throw new Problem(
        'storage',
        t('A copy of what is there could not be kept, so nothing was sent.'),
        t('Check that the disk is not full, then try again.'),
        error instanceof Error ? error.name : typeof error,
      );
    }
  }

  /** The versions of a resource, the newest first. What can not be read is left out. */
  async list(owner: Owner, key: ResourceKey): Promise<readonly ResourceVersion[]> {
    return this.#readVersions(await folderOf(owner, key), owner);
  }

  /** The newest version of each resource of a profile, those that are not there any more among them; the newest first. */
  async listNewest(owner: Owner): Promise<readonly ResourceVersion[]> {
    const folders = await this.files.list(owner.id).catch(() => []);
    const found: ResourceVersion[] = [];
    for (const folder of folders) {
      const [version] = await this.#readVersions(`${owner.id}/${folder}`, owner);
      if (version) found.push(version);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  /** The profile is gone, and with it what was kept of it. */
  async removeProfile(profileId: string): Promise<void> {
    for (const folder of await this.files.list(profileId).catch(() => [])) {
      for (const name of await this.files.list(`${profileId}/${folder}`).catch(() => [])) {
        await this.files.remove(`${profileId}/${folder}/${name}`);
      }
    }
  }

  async #readVersions(folder: string, owner: Owner): Promise<readonly ResourceVersion[]> {
    const names = [...(await this.files.list(folder).catch(() => []))].sort().reverse();
    const versions = await Promise.all(names.map(name => this.#read(`${folder}/${name}`)));
    return versions
      .filter(version => version !== undefined)
      .filter(({ origin, customerId }) => origin === '' || isSameCustomer({ origin, customerId }, owner));
  }

  async #read(path: string): Promise<ResourceVersion | undefined> {
    const text = await this.files.read(path).catch(() => '');
    const whole = { origin: '', customerId: '', ...jsonObject(parseJson(text)) };
    const found = readRecord(whole, { strings: stringNames, numbers: ['at'] });
    const kind = resourceKinds.find(candidate => candidate === found?.kind);
    if (!found || !kind || (found.origin !== '' && !URL.canParse(found.origin))) return undefined;
    return { ...found, kind };
  }

  async #prune(folder: string, names: readonly string[]): Promise<void> {
    const excess = [...names].sort().slice(0, Math.max(0, names.length + 1 - maxVersions));
    for (const name of excess) {
      await this.files.remove(`${folder}/${name}`).catch((error: unknown) => {
        this.warn('An old version could not be removed', error);
      });
    }
  }
}

/** An id may be longer than a file name, or mean a folder: its digest does not. */
async function folderOf(owner: Owner, key: ResourceKey): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(resourceKey(key)));
  const hex = [...new Uint8Array(digest).subarray(0, 16)].map(byte => byte.toString(16).padStart(2, '0'));
  return `${owner.id}/${hex.join('')}`;
}

/**
 * In the order of time, also as text, and after those that are there, where the clock was set back. Never that of another
 * window, which may keep a copy in the same millisecond.
 */
function fileName(at: number, taken: readonly string[]): string {
  const last = Math.max(0, ...taken.map(name => Number.parseInt(name, 10)).filter(Number.isFinite));
  return `${String(Math.max(at, last + 1)).padStart(15, '0')}-${crypto.randomUUID().slice(0, 8)}.json`;
}
