import { Queue } from '../../core/common/async/queue';
import { Emitter } from '../../core/common/event';
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { isSameCustomer } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { joinSecrets, separateSecrets, titleIn } from '../../core/resources/draftText';
import { type ResourceKey, resourceKinds } from '../../core/resources/resource';
import { type Secrets, storageProblem } from '../storageAccess';
import type { TextFiles } from '../transaction';

/** An edited resource that was saved, but not sent to the service yet. */
export interface Draft extends ResourceKey {
  /** A new one at each save. */
  readonly revision: string;
  /** The revision that this one replaces; empty if there was none. */
  readonly previous: string;
  readonly profileId: string;
  /** The customer of the resource. The profile may now be for another one. */
  readonly origin: string;
  readonly customerId: string;
  /** The title that the service had. */
  readonly title: string;
  /** The text that was shown when editing began, with masked secrets. */
  readonly base: string;
  /** The text as it was saved. Secrets that the user did not replace are masked. */
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly changedAt: number;
}

/** Whose configuration it is. */
export type DraftOwner = Pick<Profile, 'id' | 'origin' | 'customerId'>;

export const draftsFolder = 'drafts';

const draftSecretsPrefix = 'hostedLogin.draftSecrets.';

// prettier-ignore
const strings = [
  'revision', 'previous', 'profileId', 'origin', 'customerId', 'kind', 'id', 'title', 'base', 'text',
] as const;

interface DraftDeps {
  readonly files: TextFiles;
  readonly secrets: Secrets;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * The drafts of this machine. Each save writes a new file and then removes the file of the revision that it replaces, so
 * no window ever overwrites the draft of another one: if two windows save the same resource, both drafts stay. A killed
 * window may leave the replaced file; it is removed at the next load. Secrets that the user typed are in SecretStorage.
 */
export class Drafts {
  /** By revision. */
  #known = new Map<string, Draft>();
  /** The revision that this window saved last, by resource. */
  readonly #own = new Map<string, string>();
  /** Removed revisions, also those whose file could not be removed. */
  readonly #over = new Map<string, DraftFile>();
  readonly #queue = new Queue();
  readonly #changed = new Emitter<undefined>();
  #loaded: Promise<void> | undefined;

  /** The drafts changed, here or in another window. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: DraftDeps) {}

  dispose(): void {
    this.#changed.dispose();
  }

  /** Resolves when the drafts are read for the first time. Never rejects. */
  whenLoaded(): Promise<void> {
    return (this.#loaded ??= this.refresh().then(() => undefined));
  }

  /** Reads what other windows saved or removed. Resolves with whether anything changed. Never rejects. */
  refresh(): Promise<boolean> {
    const refreshed = this.#queue.run(async () => {
      try {
        return await this.#read();
      } catch (error) {
        this.deps.warn('The drafts could not be read', error);
        return false;
      }
    });
    this.#loaded ??= refreshed.then(() => undefined);
    return refreshed;
  }

