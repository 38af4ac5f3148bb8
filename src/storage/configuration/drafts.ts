// The drafts of this machine, and which of them is shown.
import { Queue } from '../../core/common/async/queue';
import { addToList } from '../../core/common/collections';
import { Emitter } from '../../core/common/event';
import { textComparer } from '../../core/common/normalized';
import { isSameCustomer } from '../../core/profile/client';
import type { Profile } from '../../core/profile/profile';
import { separateSecrets, titleIn } from '../../core/resources/draftText';
import type { ResourceKey } from '../../core/resources/resource';
import { type Draft, type DraftFile, DraftFiles, type DraftFilesDeps } from './draftFiles';

/** Whose configuration it is. */
export type DraftOwner = Pick<Profile, 'id' | 'origin' | 'customerId'>;

interface DraftDeps extends DraftFilesDeps {
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

function newestFirst(one: Draft, other: Draft): number {
  return other.changedAt - one.changedAt || (one.revision < other.revision ? -1 : 1);
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
  /** By each revision that this window saved: the first of those that it replaced one after the other. */
  readonly #origins = new Map<string, string>();
  /** By revision: those whose file is gone, but whose secrets stay until that is certain. */
  readonly #missing = new Map<string, Draft>();
  readonly #files: DraftFiles;
  readonly #queue = new Queue();
  readonly #changed = new Emitter<undefined>();
  #loaded: Promise<void> | undefined;

  /** The drafts changed, here or in another window. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly deps: DraftDeps) {
    this.#files = new DraftFiles(deps);
  }

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
    const byResource = new Map<string, Draft[]>();
    for (const draft of this.#of(owner)) addToList(byResource, keyOf(draft.profileId, draft), draft);
    const compareTitles = textComparer();
    return [...byResource.values()]
      .flatMap(drafts => this.#shownAmong(drafts) ?? [])
      .sort((one, other) => compareTitles(one.title, other.title));
  }

  /** The drafts of a profile for other customers than it has now. */
  ofOtherCustomers(owner: DraftOwner): readonly Draft[] {
    const all = [...this.#known.values()].filter(({ profileId }) => profileId === owner.id);
    return all.filter(draft => !isSameCustomer(draft, owner));
  }

  /** How many resources of a profile have a draft, for any customer; those that cannot be read too. Reads the drafts first. */
  async count(profileId: string): Promise<number> {
    const drafts = await this.ofProfile(profileId);
    const unread = await this.#unreadOf(profileId);
    return new Set(drafts.map(draft => keyOf(draft.customerId, draft))).size + unread.length;
  }

  /** All drafts of a profile, for any customer, also several of a resource. Reads the drafts first. */
  async ofProfile(profileId: string): Promise<readonly Draft[]> {
    await this.refresh();
    return [...this.#known.values()].filter(draft => draft.profileId === profileId);
  }

  /** The revisions of a profile whose file or secrets could not be read. Never rejects. */
  async #unreadOf(profileId: string): Promise<readonly string[]> {
    const revisions = await this.#files.revisionsOf(profileId);
    return revisions.filter(revision => !this.#known.has(revision));
  }

  /** The draft of a resource: the one that this window saved, otherwise the newest. */
  get(owner: DraftOwner, key: ResourceKey): Draft | undefined {
    return this.#shownAmong(this.#all(owner, key));
  }

  /** @param drafts of one resource */
  #shownAmong(drafts: readonly Draft[]): Draft | undefined {
    const [newest] = [...drafts].sort(newestFirst);
    const own = newest && this.#own.get(keyOf(newest.profileId, newest));
    return drafts.find(({ revision }) => revision === own) ?? newest;
  }

  /** Further drafts of a resource, which other windows saved; the newest first. */
  others(owner: DraftOwner, key: ResourceKey): readonly Draft[] {
    const shown = this.get(owner, key);
    return this.#all(owner, key).filter(draft => draft !== shown);
  }

  /**
   * Whether a draft continues the text that was sent, so that it contains that change: it replaced the revision that was sent, or
   * this window saved it after others that did. A draft that was begun from the same base, here or in another window, does not.
   * @param sentRevision undefined if there was no draft of what a document of this window showed
   */
  isContinuation({ profileId, ...draft }: Draft, sentRevision: string | undefined): boolean {
    const { revision, previous } = draft;
    if (previous === sentRevision) return true;
    const isOwn = this.#own.get(keyOf(profileId, draft)) === revision;
    return isOwn && (sentRevision === undefined || this.#originOf(revision) === this.#originOf(sentRevision));
  }

  #originOf(revision: string): string {
    return this.#origins.get(revision) ?? revision;
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
    const { newId, now } = this.deps;
    return this.#queue.run(async () => {
      const replaced = this.#known.get(previous);
      // Another window may have removed its file.
      if (replaced?.base === base && replaced.text === text && (await this.#files.isKept(replaced)))
        return replaced;
      const revision = newId();
      // A base version that was lost has no title.
      const title = titleIn(kind, base, titleIn(kind, text, id));
      const owner = { profileId, origin, customerId };
      const draft: Draft = {
        ...{ revision, previous, ...owner, kind, id, title, base, text, changedAt: now() },
      };
      await this.#files.write(draft);
      this.#known.set(revision, draft);
      this.#own.set(keyOf(profileId, draft), revision);
      if (previous !== '') this.#origins.set(revision, this.#originOf(previous));
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
    for (const draft of await this.ofProfile(profileId)) await this.remove(draft);
    for (const revision of await this.#unreadOf(profileId))
      await this.#queue.run(() => this.#drop({ profileId, revision }));
  }

  #of(owner: DraftOwner): readonly Draft[] {
    return [...this.#known.values()].filter(
      draft => draft.profileId === owner.id && isSameCustomer(draft, owner),
    );
  }

  #all(owner: DraftOwner, { kind, id }: ResourceKey): readonly Draft[] {
    // The customer last: comparing it takes longest.
    return [...this.#known.values()]
      .filter(draft => draft.kind === kind && draft.id === id && draft.profileId === owner.id)
      .filter(draft => isSameCustomer(draft, owner))
      .sort(newestFirst);
  }

  async #read(): Promise<boolean> {
    const before = this.#known;
    const found = await this.#files.readAll(before);
    for (const draft of before.values()) this.#missing.set(draft.revision, draft);
    for (const revision of found.keys()) this.#missing.delete(revision);
    // A disk that is not there has no files either.
    const lost = found.size > 0 ? [...this.#missing.values()] : [];
    const replaced = new Set([...found.values()].map(({ previous }) => previous));
    const left = [...found.values()].filter(
      ({ revision }) => replaced.has(revision) || this.#files.isOver(revision),
    );
    for (const { revision } of left) found.delete(revision);
    this.#known = found;
    // Another program may have deleted the file: nobody knows the secret of such a draft.
    for (const draft of lost) {
      this.#missing.delete(draft.revision);
      if (separateSecrets(draft.text).secrets !== undefined) await this.#files.deleteSecrets(draft);
    }
    await this.#files.removeAll(left);
    const isSame = before.size === found.size && [...found.keys()].every(revision => before.has(revision));
    if (!isSame) this.#changed.fire(undefined);
    return !isSame;
  }

  async #drop(draft: DraftFile): Promise<void> {
    this.#known.delete(draft.revision);
    await this.#files.removeAll([draft]);
  }
}

function keyOf(profileId: string, { kind, id }: ResourceKey): string {
  return JSON.stringify([profileId, kind, id]);
}
