import * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { escapeMarkup } from '../../../core/common/escapeMarkup';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
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
import { resourceScheme } from '../../../ui/ids';
import { showProblem } from '../../../ui/notifications';
import { createAutoSaveOffer, isManualSave } from './autoSave';
import { type BaseVersion, type BaseVersions, equalsBase } from './baseVersions';
import type { ResourceFileProvider } from './lazyFileSystem';
import { lockoutActions } from './lockoutActions';
import { revealFirstError } from './revealFirstError';

/** Sends the text of a document after a review. Resolves with the text that the service has then. */
export type SaveHandler = (uri: vscode.Uri, text: string) => Promise<string>;

export interface ResourceFileSystemDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly save: SaveHandler;
  readonly now: () => number;
  readonly fireDidChange: (changes: vscode.FileChangeEvent[]) => void;
  readonly problemOf: (what: string, error: unknown) => Problem;
}

/**
 * The resources as documents. VS Code compares modification times before it saves, but only we can detect conflicts. So a
 * time changes only when VS Code must read the document again.
 */
export class ResourceFileSystem implements ResourceFileProvider {
  /** The text that `stat` read, for the `readFile` that follows. */
  readonly #readAhead = new Map<string, string>();
  /** The text that was read while a document was dirty. Only a revert shows it. */
  readonly #pendingRevert = new Map<string, string>();
  /** Texts that were already sent, so that the next save only marks the document as saved. */
  readonly #alreadySent = new Map<string, { readonly text: string; readonly shown: string }>();
  /** Documents that were saved, but whose text the service changed. */
  readonly #changedByServer = new Set<string>();
  readonly #saveReasons = new Map<string, vscode.TextDocumentSaveReason>();
  readonly #offerToDisableAutoSave = createAutoSaveOffer();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly deps: ResourceFileSystemDeps) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === resourceScheme) this.#saveReasons.set(document.uri.toString(), reason);
      }),
      // Only after the save has ended: until then VS Code does not read the document again.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#changedByServer.delete(uri.toString())) this.#bumpMtime(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // A change of the language closes and opens a document, with its unsaved changes.
        if (uri.scheme !== resourceScheme || openText(uri.toString()) !== undefined) return;
        deps.baseVersions.delete(uri.toString());
        this.#pendingRevert.delete(uri.toString());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // After a revert, the text that was read last becomes the base version.
        const key = document.uri.toString();
        const read = this.#pendingRevert.get(key);
        if (read === undefined || document.isDirty || document.getText() !== read) return;
        // Without a base version, `stat` returned the time 0.
        deps.baseVersions.set(key, { text: read, mtime: deps.baseVersions.get(key)?.mtime ?? 0 });
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  readonly stat = async (uri: vscode.Uri): Promise<vscode.FileStat> => {
    const key = uri.toString();
    let base = this.deps.baseVersions.get(key);
    // The base version is lost. The current version must not replace it; a save reports an error.
    if (!base && isDirty(key)) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    if (!base) {
      const text = await this.#load(uri);
      base = this.deps.baseVersions.get(key);
      // VS Code may call `stat` twice in parallel; then the document was read in the meantime.
      if (!base) this.#readAhead.set(key, text);
      base ??= this.setBase(uri, text);
    }
    const size = new TextEncoder().encode(base.text).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: base.mtime, size };
  };

  readonly readFile = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const key = uri.toString();
    const readAhead = this.#readAhead.get(key);
    this.#readAhead.delete(key);
    const text = readAhead ?? this.#alignWithBase(key, await this.#load(uri));
    // Not every read is for the editor. The base version is what the editor shows.
    const seen = openText(key);
    if (isDirty(key) || (seen !== undefined && seen !== text)) this.#pendingRevert.set(key, text);
    else this.setBase(uri, text);
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
    // Format on save may change white space.
    if (alreadySent && equalsBase(text, alreadySent)) {
      this.#onWritten(uri, text, alreadySent.shown);
      return;
    }
    if (!isManualSave(uri, reason)) {
      void this.#offerToDisableAutoSave();
      throw vscode.FileSystemError.NoPermissions(
        t('Nothing was sent. Save the document yourself (File: Save) to send the change to the service.'),
      );
    }
    try {
      this.#onWritten(uri, text, await this.deps.save(uri, text));
    } catch (error) {
      const problem = this.deps.problemOf('Saving a resource', error);
      if (problem.kind === 'invalidInput') revealFirstError(uri);
      // VS Code shows this error with the whole URI, so the reason is in a message of its own.
      if (problem.kind !== 'cancelled') void showProblem(problem, ...lockoutActions(uri, problem));
      throw vscode.FileSystemError.NoPermissions(t('Not saved.'));
    }
  };

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

  /** Marks a text that was sent as saved, and shows what the service has. Later edits stay as unsaved changes. */
  async markSaved(document: vscode.TextDocument, text: string, shown: string): Promise<void> {
    const key = document.uri.toString();
    // Also if the document cannot be marked as saved below.
    this.setBase(document.uri, shown);
    if (document.getText() !== text || !document.isDirty) return;
    this.#alreadySent.set(key, { text, shown });
    try {
      await document.save();
    } finally {
      this.#alreadySent.delete(key);
    }
  }

  /** Makes a text the base version of a document, without a new modification time. */
  setBase(uri: vscode.Uri, text: string): BaseVersion {
    const key = uri.toString();
    const base = { text, mtime: this.deps.baseVersions.get(key)?.mtime ?? this.deps.now() };
    this.deps.baseVersions.set(key, base);
    return base;
  }

  /** Reads all open documents again, except dirty ones. */
  reload(): void {
    const uris = this.deps.baseVersions.uris.filter(uri => !isDirty(uri)).map(uri => vscode.Uri.parse(uri));
    for (const uri of uris) this.#bumpMtime(uri);
  }

  #onWritten(uri: vscode.Uri, text: string, shown: string): void {
    const key = uri.toString();
    this.deps.baseVersions.set(key, { text: shown, mtime: this.#nextMtime(key) });
    if (!isEquivalentJson(text, shown)) this.#changedByServer.add(key);
  }

  #bumpMtime(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#readAhead.delete(key);
    const base = this.deps.baseVersions.get(key);
    if (base) this.deps.baseVersions.set(key, { ...base, mtime: this.#nextMtime(key) });
    this.deps.fireDidChange([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  #nextMtime(key: string): number {
    return Math.max(this.deps.now(), (this.deps.baseVersions.get(key)?.mtime ?? 0) + 1);
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

/** The text in the editor; undefined if the document is not open. */
function openText(key: string): string | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key)?.getText();
}

function isDirty(key: string): boolean {
  return vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.toString() === key);
}

/** The error that VS Code shows in place of the document. */
function fileError({ kind, message, nextStep }: Problem): vscode.FileSystemError {
  const text = escapeMarkup(`${message} ${nextStep}`.trim());
  return kind === 'gone'
    ? vscode.FileSystemError.FileNotFound(text)
    : vscode.FileSystemError.Unavailable(text);
}
