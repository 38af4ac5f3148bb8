// Shows live tokens and client secrets in open documents as diagnostics.
import * as vscode from 'vscode';
import type { Clock } from '../../core/common/clock';
import type { Leak, LeakSearch } from '../../core/leaks/secretSearch';
import type { MutedFiles } from '../../storage/mutedFiles';
import { createDiagnostics } from '../../ui/documents/diagnostics';
import { inSlices, readUnasked } from '../../ui/documents/documentSnapshot';
import { watchDocuments } from '../../ui/documents/documentWatcher';
import { registerQuickFixes } from '../../ui/documents/registerQuickFixes';
import { isLeakDiagnostic, leakDiagnostic } from './diagnostic';
import { SaveWarnings } from './saveWarnings';
import { isSearchable, selector } from './searchedDocuments';
import { isActiveAt, type SecretTracker, type TrackedSecret, type SecretTrackerDeps } from './secretTracker';

export interface LeakDiagnosticsDeps extends SecretTrackerDeps, Clock {
  /** Logs a failure that stops nothing. */
  readonly warn: (message: string, error: unknown) => void;
  readonly mutedFiles: MutedFiles;
}

/** In ms. Timers take at most 24 days, and a changed clock is noticed within this time. */
const maxTimeout = 3_600_000;

/** Watches the open documents for live tokens and client secrets until it is disposed. */
export class LeakDiagnostics {
  readonly #tracker: SecretTracker;
  readonly #collection = vscode.languages.createDiagnosticCollection('hostedLogin.leaks');
  readonly #messages: SaveWarnings;
  readonly #subscription: vscode.Disposable;
  /** Searches the documents for the secrets that are active now. */
  #watch: vscode.Disposable | undefined;
  #search: LeakSearch<TrackedSecret>;
  #reading = Promise.resolve();
  #isDisposed = false;
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly deps: LeakDiagnosticsDeps) {
    this.#tracker = deps.tracker;
    this.#search = this.#tracker.search(() => false);
    this.#messages = new SaveWarnings(deps);
    const read = () => {
      this.#readSecrets();
    };
    this.#subscription = vscode.Disposable.from(
      this.#collection,
      deps.tokenService.onDidChangeTokens(read),
      deps.tokenService.onDidRevoke(value => {
        this.#tracker.markRevoked(value);
        read();
      }),
      deps.profiles.onDidChange(read),
      vscode.workspace.onDidSaveTextDocument(document => {
        this.#onSaved(document);
      }),
      // No event of its own for each cell.
      vscode.workspace.onDidSaveNotebookDocument(notebook => {
        for (const { document } of notebook.getCells()) this.#onSaved(document);
      }),
      registerQuickFixes(selector, async (document, { diagnostics }) =>
        diagnostics.some(isLeakDiagnostic)
          ? (await import('./codeActions')).codeActionsFor(
              document,
              diagnostics,
              this.#search,
              deps.mutedFiles,
            )
          : [],
      ),
    );
    read();
  }

  #onSaved(document: vscode.TextDocument): void {
    if (!isSearchable(document)) return;
    // Search now: the file is on the disk, and its document may be closed soon.
    const leaks = readUnasked(document, 'secrets', () => this.#search.find(document.getText()));
    if (!leaks) return;
    this.#show(document, leaks);
    this.#messages.show(document, leaks);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#cancelTimer();
    this.#watch?.dispose();
    this.#subscription.dispose();
  }

  #readSecrets(): void {
    this.#reading = this.#reading.then(async () => {
      try {
        await this.#tracker.read(this.deps);
      } catch (error) {
        this.deps.warn('The tokens could not be read for the leak guard', error);
      }
      if (!this.#isDisposed) this.#restartSearch();
    });
  }

  /** Searches all documents for the secrets that are active now, and again when the next token expires. */
  #restartSearch(): void {
    this.#cancelTimer();
    const now = this.deps.now();
    const expirations = this.#tracker
      .filter(isActiveAt(now))
      .flatMap(secret => (secret.kind === 'token' ? [secret.expiresAt] : []));
    if (expirations.length > 0) {
      this.#cancelTimer = this.deps.after(Math.min(maxTimeout, Math.min(...expirations) - now), () => {
        this.#restartSearch();
      });
    }
    this.#search = this.#tracker.search(isActiveAt(now));
    this.#watch?.dispose();
    this.#watch = watchDocuments({
      matches: isSearchable,
      check: document => this.#check(document),
      clear: document => {
        this.#collection.delete(document.uri);
        this.#messages.forget(document);
      },
      onError: error => {
        this.deps.warn('A document could not be searched for leaks', error);
      },
    });
  }

  /** Searches a document in slices, and shows its leaks. */
  async #check(document: vscode.TextDocument): Promise<void> {
    const text = document.getText();
    const leaks = await inSlices(document, 'secrets', () => this.#search.findInSteps(text));
    if (leaks && !this.#isDisposed && !document.isClosed) this.#show(document, leaks);
  }

  #show(document: vscode.TextDocument, leaks: readonly Leak<TrackedSecret>[]): void {
    const now = this.deps.now();
    const profiles = this.deps.profiles.all;
    const found = leaks.flatMap(leak => {
      const profile = profiles.find(({ id }) => id === leak.secret.profileId);
      return profile ? [() => leakDiagnostic(document, leak, profile, now)] : [];
    });
    this.#collection.set(document.uri, createDiagnostics(found));
    this.#messages.update(document, leaks);
  }
}
