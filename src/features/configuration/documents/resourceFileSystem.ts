import * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { escapeMarkup } from '../../../core/common/escapeMarkup';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { ResourceEntry } from '../../../core/resources/resource';
import { alignMembers, isEquivalentJson, toDocumentText } from '../../../core/resources/resourceText';
import { type ResourceRef, parseResourcePath, resourceUriPath } from '../../../core/resources/resourceUri';
import { resourceScheme } from '../../../ui/ids';
import { showProblem } from '../../../ui/notifications';
import { isManualSave, offerToDisableAutoSave } from './autoSave';
import { equalsBase, type BaseVersions } from './baseVersions';
import type { ResourceFileProvider } from './lazyFileSystem';
import { lockoutActions } from './lockoutActions';
import { revealFirstError } from './revealFirstError';

/** Sends the text of a document by way of a person: resolves with what the service has then. */
export type SaveHandler = (uri: vscode.Uri, text: string) => Promise<string>;

/** What the documents stand on. */
export interface ResourceFileSystemDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly save: SaveHandler;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Documents are other than VS Code knows. */
  readonly fireDidChange: (changes: vscode.FileChangeEvent[]) => void;
  readonly problemOf: (what: string, error: unknown) => Problem;
}

/**
 * The resources as documents. VS Code compares times of modification on its own before it saves; so that it never
 * compares what only we can, a time changes only where we tell VS Code to read the document again.
 */
