import * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { escapeMarkup } from '../../../core/common/escapeMarkup';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import type { ResourceEntry } from '../../../core/resources/resource';
import {
  alignMembers,
  isEquivalentJson,
  toDocumentText,
  withTitleFirst,
} from '../../../core/resources/resourceText';
import {
  isSameResource,
  parseResourceUri,
  type ResourceRef,
  resourceUriParts,
} from '../../../core/resources/resourceUri';
import type { Draft, Drafts } from '../../../storage/drafts';
import { resourceScheme } from '../../../ui/ids';
import { type BaseVersion, type BaseVersions, equalsBase } from './baseVersions';
import type { ResourceFileProvider } from './lazyFileSystem';
import { isManualSave } from './manualSave';

export interface ResourceFileSystemDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly drafts: Drafts;
  readonly now: () => number;
  readonly fireDidChange: (changes: vscode.FileChangeEvent[]) => void;
  readonly problemOf: (what: string, error: unknown) => Problem;
  /** A draft was kept. */
  readonly onDraftKept: (uri: vscode.Uri) => void;
  /** The user saved a text that differs from the service, and the save has ended. */
  readonly onSavedByHand: (uri: vscode.Uri) => void;
}

/** A text that was sent to the service. */
export interface SentText {
  readonly text: string;
  /** The revision of the draft that the document showed before. */
  readonly revision: string | undefined;
  /** The text that the service has now. */
  readonly shown: string;
}

/**
 * The resources as documents. A save keeps a draft; only a command sends it. VS Code compares modification times before it
 * saves, but only we can detect conflicts. So a time changes only when VS Code must read the document again.
 */
