import * as vscode from 'vscode';
import type { ResourceEntry } from '../../core/configuration';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { inOrderOf, saysTheSame, shownText } from '../../core/resourceText';
import { type ResourcePlace, placeOf, resourceUriPath } from '../../core/resourceUri';
import { verbatim } from '../../core/verbatim';
import { resourceScheme } from '../../ui/ids';
import { showProblem } from '../../ui/notifications';
import { isByPerson, offerToSaveByHand } from './autoSave';
import type { Desks, ProfileDesk } from './desk';
import { lockOutHelp } from './lockOutHelp';
import { isAsGiven, type OpenDocuments } from './openDocuments';
import type { ResourceFiles } from './provider';
import { goToFirstError } from './refusedPlace';

/** Sends the text of a document by way of a person: resolves with what the service has then. */
export type Save = (uri: vscode.Uri, text: string) => Promise<string>;

/** What the documents stand on. */
export interface DocumentPorts {
  readonly desks: Desks;
  readonly open: OpenDocuments;
  readonly save: Save;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Documents are other than VS Code knows. */
  readonly tell: (changes: vscode.FileChangeEvent[]) => void;
  readonly log: (what: string, error: unknown) => Problem;
}

/**
 * The resources as documents. VS Code compares times of modification on its own before it saves; so that it never
 * compares what only we can, a time changes only where we tell VS Code to read the document again.
 */
