import * as vscode from 'vscode';
import { type DocumentFinding, documentFindings, puttingBack } from '../../core/documentFindings';
import { t } from '../../core/l10n';
import { shownText } from '../../core/resourceText';
import { placeOf } from '../../core/resourceUri';
import { resourceScheme } from '../../ui/ids';
import { watchDocuments } from '../../ui/watchDocuments';
import type { HoldingsWatch } from './holdingsWatch';
import { knownDesk, type LanguageRooms } from './languageRooms';

const severities: Readonly<Record<DocumentFinding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

const source = 'Hosted Login';

/** Points out in the open documents what a save would refuse or reset, and offers to put it back. */
export function registerFindings(rooms: LanguageRooms, watch: HoldingsWatch): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('hostedLoginConfiguration');
  const look = (document: vscode.TextDocument) => {
    const desk = knownDesk(rooms, document);
    if (desk) watch.follow(desk.holdings);
    collection.set(document.uri, diagnosticsOf(rooms, document));
  };
  return vscode.Disposable.from(
    collection,
    watchDocuments({
      isOurs,
      look: document => {
        look(document);
        return Promise.resolve();
      },
      closed: ({ uri }) => {
        collection.delete(uri);
      },
      failed: error => {
        rooms.warn('A document of the configuration could not be checked', error);
      },
    }),
    // What the service has is what the text is held against.
    watch.onDidChange(key => {
      for (const document of vscode.workspace.textDocuments.filter(isOurs)) {
        const place = placeOf(document.uri.path);
        if (!key || (place?.kind === key.kind && place.id === key.id)) look(document);
      }
    }),
    vscode.languages.registerCodeActionsProvider(
      { scheme: resourceScheme },
      { provideCodeActions: (document, _range, { diagnostics }) => fixesFor(rooms, document, diagnostics) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

function isOurs({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === resourceScheme;
}

function findingsIn(
  rooms: LanguageRooms,
  document: vscode.TextDocument,
): { readonly found: readonly DocumentFinding[]; readonly before: string | undefined } {
  const place = placeOf(document.uri.path);
  const before = textAtService(rooms, document);
  return { found: place ? documentFindings(place.kind, document.getText(), before) : [], before };
}

/** What the service has, as it is shown; else what editing began with. */
function textAtService(rooms: LanguageRooms, document: vscode.TextDocument): string | undefined {
  const place = placeOf(document.uri.path);
  const known = place && knownDesk(rooms, document)?.holdings.known(place);
  return known ? shownText(known.body) : rooms.open.of(document.uri.toString())?.text;
}

function diagnosticsOf(rooms: LanguageRooms, document: vscode.TextDocument): vscode.Diagnostic[] {
  return findingsIn(rooms, document).found.map(finding => {
    const range = rangeOf(document, finding);
    const diagnostic = new vscode.Diagnostic(range, finding.message, severities[finding.severity]);
    diagnostic.source = source;
    diagnostic.code = finding.code;
    return diagnostic;
  });
}

function fixesFor(
  rooms: LanguageRooms,
  document: vscode.TextDocument,
  atPlace: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  if (!atPlace.some(diagnostic => diagnostic.source === source)) return [];
  // The document is read again, since it may have changed since it was pointed out.
  const { found, before } = findingsIn(rooms, document);
  if (before === undefined) return [];
  const fixable = found.flatMap(finding => {
    const diagnostic = atPlace.find(shown => isShownAs(document, finding, shown));
    return diagnostic && finding.member !== undefined ? [{ diagnostic, member: finding.member }] : [];
  });
  const putBack = puttingBack(document.getText(), before);
  const fix = (title: string, fixed: typeof fixable) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = fixed.map(({ diagnostic }) => diagnostic);
    action.edit = new vscode.WorkspaceEdit();
    const members = fixed.map(({ member }) => member);
    for (const { offset, length, content } of putBack(members)) {
      const range = rangeOf(document, { start: offset, end: offset + length });
      action.edit.replace(document.uri, range, content);
    }
    return action;
  };
  const [first, ...others] = fixable.map(one => fix(t('Put back {0}', one.member), [one]));
  if (!first) return [];
  first.isPreferred = true;
  return [
    first,
    ...others,
    ...(others.length > 0 ? [fix(t('Put back all {0}', fixable.length), fixable)] : []),
  ];
}

function isShownAs(
  document: vscode.TextDocument,
  finding: DocumentFinding,
  shown: vscode.Diagnostic,
): boolean {
  return (
    shown.source === source &&
    shown.code === finding.code &&
    shown.message === finding.message &&
    shown.range.isEqual(rangeOf(document, finding))
  );
}

function rangeOf(
  document: vscode.TextDocument,
  { start, end }: Pick<DocumentFinding, 'start' | 'end'>,
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
