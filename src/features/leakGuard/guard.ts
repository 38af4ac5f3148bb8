import * as vscode from 'vscode';
import type { Leak } from '../../core/leakSearch';
import type { Clock } from '../../vault/countdown';
import { isGuarded, selector } from './documents';
import { fixesFor } from './fixes';
import { isSoughtAt, type Known, knownInThisWindow, type ValueRooms } from './knownValues';
import { diagnosticOf } from './pointing';
import { SaveMessages } from './saveMessages';

/** What the guard works with. */
export interface GuardRooms extends ValueRooms, Clock {
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
  /** Asks to be disposed of, where no token is live any more. */
  readonly rest: () => void;
}

/** A pause in typing, in ms, after which a document is looked at again. */
const pause = 400;

/** So many values are pointed out in one document. */
const mostLeaks = 200;

/** Timers take no more than 24 days; a clock that was set is seen within this time, in ms. */
const longestWait = 3_600_000;

/** Keeps the open documents watched for tokens that work, and for client secrets, as long as it is there. */
export class LeakGuard {
  readonly #known = knownInThisWindow();
  readonly #found = vscode.languages.createDiagnosticCollection('hostedLogin.leaks');
  readonly #messages: SaveMessages;
  readonly #subscription: vscode.Disposable;
  /** The documents to look at after a pause. */
  readonly #waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();
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
      rooms.profiles.onDidChange(read),
      vscode.workspace.onDidOpenTextDocument(document => {
        this.#lookAfter(document, 0);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#lookAfter(document, pause);
      }),
      vscode.workspace.onDidSaveTextDocument(document => {
        if (isGuarded(document)) this.#messages.tell(document, this.#look(document));
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        this.#stopLooking(document);
        this.#found.delete(document.uri);
        this.#messages.forget(document);
      }),
      vscode.languages.registerCodeActionsProvider(
        selector,
        {
          provideCodeActions: (document, _range, { diagnostics }) =>
            fixesFor(document, diagnostics, this.#search),
        },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    );
    read();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopWaiting();
    this.#subscription.dispose();
    for (const document of [...this.#waiting.keys()]) this.#stopLooking(document);
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
    if (ends.length === 0) {
      this.rooms.rest();
      return;
    }
    this.#stopWaiting = this.rooms.after(Math.min(longestWait, Math.min(...ends) - now), () => {
      this.#seek();
    });
    this.#search = this.#known.search(isSoughtAt(now));
    for (const document of vscode.workspace.textDocuments) this.#lookAfter(document, 0);
  }

  #lookAfter(document: vscode.TextDocument, delay: number): void {
    if (!isGuarded(document)) return;
    this.#stopLooking(document);
    this.#waiting.set(
      document,
      setTimeout(() => {
        this.#look(document);
      }, delay),
    );
  }

  #stopLooking(document: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(document));
    this.#waiting.delete(document);
  }

  /** Points out what stands in a document; returns it. */
  #look(document: vscode.TextDocument): readonly Leak<Known>[] {
    this.#stopLooking(document);
    const leaks = this.#search.find(document.getText()).slice(0, mostLeaks);
    const now = this.rooms.now();
    const profiles = this.rooms.profiles.all;
    const diagnostics = leaks.flatMap(leak => {
      const profile = profiles.find(({ id }) => id === leak.about.profileId);
      return profile ? [diagnosticOf(document, leak, profile, now)] : [];
    });
    this.#found.set(document.uri, diagnostics);
    this.#messages.seen(document, leaks);
    return leaks;
  }
}
