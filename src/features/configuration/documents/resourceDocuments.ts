// The open configuration documents: their texts, base versions and drafts.
import * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { Queue } from '../../../core/common/async/queue';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import { isSameCustomer } from '../../../core/profile/client';
import type { Profile } from '../../../core/profile/profile';
import type { ResourceEntry } from '../../../core/resources/resource';
import {
  isSameResource,
  parseResourceUri,
  type ResourceRef,
  resourceUriParts,
} from '../../../core/resources/resourceUri';
import type { Draft } from '../../../storage/configuration/draftFiles';
import type { DraftOwner, Drafts } from '../../../storage/configuration/drafts';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import { resourceScheme } from '../../../ui/ids';
import { type BaseVersion, type BaseVersions, equalsBase, lostBase } from './baseVersions';

export interface ResourceDocumentsDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly drafts: Drafts;
  readonly profiles: Pick<ProfileStore, 'all'>;
  readonly now: () => number;
  readonly fireDidChange: (changes: vscode.FileChangeEvent[]) => void;
  /** A draft was kept. */
  readonly onDraftKept: () => void;
}

/** Whose configuration a text is. */
export type Customer = Pick<BaseVersion, 'origin' | 'customerId'>;

/** What a document began with, without the time. */
export type BaseText = Omit<BaseVersion, 'mtime'>;

/**
 * What the documents of resources show: a draft, or a base version. VS Code compares modification times before it saves,
 * but only we can detect conflicts. So a time changes only when VS Code must read the document again.
 */
export class ResourceDocuments {
  /** What the `readFile` that follows reads, by URI. */
  readonly readAhead = new Map<string, BaseText>();
  /** See `onBase`. */
  readonly #nextBases = new Map<string, { readonly text: string; readonly base: BaseText }>();

  readonly #writes = new Queue();

  constructor(private readonly deps: ResourceDocumentsDeps) {}

  /** The draft of a document, for the customer that its profile has now. */
  draftOf(uri: vscode.Uri): Draft | undefined {
    const profile = this.profileOf(uri);
    return profile && this.deps.drafts.get(profile, resourceRefOf(uri));
  }

  /** The document of a resource. */
  uriOf(
    { profile, resourceCache }: Pick<ProfileConfiguration, 'profile' | 'resourceCache'>,
    entry: ResourceEntry,
  ): vscode.Uri {
    const isTitleShared = resourceCache
      .cachedList(entry.kind)
      ?.some(({ id, title }) => title === entry.title && id !== entry.id);
    const uri = vscode.Uri.from({
      scheme: resourceScheme,
      ...resourceUriParts(profile.name, entry, isTitleShared),
    });
    // An open document keeps its URI after its title, or the name of its profile, changed.
    const open = this.deps.baseVersions.uris.map(other => vscode.Uri.parse(other));
    return (
      open.find(other => isSameResource(other, uri)) ??
      open.find(other => this.#isUnderEarlierName(other, profile, entry)) ??
      uri
    );
  }

  #isUnderEarlierName(uri: vscode.Uri, { id, name }: Profile, entry: ResourceEntry): boolean {
    const ref = parseResourceUri(uri);
    const isEntry = ref?.kind === entry.kind && ref.id === entry.id;
    return isEntry && ref.profile !== name && this.profileOf(uri)?.id === id;
  }

  /** The profile of a document; undefined if it was removed. */
  profileOf(uri: vscode.Uri): Profile | undefined {
    try {
      return this.deps.configurations.forDocument(resourceRefOf(uri).profile).profile;
    } catch (error) {
      if (isProblem(error)) return undefined;
      throw error;
    }
  }

  /**
   * Keeps a text as a draft, unless it equals the base version. Resolves with whether there is a draft then. Rejects with a
   * `storage` problem.
   * @param mtime the new modification time of the document
   */
  keepDraft(uri: vscode.Uri, text: string, mtime?: number): Promise<boolean> {
    return this.inTurn(() => this.#keepDraft(uri, text, mtime ?? this.#nextMtime(uri.toString())));
  }

  /**
   * Runs what reads which draft a document shows and then writes another one. Two at a time would both replace the same draft, and
   * the second one would count as that of another window.
   */
  inTurn<T>(write: () => Promise<T>): Promise<T> {
    return this.#writes.run(write);
  }

  async #keepDraft(uri: vscode.Uri, text: string, mtime: number): Promise<boolean> {
    const { drafts, baseVersions, configurations, onDraftKept } = this.deps;
    await drafts.whenLoaded();
    const ref = resourceRefOf(uri);
    const { profile } = configurations.forDocument(ref.profile);
    // With a lost one, what the service has is a conflict.
    const shown: BaseText = baseVersions.get(uri.toString()) ?? { ...profile, text: lostBase };
    const next = this.#nextBases.get(uri.toString());
    // Format on save may change white space.
    let base = next && equalsBase(text, next) ? next.base : shown;
    const { origin, customerId } = base;
    const previous = shown.revision;
    const owner = this.#ownerOf(base, profile);
    if (equalsBase(text, base)) {
      const draft = drafts.get(owner, ref);
      const isShown = draft !== undefined && draft.revision === previous;
      if (isShown) await drafts.remove(draft);
      if (isShown || previous === undefined || base !== shown) {
        this.store(uri, { text: base.text, origin, customerId }, mtime);
        return false;
      }
      // The draft that was edited was sent or discarded elsewhere: what it began with may be what the user wants back.
      base = { ...shown, text: lostBase };
    }
    const draft = await drafts.put(owner, ref, { base: base.text, text, previous });
    this.store(uri, baseOfDraft(draft), mtime);
    onDraftKept();
    return true;
  }

