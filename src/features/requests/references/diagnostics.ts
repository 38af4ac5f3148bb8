import * as vscode from 'vscode';
import type { Profile } from '../../../core/profile/profile';
import {
  type ReferenceWithFinding,
  withoutRepeatedFindings,
  checkReferences,
  type ReferenceState,
} from '../../../core/requestAnalysis/referenceFindings';
import {
  authorizingReferencesInSteps,
  jetBrainsReference,
  type TokenReference,
} from '../../../core/requestAnalysis/tokenReferences';
import { createDiagnostic, createDiagnostics } from '../../../ui/documents/diagnostics';
import { inSlices, readUnasked, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { tokenVariable } from '../../../ui/ids';
import { detectDialect } from '../../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../../ui/requestFiles/requestFiles';
import { mayHaveClient } from './clientPresence';
import { describeFinding } from './findingMessages';
import { type ReferenceDeps, currentState } from './referenceState';

/** A document with references, as it was last read. */
interface ReadDocument {
  readonly version: number;
  readonly references: readonly TokenReference[];
  /** The findings that are shown, as text. */
  shown: string;
}

/**
 * The findings of the references in the open documents. A document is read when it changes; its findings are updated at
 * each tick.
 */
export class ReferenceDiagnostics {
  readonly #collection = vscode.languages.createDiagnosticCollection('hostedLoginReferences');
  readonly #documents = new Map<vscode.TextDocument, ReadDocument>();
  readonly #subscriptions: vscode.Disposable;
  #isRefreshPending = false;
  #isDisposed = false;

  constructor(private readonly deps: ReferenceDeps) {
    const refresh = () => {
      this.#refresh();
    };
    this.#subscriptions = vscode.Disposable.from(
      deps.expiryTimer.onDidChangeTimeLeft(refresh),
      vscode.extensions.onDidChange(refresh),
    );
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#collection.dispose();
    this.#documents.clear();
  }

  /** Checks an open document and shows its findings. */
  async read(document: vscode.TextDocument): Promise<void> {
    // Until the tokens are read, there seems to be none.
    await this.deps.tokenService.whenSettled();
    const { version } = document;
    const references = await referencesOf(document);
    // A document that changed in the meantime is read again soon.
    if (!references || this.#isDisposed || document.isClosed || document.version !== version) return;
    if (references.length === 0) {
      this.forget(document);
      return;
    }
    this.#documents.set(document, { version, references, shown: '' });
    this.#show(document, currentState(this.deps));
  }

  /** Removes the findings of a document. */
  forget(document: vscode.TextDocument): void {
    if (this.#documents.delete(document)) this.#collection.delete(document.uri);
  }

  /** The references of a document and their findings, which may not be shown yet. */
  async check(document: vscode.TextDocument): Promise<{
    readonly references: readonly TokenReference[];
    readonly findings: readonly ReferenceWithFinding[];
  }> {
    const read = this.#documents.get(document);
    const references =
      read?.version === document.version ? read.references : ((await referencesOf(document)) ?? []);
    const findings = findingsIn(document, references, currentState(this.deps));
    return { references, findings: findings ?? [] };
  }

  #refresh(): void {
    if (this.#isRefreshPending || this.#documents.size === 0) return;
    this.#isRefreshPending = true;
    void this.deps.tokenService.whenSettled().then(() => {
      this.#isRefreshPending = false;
      if (this.#isDisposed) return;
      const state = currentState(this.deps);
      for (const document of this.#documents.keys()) {
        try {
          this.#show(document, state);
        } catch (error) {
          this.deps.warn('The references to the access token could not be checked', error);
        }
      }
    });
  }

  /** Sends only changes to VS Code. */
  #show(document: vscode.TextDocument, state: Omit<ReferenceState, 'mayHaveClient'>): void {
    const read = this.#documents.get(document);
    // A document that changed is read soon, and updated then.
    if (read?.version !== document.version) return;
    const findings = findingsIn(document, read.references, state);
    if (!findings) return;
    const all = withoutRepeatedFindings(findings).map(found => () => diagnosticOf(found, state.profile));
    const diagnostics = createDiagnostics(all);
    const shown = JSON.stringify(diagnostics.map(({ range, message }) => [range, message]));
    if (shown === read.shown) return;
    read.shown = shown;
    this.#collection.set(document.uri, diagnostics);
  }
}

/** Undefined if the document changed meanwhile. */
async function referencesOf(document: vscode.TextDocument): Promise<readonly TokenReference[] | undefined> {
  const dialect = detectDialect(document);
  if (!dialect || isTooLongToRead(document)) return [];
  const text = document.getText();
  // Checked first because it is cheap: most documents have no reference.
  return text.includes(tokenVariable) || text.includes(jetBrainsReference)
    ? inSlices(document, 'requests', () => authorizingReferencesInSteps(snapshotOf(document), dialect))
    : [];
}

/** Undefined if they take too long to find. */
function findingsIn(
  document: vscode.TextDocument,
  references: readonly TokenReference[],
  state: Omit<ReferenceState, 'mayHaveClient'>,
): readonly ReferenceWithFinding[] | undefined {
  const mayHave = mayHaveClient(document.languageId, () => vscode.extensions.all);
  return readUnasked(document, 'requests', () =>
    checkReferences(references, { ...state, mayHaveClient: mayHave }),
  );
}

function diagnosticOf(
  { reference: { line, start, end }, finding }: ReferenceWithFinding,
  profile: Profile | undefined,
): vscode.Diagnostic {
  const { message, severity } = describeFinding(finding, profile);
  return createDiagnostic(new vscode.Range(line, start, line, end), message, severity, finding.code);
}
