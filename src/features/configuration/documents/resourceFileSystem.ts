// The file system `hosted-login:`, which shows resources as documents.
import * as vscode from 'vscode';
import { escapeMarkup } from '../../../core/common/escapeMarkup';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { alignMembers, withTitleFirst } from '../../../core/resources/memberOrder';
import { toDocumentText } from '../../../core/resources/resourceText';
import type { DraftOwner } from '../../../storage/configuration/drafts';
import { applyTexts, saveDocument } from '../../../ui/documents/documentEdits';
import { resourceScheme } from '../../../ui/ids';
import { equalsBase } from './baseVersions';
import type { ResourceFileProvider } from './lazyFileSystem';
import {
  type BaseText,
  baseOfDraft,
  isDirty,
  findOpenDocument,
  resourceRefOf,
  type ResourceDocuments,
  type ResourceDocumentsDeps,
} from './resourceDocuments';
import { isSavedByHand } from './savedByHand';

export interface ResourceFileSystemDeps extends Pick<
  ResourceDocumentsDeps,
  'configurations' | 'baseVersions' | 'drafts'
> {
  readonly documents: ResourceDocuments;
  readonly problemOf: (what: string, error: unknown) => Problem;
  /** The user saved a text that differs from the base version, and the save has ended. */
  readonly onSavedByHand: (uri: vscode.Uri) => void;
  /** A text that equals the base version was saved. */
  readonly onUndone: (uri: vscode.Uri) => void;
}

/** A text that was sent to the service. */
export interface SentText {
  readonly text: string;
  /** The revision of the draft that the document showed before. */
  readonly revision: string | undefined;
  /** The text that the service has now. */
  readonly shown: string;
  /** The profile that sent it, as it was then: its customer. */
  readonly owner: DraftOwner;
}

/** A text that was read for a document, and its base version. */
interface ReadText {
  readonly text: string;
  readonly base: BaseText;
}

