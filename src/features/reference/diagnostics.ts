import * as vscode from 'vscode';
import { linesOf } from '../../core/httpDocument';
import { shownFindings } from '../../core/mostFindings';
import type { Profile } from '../../core/profile';
import {
  type FoundReference,
  pointedOut,
  referenceFindings,
  type ReferenceState,
} from '../../core/referenceFindings';
import { authorizingReferences, jetBrainsReference, type TokenReference } from '../../core/tokenReferences';
import { dialectOf, isTooLongToRead } from '../../ui/httpFiles';
import { tokenVariable } from '../../ui/ids';
import { mayHaveClient } from './clients';
import { findingWords, type FindingWords } from './findingWords';
import { type ReferenceRooms, stateNow } from './state';

const severities: Readonly<Record<FindingWords['severity'], vscode.DiagnosticSeverity>> = {
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** The diagnostics' source. */
export const source = 'Hosted Login';

/** A document with references, as it was read last. */
interface ReadDocument {
  readonly version: number;
  readonly references: readonly TokenReference[];
  /** The findings that are shown, as text. */
  shown: string;
}

/** The findings of the references in the open documents: a document is read when it changed, and judged at each tick. */
export class ReferenceDiagnostics {
  readonly #collection = vscode.languages.createDiagnosticCollection('hostedLoginReferences');
  readonly #documents = new Map<vscode.TextDocument, ReadDocument>();
  readonly #subscriptions: vscode.Disposable;
  #isJudging = false;
  #isDisposed = false;

  constructor(private readonly rooms: ReferenceRooms) {
    const judgeSoon = () => {
      this.#judgeSoon();
    };
    this.#subscriptions = vscode.Disposable.from(
      rooms.countdown.onDidTick(judgeSoon),
      vscode.extensions.onDidChange(judgeSoon),
    );
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#collection.dispose();
    this.#documents.clear();
  }

  /** Reads an open document anew, and shows what there is to say of it. */
  async read(document: vscode.TextDocument): Promise<void> {
    // While the tokens are being read, there only seems to be none.
    await this.rooms.keeper.upToDate();
    if (this.#isDisposed || document.isClosed) return;
    const references = referencesOf(document);
    if (references.length === 0) {
      this.forget(document);
      return;
    }
    this.#documents.set(document, { version: document.version, references, shown: '' });
    this.#show(document, stateNow(this.rooms));
  }

  /** Shows nothing of a document any more. */
  forget(document: vscode.TextDocument): void {
    if (this.#documents.delete(document)) this.#collection.delete(document.uri);
  }

  /** The references of a document as it is now, and what is to be said of each, which may not be shown yet. */
  look(document: vscode.TextDocument): {
    readonly references: readonly TokenReference[];
    readonly findings: readonly FoundReference[];
  } {
    const read = this.#documents.get(document);
    const references = read?.version === document.version ? read.references : referencesOf(document);
    return { references, findings: referenceFindings(references, stateFor(document, stateNow(this.rooms))) };
  }

  #judgeSoon(): void {
    if (this.#isJudging || this.#documents.size === 0) return;
    this.#isJudging = true;
    void this.rooms.keeper.upToDate().then(() => {
      this.#isJudging = false;
      if (this.#isDisposed) return;
      const state = stateNow(this.rooms);
      for (const document of this.#documents.keys()) this.#show(document, state);
    });
  }

  /** Writes to VS Code only what is otherwise than before. */
  #show(document: vscode.TextDocument, state: Omit<ReferenceState, 'mayHaveClient'>): void {
    const read = this.#documents.get(document);
    // One that changed is read soon, and judged then.
    if (read?.version !== document.version) return;
    const findings = referenceFindings(read.references, stateFor(document, state));
    const all = pointedOut(findings).map(found => () => diagnosticOf(found, state.profile));
    const diagnostics = shownFindings(all, (message, leftOut) => () => {
      const more = new vscode.Diagnostic(leftOut().range, message, vscode.DiagnosticSeverity.Information);
      more.source = source;
      return more;
    }).map(diagnostic => diagnostic());
    const shown = JSON.stringify(diagnostics.map(({ range, message }) => [range, message]));
    if (shown === read.shown) return;
    read.shown = shown;
    this.#collection.set(document.uri, diagnostics);
  }
}

function referencesOf(document: vscode.TextDocument): readonly TokenReference[] {
  const dialect = dialectOf(document);
  if (!dialect || isTooLongToRead(document)) return [];
  const text = document.getText();
  // Cheap, and most documents end here.
  return text.includes(tokenVariable) || text.includes(jetBrainsReference)
    ? authorizingReferences(linesOf(text), dialect, tokenVariable)
    : [];
}

function stateFor(
  { languageId }: vscode.TextDocument,
  state: Omit<ReferenceState, 'mayHaveClient'>,
): ReferenceState {
  return { ...state, mayHaveClient: mayHaveClient(languageId, () => vscode.extensions.all) };
}

function diagnosticOf(
  { reference: { line, start, end }, finding }: FoundReference,
  profile: Profile | undefined,
): vscode.Diagnostic {
  const { message, severity } = findingWords(finding, profile);
  const range = new vscode.Range(line, start, line, end);
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = source;
  diagnostic.code = finding.code;
  return diagnostic;
}