  /** The drafts of a profile for the customer it has now, one for each resource; sorted by title. */
  of(owner: DraftOwner): readonly Draft[] {
    const keys = new Map(this.#of(owner).map(draft => [keyOf(draft.profileId, draft), draft]));
    return [...keys.values()]
      .map(key => this.get(owner, key))
      .filter(draft => draft !== undefined)
      .sort((one, other) => one.title.localeCompare(other.title));
  }

  /** The drafts of a profile for other customers than it has now. */
  ofOtherCustomers(owner: DraftOwner): readonly Draft[] {
    const all = [...this.#known.values()].filter(({ profileId }) => profileId === owner.id);
    return all.filter(draft => !isSameCustomer(draft, owner));
  }

  /** How many resources of a profile have a draft, for any customer; those that cannot be read too. Reads the drafts first. */
  async count(profileId: string): Promise<number> {
    await this.refresh();
    const drafts = [...this.#known.values()].filter(draft => draft.profileId === profileId);
    const unread = await this.#unreadOf(profileId);
    return new Set(drafts.map(draft => keyOf(draft.customerId, draft))).size + unread.length;
  }

  /** The revisions of a profile whose file or secrets could not be read. Never rejects. */
  async #unreadOf(profileId: string): Promise<readonly string[]> {
    const names = await this.#names();
    return names
      .filter(name => name.startsWith(`${profileId}.`))
      .map(revisionOf)
      .filter(revision => !this.#known.has(revision));
  }

  /** The draft of a resource: the one that this window saved, otherwise the newest. */
  get(owner: DraftOwner, key: ResourceKey): Draft | undefined {
    const all = this.#all(owner, key);
    const own = this.#own.get(keyOf(owner.id, key));
    return all.find(({ revision }) => revision === own) ?? all[0];
  }

  /** Further drafts of a resource, which other windows saved; the newest first. */
  others(owner: DraftOwner, key: ResourceKey): readonly Draft[] {
    const shown = this.get(owner, key);
    return this.#all(owner, key).filter(draft => draft !== shown);
  }

  /**
   * Keeps a draft. `previous` is the revision that the edited document showed; only that one is replaced. Rejects with a
   * `storage` problem: then the previous revision stays.
   */
  put(
    { id: profileId, origin, customerId }: DraftOwner,
    { kind, id }: ResourceKey,
    { base, text, previous = '' }: Pick<Draft, 'base' | 'text'> & { readonly previous?: string | undefined },
  ): Promise<Draft> {
    const { newId, now, files, secrets } = this.deps;
    return this.#queue.run(async () => {
      const replaced = this.#known.get(previous);
      // Another window may have removed its file.
      if (replaced?.base === base && replaced.text === text && (await this.#isKept(replaced)))
        return replaced;
      const revision = newId();
      const title = titleIn(kind, base, id);
      const owner = { profileId, origin, customerId };
      const draft: Draft = {
        ...{ revision, previous, ...owner, kind, id, title, base, text, changedAt: now() },
      };
      const kept = separateSecrets(text);
      try {
        // The secret first: a file without it would have lost it.
        if (kept.secrets !== undefined) await secrets.store(`${draftSecretsPrefix}${revision}`, kept.secrets);
        const record = { ...draft, text: kept.text, hasSecrets: kept.secrets !== undefined };
        await files.write(pathOf(draft), JSON.stringify(record));
      } catch (error) {
        if (kept.secrets !== undefined) await this.#deleteSecrets(revision);
        throw storageProblem(
          error,
          t('The draft of “{0}” could not be kept on this machine.', title),
          t('Check that the disk is not full and the key store of the system is unlocked, then save again.'),
        );
      }
      this.#known.set(revision, draft);
      this.#own.set(keyOf(profileId, draft), revision);
      if (replaced) await this.#drop(replaced);
      this.#changed.fire(undefined);
      return draft;
    });
  }

  /**
   * Removes a draft. Resolves with whether it was known until now. Never rejects: one whose file cannot be removed is tried
   * again at each load.
   */
  remove(draft: Draft): Promise<boolean> {
    return this.#queue.run(async () => {
      const wasKnown = this.#known.has(draft.revision);
      await this.#drop(draft);
      this.#changed.fire(undefined);
      return wasKnown;
    });
  }

  /** Removes all drafts of a removed profile. Never rejects. */
  async removeProfile(profileId: string): Promise<void> {
    await this.refresh();
    for (const draft of [...this.#known.values()]) {
      if (draft.profileId === profileId) await this.remove(draft);
    }
    for (const revision of await this.#unreadOf(profileId))
      await this.#queue.run(() => this.#drop({ profileId, revision }));
  }

  #of(owner: DraftOwner): readonly Draft[] {
    return [...this.#known.values()].filter(
      draft => draft.profileId === owner.id && isSameCustomer(draft, owner),
    );
  }

  #all(owner: DraftOwner, { kind, id }: ResourceKey): readonly Draft[] {
    return this.#of(owner)
      .filter(draft => draft.kind === kind && draft.id === id)
      .sort((one, other) => other.changedAt - one.changedAt || (one.revision < other.revision ? -1 : 1));
  }

  async #read(): Promise<boolean> {
    const names = await this.deps.files.list(draftsFolder);
    const found = new Map<string, Draft>();
    for (const name of names) {
      // Those that are known too: another window may have written that they are over.
      const draft = await this.#readFile(name);
      if (draft) found.set(draft.revision, draft);
    }
    const replaced = new Set([...found.values()].map(({ previous }) => previous));
    const left = [...found.values()].filter(
      ({ revision }) => replaced.has(revision) || this.#over.has(revision),
    );
    const before = this.#known;
    this.#known = found;
    // All before any is removed: see `#removeFile`.
    for (const draft of left) this.#over.set(draft.revision, draft);
    for (const draft of left) await this.#drop(draft);
    const isSame =
      before.size === this.#known.size && [...this.#known.keys()].every(revision => before.has(revision));
    if (!isSame) this.#changed.fire(undefined);
    return !isSame;
  }

