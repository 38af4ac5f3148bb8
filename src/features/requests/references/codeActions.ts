import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { clientReferences } from '../../../core/formats/httpFormat';
import type { Profile } from '../../../core/profile/profile';
import { neededScopes } from '../../../core/requestAnalysis/neededScopes';
import { type ReferenceFinding, toRequestNeed } from '../../../core/requestAnalysis/referenceFindings';
import type { TokenReference } from '../../../core/requestAnalysis/tokenReferences';
import { findReusable } from '../../../core/tokens/coveringToken';
import { createQuickFix, diagnosticSource } from '../../../ui/documents/diagnostics';
import { readUnasked, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { toRange } from '../../../ui/requestFiles/requestEdits';
import { requestFormatOf } from '../../../ui/requestFiles/requestFormats';
import { formatTimeLeft } from '../../../ui/text/formatDuration';
import type { ReferenceDiagnostics } from './diagnostics';
import { type FixContext, fixesOf } from './fixes';
import type { ReferenceDeps } from './referenceState';

/**
 * The quick fixes for the findings at a place. If the user asks for fixes, those of the whole request around the cursor.
 * Reads the tokens only if there is a finding.
 */
export async function codeActionsFor(
  deps: ReferenceDeps,
  diagnostics: ReferenceDiagnostics,
  document: vscode.TextDocument,
  range: vscode.Range,
  { diagnostics: atPlace, triggerKind }: vscode.CodeActionContext,
): Promise<vscode.CodeAction[]> {
  const isAsked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
  const ours = atPlace.filter(each => each.source === diagnosticSource);
  if (!isAsked && ours.length === 0) return [];
  const { references, findings } = await diagnostics.check(document);
  const here = findings.flatMap(found => {
    const { line, start, end, lines } = found.reference;
    const place = new vscode.Range(line, start, line, end);
    const diagnostic = ours.find(each => each.code === found.finding.code && each.range.isEqual(place));
    const isAround = isAsked && range.start.line <= lines.last && range.end.line >= lines.first;
    return diagnostic || isAround ? [{ ...found, diagnostic }] : [];
  });
  if (here.length === 0) return [];
  const { profile, token } = deps.tokenService.status;
  const live = profile ? await deps.tokenService.tryListLive(profile) : [];
  const fileScope = profile ? scopeFor(references, profile) : '';
  /** The first lines of requests with a fix that writes all of their header: a command may have thousands of references. */
  const edited = new Set<number>();
  const actions = here.flatMap(({ reference, finding, diagnostic }) => {
    if (isFixedByEdit(finding)) {
      if (edited.has(reference.lines.first)) return [];
      edited.add(reference.lines.first);
    }
    const context: FixContext = {
      need: profile && toRequestNeed(reference.request, profile),
      fileScope,
      grantedScope: token?.grantedScope,
      liveFor: scope => {
        const covering = findReusable(scope, undefined, live, deps.now());
        return covering && formatTimeLeft(covering.expiresAt - deps.now());
      },
    };
    const own =
      editFor(document, reference, finding) ??
      fixesOf(finding, context).map(command => createQuickFix(command.title, [], command));
    for (const [index, action] of own.entries()) {
      if (diagnostic) action.diagnostics = [diagnostic];
      action.isPreferred = index === 0;
    }
    return own;
  });
  // Several selected requests may need the same scope.
  const offered = new Set<string>();
  return actions.filter(({ title, command }) => {
    const key = JSON.stringify([title, command?.arguments]);
    return !command || (!offered.has(key) && offered.add(key));
  });
}

/** The narrowest scope for all requests that the shared token authorizes. */
function scopeFor(references: readonly TokenReference[], profile: Profile): string {
  const shared = references.filter(({ reader }) => reader !== 'jetBrains');
  return neededScopes(shared.flatMap(({ request }) => toRequestNeed(request, profile) ?? []));
}

function isFixedByEdit({ code }: ReferenceFinding): boolean {
  return code === 'otherClient' || code === 'otherScheme';
}

/** The fixes of a finding that are an edit; undefined for other findings. */
function editFor(
  document: vscode.TextDocument,
  { line }: TokenReference,
  finding: ReferenceFinding,
): vscode.CodeAction[] | undefined {
  switch (finding.code) {
    case 'otherClient':
      return writing(document, line, t('Write the Reference for REST Client'), clientReferences.restClient);
    case 'otherScheme':
      return writing(document, line, t('Write “Bearer” and the Reference'), finding.token);
    default:
      return undefined;
  }
}

/** Writes `Bearer` and the token into the header, as Insert Authorization Header does, if it is the only one there. */
function writing(
  document: vscode.TextDocument,
  line: number,
  title: string,
  token: string,
): vscode.CodeAction[] {
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const planned = readUnasked(document, 'requests', () =>
    requestFormatOf(document, 'restClient')?.plan(snapshotOf(document), [line], {
      ...{ token, eol, replaceOtherSchemes: true },
    }),
  );
  // The other transfers of a curl command may go elsewhere.
  if (planned?.changed !== 1 || planned.requests !== 1) return [];
  const fix = createQuickFix(title, [], edit => {
    for (const { range, newText } of planned.edits) edit.replace(document.uri, toRange(range), newText);
  });
  return [fix];
}