export class ResourceFileSystem implements ResourceFileProvider {
  /** The text that `stat` read, for the `readFile` that follows. */
  readonly #readAhead = new Map<string, string>();
  /** What was read while a document was dirty, or will be shown in a moment. Only a revert shows it. */
  readonly #pendingRevert = new Map<string, ReadText>();
  /** Texts that were already sent, so that the next save only marks the document as saved. */
  readonly #alreadySent = new Map<string, { readonly text: string; readonly shown: string }>();
  /** Documents that were saved, but whose text the service changed. */
  readonly #changedByServer = new Set<string>();
  readonly #saveReasons = new Map<string, vscode.TextDocumentSaveReason>();
  /** Documents whose current save was not requested by the user. */
  readonly #savedByUs = new Set<string>();
  readonly #savedByHand = new Set<string>();
  readonly #sending = new Set<string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly deps: ResourceFileSystemDeps) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === resourceScheme) this.#saveReasons.set(document.uri.toString(), reason);
      }),
      // Only after the save has ended: until then VS Code does not read the document again.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const key = uri.toString();
        if (this.#changedByServer.delete(key)) this.#bumpMtime(uri);
        if (this.#savedByHand.delete(key)) deps.onSavedByHand(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // A change of the language closes and opens a document, with its unsaved changes.
        if (uri.scheme !== resourceScheme || openDocument(uri)) return;
        deps.baseVersions.delete(uri.toString());
        this.#pendingRevert.delete(uri.toString());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // After a revert, the text that was read last is what the document shows.
        const read = this.#pendingRevert.get(document.uri.toString());
        if (read === undefined || document.isDirty || document.getText() !== read.text) return;
        // Without a base version, `stat` returned the time 0.
        this.#store(document.uri, read.base, deps.baseVersions.get(document.uri.toString())?.mtime ?? 0);
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  readonly stat = async (uri: vscode.Uri): Promise<vscode.FileStat> => {
    const key = uri.toString();
    await this.deps.drafts.whenLoaded();
    let base = this.deps.baseVersions.get(key);
    // The base version is lost. The current version must not replace it; it is reported when the change is sent.
    if (!base && isDirty(uri)) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    const draft = this.draftOf(uri);
    if (!base && draft) base = this.#store(uri, baseOfDraft(draft));
    if (!base) {
      const text = await this.#load(uri);
      base = this.deps.baseVersions.get(key);
      // VS Code may call `stat` twice in parallel; then the document was read in the meantime.
      if (!base) this.#readAhead.set(key, text);
      base ??= this.setBase(uri, text);
    }
    const shown = draft?.revision === base.revision && draft ? draft.text : base.text;
    const size = new TextEncoder().encode(shown).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: base.mtime, size };
  };

  readonly readFile = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const key = uri.toString();
    await this.deps.drafts.whenLoaded();
    const readAhead = this.#readAhead.get(key);
    this.#readAhead.delete(key);
    const draft = this.draftOf(uri);
    const text = draft?.text ?? readAhead ?? this.#alignWithBase(key, await this.#load(uri));
    const base: BaseText = draft ? baseOfDraft(draft) : { text, ...this.#customerOf(uri) };
    // Not every read is for the editor. The base version is that of what the editor shows.
    const seen = openDocument(uri)?.getText();
    if (isDirty(uri) || (seen !== undefined && seen !== text)) this.#pendingRevert.set(key, { text, base });
    else this.#store(uri, base);
    return new TextEncoder().encode(text);
  };

  /** Keeps the order of the members, so that a diff shows only real changes. */
  #alignWithBase(key: string, text: string): string {
    const base = this.deps.baseVersions.get(key);
    return base ? toDocumentText(alignMembers(text, base.text)) : text;
  }

  readonly writeFile = async (uri: vscode.Uri, content: Uint8Array): Promise<void> => {
    const key = uri.toString();
    const text = new TextDecoder().decode(content);
    const reason = this.#saveReasons.get(key);
    this.#saveReasons.delete(key);
    const alreadySent = this.#alreadySent.get(key);
    try {
      // Format on save may change white space.
      if (alreadySent && equalsBase(text, alreadySent)) this.#onWritten(uri, text, alreadySent.shown);
      else if ((await this.#keepDraft(uri, text)) && isManualSave(uri, reason) && !this.#savedByUs.has(key))
        this.#savedByHand.add(key);
    } catch (error) {
      throw fileError(this.deps.problemOf('Saving a draft', error));
    }
  };

  /** Keeps a text as a draft, unless it equals the base version. Resolves with whether there is a draft then. */
  async #keepDraft(
    uri: vscode.Uri,
    text: string,
    mtime: number | undefined = this.#nextMtime(uri.toString()),
  ): Promise<boolean> {
    const { drafts, baseVersions, configurations, onDraftKept } = this.deps;
    await drafts.whenLoaded();
    const key = uri.toString();
    const ref = resourceRefOf(uri);
    const { profile } = configurations.get(ref.profile);
    // A lost base version equals nothing that the service has, so that this is reported as a conflict.
    const base: BaseText = baseVersions.get(key) ?? { text: lostBase, ...this.#customerOf(uri) };
    if (equalsBase(text, base)) {
      const draft = this.draftOf(uri);
      if (draft && draft.revision === base.revision) await drafts.remove(draft);
      this.#store(uri, { text: base.text, ...this.#customerOf(uri) }, mtime);
      return false;
    }
    const { origin, customerId, revision: previous } = base;
    const owner = { id: profile.id, origin, customerId };
    const draft = await drafts.put(owner, ref, { base: base.text, text, previous });
    this.#store(uri, baseOfDraft(draft), mtime);
    onDraftKept(uri);
    return true;
  }

  /** The draft of a document, for the customer that its profile has now. */
  draftOf(uri: vscode.Uri): Draft | undefined {
    const ref = uri.scheme === resourceScheme ? parseResourceUri(uri) : undefined;
    try {
      return ref && this.deps.drafts.get(this.deps.configurations.get(ref.profile).profile, ref);
    } catch (error) {
      // The profile was removed.
      if (isProblem(error)) return undefined;
      throw error;
    }
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
    // An open document keeps its URI after its title changed.
    const open = this.deps.baseVersions.uris.map(other => vscode.Uri.parse(other));
    return open.find(other => isSameResource(other, uri)) ?? uri;
  }

  /** Saves a document that is dirty. Rejects with a `storage` problem if no draft could be kept. */
  async save(document: vscode.TextDocument): Promise<void> {
    if (!document.isDirty) return;
    const key = document.uri.toString();
    this.#savedByUs.add(key);
    try {
      // VS Code resolves with false if auto save came first.
      if ((await document.save()) || !isDirty(document.uri) || (await document.save())) return;
    } finally {
      this.#savedByUs.delete(key);
    }
    throw new Problem('storage', t('The document could not be saved.'), t('Save it, then try again.'));
  }

  /**
   * Replaces the text of a document, as one step of Undo, and saves it: it becomes the draft, or the draft goes if the
   * text equals the base version. Rejects as `save`.
   */
  async replaceText(document: vscode.TextDocument, text: string): Promise<void> {
    if (document.getText() !== text) {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    }
    if (document.isDirty) await this.save(document);
    // Only the base version may have changed.
    else
      await this.#keepDraft(document.uri, text, this.deps.baseVersions.get(document.uri.toString())?.mtime);
  }

  /** Whether the text of a document is being sent now. */
  isSending(uri: vscode.Uri): boolean {
    return this.#sending.has(uri.toString());
  }

  /** Runs what sends the text of a document. */
  async whileSending<T>(uri: vscode.Uri, run: () => Promise<T>): Promise<T> {
    const key = uri.toString();
    this.#sending.add(key);
    try {
      return await run();
    } finally {
      this.#sending.delete(key);
    }
  }

  /**
   * Takes over that a text was sent: its draft goes, and the document shows what the service has. Later edits stay: as
   * unsaved changes, or as a draft on the new base.
   */
  async onSent(uri: vscode.Uri, { text, revision, shown }: SentText): Promise<void> {
    const { drafts, configurations } = this.deps;
    const key = uri.toString();
    const draft = this.draftOf(uri);
    const document = openDocument(uri);
    // Auto save may have kept what is being sent.
    if (draft && draft.revision !== revision && !equalsBase(draft.text, { text })) {
      const ref = resourceRefOf(uri);
      const { profile } = configurations.get(ref.profile);
      const kept = await drafts.put(profile, ref, {
        ...{ base: shown, text: draft.text, previous: draft.revision },
      });
      if (document) this.#store(uri, baseOfDraft(kept));
      return;
    }
    // Also if the document cannot be marked as saved below.
    if (document) this.setBase(uri, shown);
    if (draft) await drafts.remove(draft);
    if (!document) return;
    if (!document.isDirty) this.#showAgain(document, shown);
    if (!document.isDirty || document.getText() !== text) return;
    this.#alreadySent.set(key, { text, shown });
    try {
      await document.save();
    } finally {
      this.#alreadySent.delete(key);
    }
  }

  /** Makes a text the base version of a document, without a new modification time. */
  setBase(uri: vscode.Uri, text: string): BaseVersion {
    return this.#store(uri, { text, ...this.#customerOf(uri) });
  }

  /** Moves a document, and the draft that it shows, to another base version. The next save keeps that. */
  rebase(uri: vscode.Uri, text: string): void {
    const { revision } = this.deps.baseVersions.get(uri.toString()) ?? {};
    this.#store(uri, { text, revision, ...this.#customerOf(uri) });
  }

  /** Reads all open documents again, except dirty ones. */
  reload(): void {
    for (const uri of this.#cleanDocuments()) this.#bumpMtime(uri);
  }

  /** Reads the open documents again whose draft was changed or removed elsewhere, except dirty ones. */
  followDrafts(): void {
    for (const uri of this.#cleanDocuments()) {
      const { revision } = this.deps.baseVersions.get(uri.toString()) ?? {};
      if (this.draftOf(uri)?.revision !== revision) this.#bumpMtime(uri);
    }
  }

  #cleanDocuments(): readonly vscode.Uri[] {
    return this.deps.baseVersions.uris.map(uri => vscode.Uri.parse(uri)).filter(uri => !isDirty(uri));
  }

  /** Has VS Code read a document again that shows another text. */
  #showAgain(document: vscode.TextDocument, text: string): void {
    if (document.getText() === text) return;
    this.#bumpMtime(document.uri);
    this.#readAhead.set(document.uri.toString(), text);
  }

  #onWritten(uri: vscode.Uri, text: string, shown: string): void {
    this.#store(uri, { text: shown, ...this.#customerOf(uri) }, this.#nextMtime(uri.toString()));
    if (!isEquivalentJson(text, shown)) this.#changedByServer.add(uri.toString());
  }

  #bumpMtime(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#readAhead.delete(key);
    const base = this.deps.baseVersions.get(key);
    if (base) this.#store(uri, base, this.#nextMtime(key));
    this.deps.fireDidChange([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  #nextMtime(key: string): number {
    return Math.max(this.deps.now(), (this.deps.baseVersions.get(key)?.mtime ?? 0) + 1);
  }

  #store(uri: vscode.Uri, base: BaseText, mtime?: number): BaseVersion {
    const key = uri.toString();
    const { text, revision, origin, customerId } = base;
    const stored: BaseVersion = {
      ...{ text, revision, origin, customerId },
      mtime: mtime ?? this.deps.baseVersions.get(key)?.mtime ?? this.deps.now(),
    };
    this.deps.baseVersions.set(key, stored);
    return stored;
  }

  #customerOf(uri: vscode.Uri): Pick<BaseVersion, 'origin' | 'customerId'> {
    const { origin, customerId } = this.deps.configurations.get(resourceRefOf(uri).profile).profile;
    return { origin, customerId };
  }

  async #load(uri: vscode.Uri): Promise<string> {
    try {
      const ref = resourceRefOf(uri);
      const { resourceCache } = this.deps.configurations.get(ref.profile);
      return toDocumentText(withTitleFirst((await resourceCache.read(ref)).body));
    } catch (error) {
      throw fileError(this.deps.problemOf('Reading a resource', error));
    }
  }
}

/** What a document began with, without the time. */
type BaseText = Omit<BaseVersion, 'mtime'>;

/** A text that was read for a document, and its base version. */
interface ReadText {
  readonly text: string;
  readonly base: BaseText;
}

/** In place of a base version that is not known any more. */
const lostBase = '{}\n';

function baseOfDraft({ base, revision, origin, customerId }: Draft): BaseText {
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

export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

function isDirty(uri: vscode.Uri): boolean {
  return openDocument(uri)?.isDirty === true;
}

/** The error that VS Code shows in place of the document, or for a save. */
function fileError({ kind, message, nextStep }: Problem): vscode.FileSystemError {
  const text = escapeMarkup(`${message} ${nextStep}`.trim());
  return kind === 'gone'
    ? vscode.FileSystemError.FileNotFound(text)
    : vscode.FileSystemError.Unavailable(text);
}