/** The resources as documents. A save keeps a draft; only a command sends it. */
export class ResourceFileSystem implements ResourceFileProvider {
  /** Texts that were read and are not shown yet: VS Code shows them when it reverts or reloads the document. */
  readonly #pendingRevert = new Map<string, ReadText>();
  /** Texts that were already sent, so that the next save only marks the document as saved. */
  readonly #alreadySent = new Map<string, { readonly text: string; readonly shown: BaseText }>();
  /** Documents that were saved, but whose text the service changed. */
  readonly #changedByService = new Set<string>();
  readonly #saveReasons = new Map<string, vscode.TextDocumentSaveReason>();
  /** Documents whose current save opens no review of its own. */
  readonly #savedByUs = new Set<string>();
  /** Documents to review when their current save has ended. */
  readonly #savedByHand = new Set<string>();
  /** All that sends the text of a document now, by its URI. */
  readonly #sending = new Map<string, Set<Promise<unknown>>>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly deps: ResourceFileSystemDeps) {
    const { documents, baseVersions, onSavedByHand } = deps;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === resourceScheme) this.#saveReasons.set(document.uri.toString(), reason);
      }),
      // Only after the save has ended: until then VS Code does not read the document again.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const key = uri.toString();
        if (this.#changedByService.delete(key)) documents.readAgain(uri);
        if (this.#savedByHand.delete(key) && documents.draftOf(uri)) onSavedByHand(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // A change of the language closes and opens a document, with its unsaved changes.
        if (uri.scheme !== resourceScheme || findOpenDocument(uri)) return;
        baseVersions.delete(uri.toString());
        this.#pendingRevert.delete(uri.toString());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // After a revert, the text that was read last is what the document shows.
        const read = this.#pendingRevert.get(document.uri.toString());
        if (read === undefined || document.isDirty || document.getText() !== read.text) return;
        // Without a base version, `stat` returned the time 0.
        documents.store(document.uri, read.base, baseVersions.get(document.uri.toString())?.mtime ?? 0);
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  readonly stat = async (uri: vscode.Uri): Promise<vscode.FileStat> => {
    const { documents, baseVersions, drafts } = this.deps;
    const key = uri.toString();
    await drafts.whenLoaded();
    let base = baseVersions.get(key);
    // The base version is lost. The current version must not replace it; it is reported when the change is sent.
    if (!base && isDirty(uri)) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    const draft = documents.draftOf(uri);
    if (!base && draft) base = documents.store(uri, baseOfDraft(draft));
    if (!base) {
      const loaded = await this.#load(uri);
      base = baseVersions.get(key);
      // VS Code may call `stat` twice in parallel; then the document was read in the meantime.
      if (!base) documents.readAhead.set(key, loaded);
      base ??= documents.store(uri, loaded);
    }
    const shown = draft?.revision === base.revision && draft ? draft.text : base.text;
    const size = bytesOf(uri, shown).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: base.mtime, size };
  };

  readonly readFile = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const { documents, drafts } = this.deps;
    const key = uri.toString();
    await drafts.whenLoaded();
    const readAhead = documents.readAhead.get(key);
    documents.readAhead.delete(key);
    const draft = documents.draftOf(uri);
    const base = draft ? baseOfDraft(draft) : (readAhead ?? this.#alignWithBase(key, await this.#load(uri)));
    const text = draft?.text ?? base.text;
    // Not every read is for the editor. The base version is that of what the editor shows.
    const seen = findOpenDocument(uri)?.getText();
    if (isDirty(uri) || (seen !== undefined && seen !== text)) this.#pendingRevert.set(key, { text, base });
    else documents.store(uri, base);
    return bytesOf(uri, text);
  };

  /** Keeps the order of the members, so that a diff shows only real changes. */
  #alignWithBase(key: string, loaded: BaseText): BaseText {
    const base = this.deps.baseVersions.get(key);
    return base ? { ...loaded, text: toDocumentText(alignMembers(loaded.text, base.text)) } : loaded;
  }

  readonly writeFile = async (uri: vscode.Uri, content: Uint8Array): Promise<void> => {
    const { documents, problemOf, onUndone } = this.deps;
    const key = uri.toString();
    const text = savedText(uri, content);
    const reason = this.#saveReasons.get(key);
    this.#saveReasons.delete(key);
    const sent = this.#alreadySent.get(key);
    try {
      // Format on save may change white space.
      if (sent && equalsBase(text, sent)) {
        documents.storeSaved(uri, sent.shown);
        if (!isEquivalentJson(text, sent.shown.text)) this.#changedByService.add(key);
        return;
      }
      const isDraft = await documents.keepDraft(uri, text);
      if (this.#savedByUs.has(key)) return;
      if (!isDraft) onUndone(uri);
      else if (isSavedByHand(uri, reason)) this.#savedByHand.add(key);
    } catch (error) {
      this.#savedByHand.delete(key);
      throw fileError(problemOf('Saving a draft', error));
    }
  };

  /** Saves a document that is dirty. Rejects with a `storage` problem if no draft could be kept. */
  async save(document: vscode.TextDocument): Promise<void> {
    if (!document.isDirty) return;
    const key = document.uri.toString();
    this.#savedByUs.add(key);
    try {
      if (await saveDocument(document)) return;
    } finally {
      this.#savedByUs.delete(key);
    }
    throw new Problem('storage', t('The document could not be saved.'), t('Save it, then try again.'));
  }

  /**
   * Saves the document of the active editor as the user does, and opens its review. If auto save is about to write it at that
   * time, VS Code drops the save by hand; if it has just written it, VS Code saves once more. There is one review all the same:
   * after a merge, another one would show what the user never saved.
   */
  async saveByHand(document: vscode.TextDocument): Promise<void> {
    const { documents, onSavedByHand, onUndone } = this.deps;
    const key = document.uri.toString();
    this.#savedByUs.add(key);
    try {
      await vscode.commands.executeCommand('workbench.action.files.save');
    } finally {
      this.#savedByUs.delete(key);
    }
    if (document.isDirty) this.#savedByHand.add(key);
    else if (documents.draftOf(document.uri)) onSavedByHand(document.uri);
    else onUndone(document.uri);
  }

  /**
   * Replaces the text of a document, as one step of Undo, and saves it: it becomes the draft, or the draft goes if the
   * text equals the base version. Rejects as `save`, also if VS Code refuses the edit.
   * @param base the base version from then on; left out, that of now
   */
  async replaceText(document: vscode.TextDocument, text: string, base?: BaseText): Promise<void> {
    const { documents, baseVersions } = this.deps;
    if (base) return documents.onBase(document.uri, text, base, () => this.replaceText(document, text));
    if (!document.isClosed) await applyTexts([{ document, text }]);
    if (document.isDirty) await this.save(document);
    // Only the base version may have changed.
    else {
      const { mtime } = baseVersions.get(document.uri.toString()) ?? {};
      // What was typed since may have been saved. The text of a closed document is out of date.
      const now = document.isClosed ? text : document.getText();
      await documents.keepDraft(document.uri, now, mtime);
    }
  }

  /** Whether the text of a document is being sent now. */
  isSending(uri: vscode.Uri): boolean {
    return this.#sending.has(uri.toString());
  }

  /** Resolves when the text of a document is not being sent any more: until then, the document may have an earlier base. */
  async untilSent(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    for (let sending = this.#sending.get(key); sending; sending = this.#sending.get(key))
      await Promise.allSettled(sending);
  }

  /** Runs what sends the text of a document. */
  async whileSending<T>(uri: vscode.Uri, run: () => Promise<T>): Promise<T> {
    const key = uri.toString();
    const all = this.#sending.get(key) ?? new Set();
    const sending = Promise.resolve().then(run);
    this.#sending.set(key, all.add(sending));
    try {
      return await sending;
    } finally {
      all.delete(sending);
      if (all.size === 0) this.#sending.delete(key);
    }
  }

  /**
   * After a text was sent: removes its draft, and lets the document show what the service has. Later edits stay, as
   * unsaved changes or as a draft on the new base.
   */
  async onSent(uri: vscode.Uri, sent: SentText): Promise<void> {
    const { documents } = this.deps;
    const { text, shown, owner } = sent;
    if (await documents.inTurn(() => this.#removeSentDraft(uri, sent))) return;
    const key = uri.toString();
    const { origin, customerId } = owner;
    const base: BaseText = { text: shown, origin, customerId };
    const document = findOpenDocument(uri);
    if (!document) return;
    if (!document.isDirty && document.getText() !== shown) documents.readAgain(uri, base);
    if (!document.isDirty || document.getText() !== text) return;
    this.#alreadySent.set(key, { text, shown: base });
    try {
      await document.save();
    } finally {
      this.#alreadySent.delete(key);
    }
  }

  /** Removes the draft that was sent. Resolves with true if another one continues it, which is on the new base then. */
  async #removeSentDraft(uri: vscode.Uri, { text, revision, shown, owner }: SentText): Promise<boolean> {
    const { drafts, documents, baseVersions } = this.deps;
    const key = uri.toString();
    const ref = resourceRefOf(uri);
    const draft = drafts.get(owner, ref);
    const { origin, customerId } = owner;
    const base: BaseText = { text: shown, origin, customerId };
    const document = findOpenDocument(uri);
    const isSent = draft !== undefined && (draft.revision === revision || equalsBase(draft.text, { text }));
    // Auto save may have kept what was typed since.
    if (draft && !isSent && drafts.isContinuation(draft, revision)) {
      const kept = await drafts.put(owner, ref, {
        ...{ base: shown, text: draft.text, previous: draft.revision },
      });
      if (document) documents.store(uri, baseOfDraft(kept));
      return true;
    }
    // Any other text lacks what was sent: on the new base, it would take that back. What is read again gets its base then.
    const began = baseVersions.get(key)?.revision;
    const isContinued =
      document?.isDirty === true
        ? equalsBase(document.getText(), { text }) ||
          began === revision ||
          (isSent && began === draft.revision)
        : document?.getText() === shown;
    // Needed even if the document cannot be marked as saved below.
    if (document && isContinued) documents.store(uri, base);
    // The draft of another window stays on its base: on this one, it would take back what was sent.
    if (draft && isSent) await drafts.remove(draft);
    return false;
  }

  async #load(uri: vscode.Uri): Promise<BaseText> {
    try {
      const ref = resourceRefOf(uri);
      const { resourceCache, profile } = this.deps.configurations.forDocument(ref.profile);
      const { origin, customerId } = profile;
      return {
        text: toDocumentText(withTitleFirst((await resourceCache.read(ref)).body)),
        ...{ origin, customerId },
      };
    } catch (error) {
      throw fileError(this.deps.problemOf('Reading a resource', error));
    }
  }
}

/**
 * The bytes of a text, which VS Code reads as UTF-8. `files.encoding` and `files.autoGuessEncoding` are meant for the files of a
 * workspace, but count for documents of any scheme; a byte order mark counts before them.
 */
function bytesOf(uri: vscode.Uri, text: string): Uint8Array {
  const files = vscode.workspace.getConfiguration('files', { uri, languageId: 'json' });
  const isUtf8 = files.get('encoding') === 'utf8' && files.get('autoGuessEncoding') === false;
  return new TextEncoder().encode(isUtf8 ? text : `\uFEFF${text}`);
}

/**
 * The text that VS Code saves. Its encoding may lack characters: that of the settings if unsaved changes were restored, or one
 * that the user chose.
 */
function savedText(uri: vscode.Uri, content: Uint8Array): string {
  const document = findOpenDocument(uri);
  const isUtf8 = document?.encoding.startsWith('utf8') !== false;
  return isUtf8 ? new TextDecoder().decode(content) : document.getText();
}

/** The error that VS Code shows in place of the document, or for a save. */
function fileError({ kind, message, nextStep }: Problem): vscode.FileSystemError {
  const text = escapeMarkup(`${message} ${nextStep}`.trim());
  return kind === 'gone'
    ? vscode.FileSystemError.FileNotFound(text)
    : vscode.FileSystemError.Unavailable(text);
}
