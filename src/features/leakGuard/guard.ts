import * as vscode from 'vscode';
import type { Leak } from '../../core/leakSearch';
import { watchDocuments } from '../../ui/watchDocuments';
import type { Clock } from '../../vault/countdown';
import type { MutedFiles } from '../../vault/mutedFiles';
import { isGuarded, selector } from './documents';
import { fixesFor } from './fixes';
import { isSoughtAt, type Known, knownInThisWindow, type ValueRooms } from './knownValues';
import { diagnosticOf, moreDiagnostic } from './pointing';
import { SaveMessages } from './saveMessages';

/** What the guard works with. */
export interface GuardRooms extends ValueRooms, Clock {
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
  readonly mutedFiles: MutedFiles;
}

/** So many values are pointed out in one document. */
const mostLeaks = 200;

/** Timers take no more than 24 days; a clock that was set is seen within this time, in ms. */
const longestWait = 3_600_000;

/** Keeps the open documents watched for tokens that may work, and for client secrets, as long as it is there. */
export class LeakGuard {
  readonly #known = knownInThisWindow();
  readonly #found = vscode.languages.createDiagnosticCollection('hostedLogin.leaks');
  readonly #messages: SaveMessages;
  readonly #subscription: vscode.Disposable;
  /** Looks at the documents with the search of now. */
  #watch: vscode.Disposable | undefined;
  #search = this.#known.search(() => false);
  #reading = Promise.resolve();
  #isDisposed = false;
  #stopWaiting: () => void = () => undefined;

  constructor(private readonly rooms: GuardRooms) {
    this.#messages = new SaveMessages(rooms);
    const read = () => {
      this.#read();
    };
    this.#subscription = vscode.Disposable.from(
      this.#found,
      rooms.keeper.onDidChangeTokens(read),
      rooms.keeper.onDidRevoke(value => {
        this.#known.noteRevoked(value);
        read();
      }),
      rooms.profiles.onDidChange(read),
      vscode.workspace.onDidSaveTextDocument(document => {
        if (isGuarded(document)) this.#messages.tell(document, this.#look(document));
      }),
      vscode.languages.registerCodeActionsProvider(
        selector,
        {
          provideCodeActions: (document, _range, { diagnostics }) =>
            fixesFor(document, diagnostics, this.#search, rooms.mutedFiles),
        },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    );
    read();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopWaiting();
    this.#watch?.dispose();
    this.#subscription.dispose();
  }

  #read(): void {
    this.#reading = this.#reading.then(async () => {
      try {
        await this.#known.read(this.rooms);
      } catch (error) {
        this.rooms.warn('The tokens could not be read for the leak guard', error);
      }
      if (!this.#isDisposed) this.#seek();
    });
  }

  /** Looks at all documents for what is to be found now, and again when the next token ends. */
  #seek(): void {
    this.#stopWaiting();
    const now = this.rooms.now();
    const ends = this.#known
      .filter(isSoughtAt(now))
      .flatMap(about => (about.kind === 'token' ? [about.expiresAt] : []));
    if (ends.length > 0) {
      this.#stopWaiting = this.rooms.after(Math.min(longestWait, Math.min(...ends) - now), () => {
        this.#seek();
      });
    }
    this.#search = this.#known.search(isSoughtAt(now));
    this.#watch?.dispose();
    this.#watch = watchDocuments({
      isOurs: isGuarded,
      look: document =>
        Promise.resolve().then(() => {
          this.#look(document);
        }),
      closed: document => {
        this.#found.delete(document.uri);
        this.#messages.forget(document);
      },
      failed: error => {
        this.rooms.warn('A document could not be searched for leaks', error);
      },
    });
  }

  /** Points out what stands in a document; returns it. */
  #look(document: vscode.TextDocument): readonly Leak<Known>[] {
    const all = this.#search.find(document.getText());
    const leaks = all.slice(0, mostLeaks);
    const now = this.rooms.now();
    const profiles = this.rooms.profiles.all;
    const diagnostics = leaks.flatMap(leak => {
      const profile = profiles.find(({ id }) => id === leak.about.profileId);
      return profile ? [diagnosticOf(document, leak, profile, now)] : [];
    });
    const [leftOut] = all.slice(mostLeaks);
    if (leftOut) diagnostics.push(moreDiagnostic(document, leftOut, all.length - mostLeaks));
    this.#found.set(document.uri, diagnostics);
    this.#messages.seen(document, leaks);
    return leaks;
  }
}