export class ResourceFileSystem implements ResourceFileProvider {
  /** What `stat` read, for the `readFile` that follows. */
  readonly #readAhead = new Map<string, string>();
  /** What was read while there were changes that were not sent: only a revert shows it. */
  readonly #pendingRevert = new Map<string, string>();
  /** Texts that are at the service already, and only have to be taken for saved. */
  readonly #alreadySent = new Map<string, { readonly text: string; readonly shown: string }>();
  /** Saved, but the service has more or less than was sent. */
  readonly #changedByServer = new Set<string>();
  readonly #saveReasons = new Map<string, vscode.TextDocumentSaveReason>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly deps: ResourceFileSystemDeps) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === resourceScheme) this.#saveReasons.set(document.uri.toString(), reason);
      }),
      // Not before VS Code has taken the document for saved: until then it does not read it again.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#changedByServer.delete(uri.toString())) this.#bumpMtime(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // Another language for a document closes it and opens it again, with what was changed in it.
        if (uri.scheme !== resourceScheme || openText(uri.toString()) !== undefined) return;
        deps.baseVersions.delete(uri.toString());
        this.#pendingRevert.delete(uri.toString());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // After a revert: what is shown is what was read last, and editing begins anew.
        const key = document.uri.toString();
        const read = this.#pendingRevert.get(key);
        if (read === undefined || document.isDirty || document.getText() !== read) return;
        // Where it was lost what editing began with, VS Code was told of the beginning of time (`stat`).
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
    // What editing began with is lost: it must not be taken for what is there now. Save says so.
    if (!base && isDirty(key)) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    if (!base) {
      const text = await this.#load(uri);
      base = this.deps.baseVersions.get(key);
      // VS Code may ask twice at once, and has read it by the time the second answer is here.
      if (!base) this.#readAhead.set(key, text);
      base ??= this.#initializeBase(key, text);
    }
    const size = new TextEncoder().encode(base.text).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: base.mtime, size };
  };

  readonly readFile = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const key = uri.toString();
    const readAhead = this.#readAhead.get(key);
    this.#readAhead.delete(key);
    const text = readAhead ?? this.#alignWithBase(key, await this.#load(uri));
    // Not every read is for the editor: what that shows is what editing goes on from.
    const seen = openText(key);
    if (isDirty(key) || (seen !== undefined && seen !== text)) this.#pendingRevert.set(key, text);
    else this.#initializeBase(key, text);
    return new TextEncoder().encode(text);
  };

  /** What is read again, with its members where they stood: only what changed looks changed. */
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
    // What VS Code formats on saving says the same.
    if (alreadySent && equalsBase(text, alreadySent)) {
      this.#onWritten(uri, text, alreadySent.shown);
      return;
    }
    if (!isManualSave(uri, reason)) {
      void offerToDisableAutoSave();
      throw vscode.FileSystemError.NoPermissions(
        t('Nothing was sent: only saving it yourself (File: Save) sends a change to the service.'),
      );
    }
    try {
      this.#onWritten(uri, text, await this.deps.save(uri, text));
    } catch (error) {
      const problem = this.deps.problemOf('Saving a resource', error);
      if (problem.kind === 'invalidInput') revealFirstError(uri);
      // VS Code puts the whole name of the document around what it is told here; what happened is said beside it.
      if (problem.kind !== 'cancelled') void showProblem(problem, ...lockoutActions(uri, problem));
      throw vscode.FileSystemError.NoPermissions(t('Not saved.'));
    }
  };

  /** The document of a resource. */
  uriOf({ profile }: Pick<ProfileConfiguration, 'profile'>, entry: ResourceEntry): vscode.Uri {
    const place = { scheme: resourceScheme, path: resourceUriPath(profile.name, entry) };
    // One document for a resource, whatever its title has become since it was opened.
    const existing = this.deps.baseVersions.uris
      .map(uri => vscode.Uri.parse(uri))
      .find(({ path }) => {
        const other = parseResourcePath(path);
        return other?.profile === profile.name && other.kind === entry.kind && other.id === entry.id;
      });
    return existing ?? vscode.Uri.from(place);
  }

  /**
   * A text of a document is at the service: marks it as saved, and shows what the service has. What was typed since then
   * stays as a change of that.
   */
  async markSaved(document: vscode.TextDocument, text: string, shown: string): Promise<void> {
    const key = document.uri.toString();
    // Also where VS Code does not take it for saved.
    this.setBase(document.uri, shown);
    if (document.getText() !== text || !document.isDirty) return;
    this.#alreadySent.set(key, { text, shown });
    try {
      await document.save();
    } finally {
      this.#alreadySent.delete(key);
    }
  }

  /** What somebody else changed is what editing goes on from. */
  setBase(uri: vscode.Uri, theirs: string): void {
    const key = uri.toString();
    const mtime = this.deps.baseVersions.get(key)?.mtime ?? this.deps.now();
    this.deps.baseVersions.set(key, { text: theirs, mtime });
  }

  /** Reads all open documents again, those with changes that were not sent aside. */
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

  #initializeBase(key: string, text: string): { readonly text: string; readonly mtime: number } {
    const base = { text, mtime: this.deps.baseVersions.get(key)?.mtime ?? this.deps.now() };
    this.deps.baseVersions.set(key, base);
    return base;
  }

  #nextMtime(key: string): number {
    return Math.max(this.deps.now(), (this.deps.baseVersions.get(key)?.mtime ?? 0) + 1);
  }

  async #load(uri: vscode.Uri): Promise<string> {
    try {
      const place = resourcePlace(uri);
      const { resourceCache } = this.deps.configurations.get(place.profile);
      return toDocumentText((await resourceCache.read(place)).body);
    } catch (error) {
      throw fileError(this.deps.problemOf('Reading a resource', error));
    }
  }
}

/** The resource of a document. Throws a `Problem` where it is none of ours. */
export function resourcePlace({ scheme, path }: vscode.Uri): ResourceRef {
  const place = scheme === resourceScheme ? parseResourcePath(path) : undefined;
  if (place) return place;
  throw new Problem(
    'gone',
    t('This is no policy or client of the configuration.'),
    t('Open it from the Hosted Login view.'),
  );
}

/** What VS Code has in its editors of a document, or undefined where it is not open. */
function openText(key: string): string | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key)?.getText();
}

function isDirty(key: string): boolean {
  return vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.toString() === key);
}

/** A problem as VS Code shows it in the place of the document: what happened, and what to do. */
function fileError({ kind, message, nextStep }: Problem): vscode.FileSystemError {
  const text = escapeMarkup(`${message} ${nextStep}`.trim());
  return kind === 'gone'
    ? vscode.FileSystemError.FileNotFound(text)
    : vscode.FileSystemError.Unavailable(text);
}
