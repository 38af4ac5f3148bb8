import * as vscode from 'vscode';
import { updateFileText } from '../../../core/configurationFiles/text/updateFileText';
import {
  type ResourceFinding,
  checkResourceText,
  refusalFindings,
} from '../../../core/resourceRules/resourceFindings';
import { toDocumentText } from '../../../core/resources/resourceText';
import { parseResourceUri } from '../../../core/resources/resourceUri';
import { createDiagnostic, diagnosticSource, findShown } from '../../../ui/documents/diagnostics';
import { readUnasked } from '../../../ui/documents/documentSnapshot';
import { watchDocuments } from '../../../ui/documents/documentWatcher';
import { rangeOf } from '../../../ui/documents/rangeOf';
import { registerQuickFixes } from '../../../ui/documents/registerQuickFixes';
import { createRestoreFixes, resolveFix } from '../../../ui/documents/restoreFixes';
import { resourceScheme } from '../../../ui/ids';
import { findOpenDocument } from '../documents/resourceDocuments';
import { configurationFor, type LanguageDeps } from './context';
import type { ResourceCacheEvents } from './resourceCacheEvents';

/** Shows what cannot be sent, was refused or would be reset, with quick fixes that restore members. */
export function registerDiagnostics(deps: LanguageDeps, cacheEvents: ResourceCacheEvents): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('hostedLoginConfiguration');
  const warn = (error: unknown) => {
    deps.warn('A document of the configuration could not be checked', error);
  };
  const check = (document: vscode.TextDocument) => {
    const configuration = configurationFor(deps, document);
    if (configuration) cacheEvents.follow(configuration.resourceCache);
    try {
      collection.set(document.uri, diagnosticsOf(deps, document));
    } catch (error) {
      collection.delete(document.uri);
      warn(error);
    }
  };
  return vscode.Disposable.from(
    collection,
    watchDocuments({
      matches: isResourceDocument,
      check: document => {
        check(document);
        return Promise.resolve();
      },
      clear: ({ uri }) => {
        collection.delete(uri);
      },
      onError: warn,
    }),
    deps.refusals.onDidChange(uri => {
      const document = findOpenDocument(uri);
      if (document) check(document);
    }),
    // The text is compared with the version of the service.
    cacheEvents.onDidChange(key => {
      for (const document of vscode.workspace.textDocuments.filter(isResourceDocument)) {
        const ref = parseResourceUri(document.uri);
        if (!key || (ref?.kind === key.kind && ref.id === key.id)) check(document);
      }
    }),
    registerQuickFixes(
      { scheme: resourceScheme },
      (document, { diagnostics }) => provideFixes(deps, document, diagnostics),
      { resolveCodeAction: resolveFix },
    ),
  );
}

function isResourceDocument({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === resourceScheme;
}

function findingsIn(
  deps: LanguageDeps,
  document: vscode.TextDocument,
): { readonly found: readonly ResourceFinding[]; readonly before: string | undefined } {
  const ref = parseResourceUri(document.uri);
  const before = readUnasked(document, 'resource', () => serverText(deps, document));
  if (!ref) return { found: [], before };
  const found = readUnasked(document, 'resource', () => {
    const text = document.getText();
    const refusal = deps.refusals.get(document.uri, text);
    const refused = refusal ? refusalFindings(text, refusal.message, refusal.members) : [];
    return [...refused, ...checkResourceText(ref.kind, text, before)];
  });
  return { found: found ?? [], before };
}

/** The text of the cached resource, otherwise the base version of the document. */
function serverText(deps: LanguageDeps, document: vscode.TextDocument): string | undefined {
  const ref = parseResourceUri(document.uri);
  const known = ref && configurationFor(deps, document)?.resourceCache.cached(ref);
  return known ? toDocumentText(known.body) : deps.baseVersions.get(document.uri.toString())?.text;
}

function diagnosticsOf(deps: LanguageDeps, document: vscode.TextDocument): vscode.Diagnostic[] {
  return findingsIn(deps, document).found.map(finding => diagnosticOf(document, finding));
}

function diagnosticOf(document: vscode.TextDocument, finding: ResourceFinding): vscode.Diagnostic {
  return createDiagnostic(rangeOf(document, finding), finding.message, finding.severity, finding.code);
}

function provideFixes(
  deps: LanguageDeps,
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  if (!diagnostics.some(diagnostic => diagnostic.source === diagnosticSource)) return [];
  // The document may have changed since the diagnostics were computed.
  const { found, before } = findingsIn(deps, document);
  if (before === undefined) return [];
  const fixable = found.flatMap(finding => {
    const diagnostic = findShown(diagnostics, diagnosticOf(document, finding));
    return diagnostic && finding.member !== undefined ? [{ diagnostic, member: finding.member }] : [];
  });
  const fixes = createRestoreFixes(document, fixable, members =>
    updateFileText(document.getText(), before, members),
  );
  const [first] = fixes;
  if (first) first.isPreferred = true;
  return fixes;
}