  /** The profile of a customer: a profile may have been edited, or renamed, while a document of it was open. */
  #ownerOf(customer: Customer, profile: Profile): DraftOwner {
    const { origin, customerId } = customer;
    const owners = [profile, ...this.deps.profiles.all].filter(each => isSameCustomer(each, customer));
    return { id: (owners[0] ?? profile).id, origin, customerId };
  }

  /**
   * Runs what saves a text on another base version. The draft gets both in one write, so that nobody ever finds the old text
   * on the new base: it would take back what is new there.
   */
  async onBase<T>(uri: vscode.Uri, text: string, base: BaseText, save: () => Promise<T>): Promise<T> {
    const key = uri.toString();
    this.#nextBases.set(key, { text, base });
    try {
      return await save();
    } finally {
      this.#nextBases.delete(key);
    }
  }

  /** Stores what a document shows. @param mtime the new modification time, if VS Code must read it again */
  store(uri: vscode.Uri, { text, revision, origin, customerId }: BaseText, mtime?: number): BaseVersion {
    const key = uri.toString();
    const stored: BaseVersion = {
      ...{ text, revision, origin, customerId },
      mtime: mtime ?? this.deps.baseVersions.get(key)?.mtime ?? this.deps.now(),
    };
    this.deps.baseVersions.set(key, stored);
    return stored;
  }

  /** Makes the text that a document was saved with, or what the service made of it, its base version. */
  storeSaved(uri: vscode.Uri, base: BaseText): void {
    this.store(uri, base, this.#nextMtime(uri.toString()));
  }

  /** Reads all open documents again, except dirty ones. */
  reload(): void {
    for (const uri of this.#cleanDocuments()) this.readAgain(uri);
  }

  /** Reads the open documents again whose draft was changed or removed elsewhere, except dirty ones. */
  followDrafts(): void {
    for (const uri of this.#cleanDocuments()) {
      // Nothing could be read.
      if (!this.profileOf(uri)) continue;
      const { revision } = this.deps.baseVersions.get(uri.toString()) ?? {};
      if (this.draftOf(uri)?.revision !== revision) this.readAgain(uri);
    }
  }

  /** Has VS Code read a document again. @param shown what it reads, if known */
  readAgain(uri: vscode.Uri, shown?: BaseText): void {
    const key = uri.toString();
    this.readAhead.delete(key);
    const base = this.deps.baseVersions.get(key);
    if (base) this.store(uri, base, this.#nextMtime(key));
    this.deps.fireDidChange([{ type: vscode.FileChangeType.Changed, uri }]);
    if (shown) this.readAhead.set(key, shown);
  }

  #cleanDocuments(): readonly vscode.Uri[] {
    return this.deps.baseVersions.uris.map(uri => vscode.Uri.parse(uri)).filter(uri => !isDirty(uri));
  }

  #nextMtime(key: string): number {
    return Math.max(this.deps.now(), (this.deps.baseVersions.get(key)?.mtime ?? 0) + 1);
  }
}

export function baseOfDraft({ base, revision, origin, customerId }: Draft): BaseText {
  return { text: base, revision, origin, customerId };
}

/** The resource of a document. Throws a `Problem` of kind `gone` for any other document. */
export function resourceRefOf(uri: vscode.Uri): ResourceRef {
  const ref = uri.scheme === resourceScheme ? parseResourceUri(uri) : undefined;
  if (ref) return ref;
  throw new Problem(
    'gone',
    t('This document is not a policy or client.'),
    t('Open it from the Hosted Login view.'),
  );
}

/** The open document of a URI; undefined if it is not open. */
export function findOpenDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

export function isDirty(uri: vscode.Uri): boolean {
  return findOpenDocument(uri)?.isDirty === true;
}

/** Closes the tabs of a document in all groups. */
export async function closeTabs(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}