export class ResourceDocuments implements ResourceFiles {
  /** What `stat` read, for the `readFile` that follows. */
  readonly #fresh = new Map<string, string>();
  /** What was read while there were changes that were not sent: only a revert shows it. */
  readonly #unshown = new Map<string, string>();
  /** Texts that are at the service already, and only have to be taken for saved. */
  readonly #sent = new Map<string, { readonly text: string; readonly shown: string }>();
  /** Saved, but the service has more or less than was sent. */
  readonly #stale = new Set<string>();
  readonly #reasons = new Map<string, vscode.TextDocumentSaveReason>();
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly ports: DocumentPorts) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (document.uri.scheme === resourceScheme) this.#reasons.set(document.uri.toString(), reason);
      }),
      // Not before VS Code has taken the document for saved: until then it does not read it again.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#stale.delete(uri.toString())) this.#touch(uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // Another language for a document closes it and opens it again, with what was changed in it.
        if (uri.scheme !== resourceScheme || openText(uri.toString()) !== undefined) return;
        ports.open.delete(uri.toString());
        this.#unshown.delete(uri.toString());
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        // After a revert: what is shown is what was read last, and editing begins anew.
        const key = document.uri.toString();
        const read = this.#unshown.get(key);
        if (read === undefined || document.isDirty || document.getText() !== read) return;
        // Where it was lost what editing began with, VS Code was told of the beginning of time (`stat`).
        ports.open.set(key, { text: read, mtime: ports.open.of(key)?.mtime ?? 0 });
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  readonly stat = async (uri: vscode.Uri): Promise<vscode.FileStat> => {
    const key = uri.toString();
    let given = this.ports.open.of(key);
    // What editing began with is lost: it must not be taken for what is there now. Save says so.
    if (!given && isDirty(key)) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0 };
    if (!given) {
      const text = await this.#load(uri);
      given = this.ports.open.of(key);
      // VS Code may ask twice at once, and has read it by the time the second answer is here.
      if (!given) this.#fresh.set(key, text);
      given ??= this.#give(key, text);
    }
    const size = new TextEncoder().encode(given.text).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: given.mtime, size };
  };

  readonly readFile = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const key = uri.toString();
    const fresh = this.#fresh.get(key);
    this.#fresh.delete(key);
    const text = fresh ?? this.#inOrder(key, await this.#load(uri));
    // Not every read is for the editor: what that shows is what editing goes on from.
    const seen = openText(key);
    if (isDirty(key) || (seen !== undefined && seen !== text)) this.#unshown.set(key, text);
    else this.#give(key, text);
    return new TextEncoder().encode(text);
  };

  /** What is read again, with its members where they stood: only what changed looks changed. */
  #inOrder(key: string, text: string): string {
    const given = this.ports.open.of(key);
    return given ? shownText(inOrderOf(text, given.text)) : text;
  }

  readonly writeFile = async (uri: vscode.Uri, content: Uint8Array): Promise<void> => {
    const key = uri.toString();
    const text = new TextDecoder().decode(content);
    const reason = this.#reasons.get(key);
    this.#reasons.delete(key);
    const sent = this.#sent.get(key);
    // What VS Code formats on saving says the same.
    if (sent && isAsGiven(text, sent)) {
      this.#took(uri, text, sent.shown);
      return;
    }
    if (!isByPerson(uri, reason)) {
      void offerToSaveByHand();
      throw vscode.FileSystemError.NoPermissions(
        t('Nothing was sent: only saving it yourself (File: Save) sends a change to the service.'),
      );
    }
    try {
      this.#took(uri, text, await this.ports.save(uri, text));
    } catch (error) {
      const problem = this.ports.log('Saving a resource', error);
      if (problem.kind === 'invalidInput') goToFirstError(uri);
      // VS Code puts the whole name of the document around what it is told here; what happened is said beside it.
      if (problem.kind !== 'cancelled') void showProblem(problem, ...lockOutHelp(uri, problem));
      throw vscode.FileSystemError.NoPermissions(t('Not saved.'));
    }
  };

  /** The document of a resource. */
  uriOf({ profile }: Pick<ProfileDesk, 'profile'>, entry: ResourceEntry): vscode.Uri {
    const place = { scheme: resourceScheme, path: resourceUriPath(profile.name, entry) };
    // One document for a resource, whatever its title has become since it was opened.
    const there = this.ports.open.uris
      .map(uri => vscode.Uri.parse(uri))
      .find(({ path }) => {
        const other = placeOf(path);
        return other?.profile === profile.name && other.kind === entry.kind && other.id === entry.id;
      });
    return there ?? vscode.Uri.from(place);
  }

  /**
   * A text of a document is at the service: marks it as saved, and shows what the service has. What was typed since then
   * stays as a change of that.
   */
  async markSaved(document: vscode.TextDocument, text: string, shown: string): Promise<void> {
    const key = document.uri.toString();
    // Also where VS Code does not take it for saved.
    this.rebase(document.uri, shown);
    if (document.getText() !== text || !document.isDirty) return;
    this.#sent.set(key, { text, shown });
    try {
      await document.save();
    } finally {
      this.#sent.delete(key);
    }
  }

  /** What somebody else changed is what editing goes on from. */
  rebase(uri: vscode.Uri, theirs: string): void {
    const key = uri.toString();
    const mtime = this.ports.open.of(key)?.mtime ?? this.ports.now();
    this.ports.open.set(key, { text: theirs, mtime });
  }

  /** Reads all open documents again, those with changes that were not sent aside. */
  reload(): void {
    const uris = this.ports.open.uris.filter(uri => !isDirty(uri)).map(uri => vscode.Uri.parse(uri));
    for (const uri of uris) this.#touch(uri);
  }

  #took(uri: vscode.Uri, text: string, shown: string): void {
    const key = uri.toString();
    this.ports.open.set(key, { text: shown, mtime: this.#later(key) });
    if (!saysTheSame(text, shown)) this.#stale.add(key);
  }

  #touch(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#fresh.delete(key);
    const given = this.ports.open.of(key);
    if (given) this.ports.open.set(key, { ...given, mtime: this.#later(key) });
    this.ports.tell([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  #give(key: string, text: string): { readonly text: string; readonly mtime: number } {
    const given = { text, mtime: this.ports.open.of(key)?.mtime ?? this.ports.now() };
    this.ports.open.set(key, given);
    return given;
  }

  #later(key: string): number {
    return Math.max(this.ports.now(), (this.ports.open.of(key)?.mtime ?? 0) + 1);
  }

  async #load(uri: vscode.Uri): Promise<string> {
    try {
      const place = resourcePlace(uri);
      const { holdings } = this.ports.desks.of(place.profile);
      return shownText((await holdings.read(place)).body);
    } catch (error) {
      throw fileError(this.ports.log('Reading a resource', error));
    }
  }
}

/** The resource of a document. Throws a `Problem` where it is none of ours. */
export function resourcePlace({ scheme, path }: vscode.Uri): ResourcePlace {
  const place = scheme === resourceScheme ? placeOf(path) : undefined;
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
  const text = verbatim(`${message} ${nextStep}`.trim());
  return kind === 'gone'
    ? vscode.FileSystemError.FileNotFound(text)
    : vscode.FileSystemError.Unavailable(text);
}