  async #readFile(name: string): Promise<Draft | undefined> {
    const source = parseJson(await this.deps.files.read(`${draftsFolder}/${name}`).catch(() => ''));
    const record = readRecord(source, { strings, numbers: ['changedAt'] });
    const kind = resourceKinds.find(candidate => candidate === record?.kind);
    const known = this.#known.get(revisionOf(name));
    if (!record || !kind || record.revision !== revisionOf(name) || !parseUrl(record.origin)) return known;
    const { hasSecrets, isOver } = source as { readonly hasSecrets?: unknown; readonly isOver?: unknown };
    const draft: Draft = { ...record, kind };
    if (isOver === true) this.#over.set(draft.revision, draft);
    if (known) return known;
    if (hasSecrets !== true) return draft;
    try {
      const secrets = await this.deps.secrets.get(`${draftSecretsPrefix}${draft.revision}`);
      // Without them, the text says which ones are lost. One that was no JSON is lost as a whole.
      const text = joinSecrets({ text: draft.text, secrets }) ?? draft.text;
      return {
        ...draft,
        text:
          text === ''
            ? `// ${t('The text of this draft was lost, because it held a secret.')}\n${draft.base}`
            : text,
      };
    } catch (error) {
      this.deps.warn('The secrets of a draft could not be read', error);
      return undefined;
    }
  }

  /** None if the folder cannot be read. */
  async #names(): Promise<readonly string[]> {
    try {
      return await this.deps.files.list(draftsFolder);
    } catch {
      return [];
    }
  }

  async #isKept(draft: DraftFile): Promise<boolean> {
    const names = await this.#names();
    return names.includes(nameOf(draft));
  }

  async #drop(draft: DraftFile): Promise<void> {
    const { revision } = draft;
    this.#known.delete(revision);
    this.#over.set(revision, draft);
    try {
      await this.#removeFile(draft);
    } catch (error) {
      // Another window may have removed it.
      this.deps.warn('A draft could not be removed', error);
    }
    await this.#deleteSecrets(revision);
  }

  /**
   * Removes the file of a draft, after that of the one it replaced, which would be a draft again without it. If that cannot
   * be removed, this one stays, without its text, and says that both are over. Rejects if a file cannot be removed.
   */
  async #removeFile(draft: DraftFile): Promise<void> {
    const { files } = this.deps;
    const replaced = this.#over.get(draft.previous ?? '');
    if (replaced && (await this.#isKept(replaced))) {
      try {
        await this.#removeFile(replaced);
      } catch (error) {
        await files.write(pathOf(draft), JSON.stringify({ ...draft, base: '', text: '', isOver: true }));
        throw error;
      }
    }
    await files.remove(pathOf(draft));
  }

  async #deleteSecrets(revision: string): Promise<void> {
    try {
      await this.deps.secrets.delete(`${draftSecretsPrefix}${revision}`);
    } catch (error) {
      this.deps.warn('The secrets of a draft could not be removed', error);
    }
  }
}

function keyOf(profileId: string, { kind, id }: ResourceKey): string {
  return JSON.stringify([profileId, kind, id]);
}

/** What names the file of a draft. */
type DraftFile = Pick<Draft, 'profileId' | 'revision'> & Partial<Draft>;

function nameOf({ profileId, revision }: DraftFile): string {
  return `${profileId}.${revision}.json`;
}

function pathOf(draft: DraftFile): string {
  return `${draftsFolder}/${nameOf(draft)}`;
}

function revisionOf(name: string): string {
  return name.split('.').at(-2) ?? '';
}
