import * as vscode from 'vscode';
import type { AccessToken } from '../../core/accessToken';
import { coveringToken } from '../../core/coveringToken';
import { clientReferences } from '../../core/formats/http';
import { t } from '../../core/l10n';
import { neededScopes } from '../../core/neededScopes';
import type { Profile } from '../../core/profile';
import { needOf } from '../../core/referenceFindings';
import type { TokenReference } from '../../core/tokenReferences';
import { timeLeft } from '../../ui/timeWords';
import { type ReferenceDiagnostics, type ShownFinding, source } from './diagnostics';
import { type FixContext, fixesOf, type ReferenceFix } from './fixes';
import type { ReferenceRooms } from './state';

/** The fixes for those of our findings that are among the diagnostics at a place. Reads the tokens only for such. */
export async function codeActionsFor(
  rooms: ReferenceRooms,
  diagnostics: ReferenceDiagnostics,
  document: vscode.TextDocument,
  atPlace: readonly vscode.Diagnostic[],
): Promise<vscode.CodeAction[]> {
  if (!atPlace.some(each => each.source === source)) return [];
  const { references, findings } = diagnostics.look(document);
  const shown = findings.flatMap(found => {
    const diagnostic = atPlace.find(each => isSame(each, found.diagnostic));
    return diagnostic ? [{ ...found, diagnostic }] : [];
  });
  if (shown.length === 0) return [];
  const { profile, token } = rooms.keeper.status;
  const live = profile ? await liveTokens(rooms, profile) : [];
  const fileScope = profile ? scopeFor(references, profile) : '';
  return shown.flatMap(({ reference, finding, diagnostic }) => {
    const context: FixContext = {
      need: profile && needOf(reference.request, profile),
      fileScope,
      grantedScope: token?.grantedScope,
      liveFor: scope => {
        const covering = coveringToken(scope, live, rooms.now());
        return covering && timeLeft(covering.expiresAt - rooms.now());
      },
    };
    if (finding.code === 'otherClient') return [rewriting(document, diagnostic)];
    return fixesOf(finding, context).map((fix, index) => codeAction(fix, diagnostic, index === 0));
  });
}

function isSame(one: vscode.Diagnostic, other: ShownFinding['diagnostic']): boolean {
  return one.source === other.source && one.code === other.code && one.range.isEqual(other.range);
}

/** The narrowest scope for all requests that are authorized by the shared token. */
function scopeFor(references: readonly TokenReference[], profile: Profile): string {
  const shared = references.filter(({ reader }) => reader !== 'jetBrains');
  return neededScopes(shared.flatMap(({ request }) => needOf(request, profile) ?? []));
}

/** Where they can not be read, there is none to offer. */
async function liveTokens(
  { keeper, warn }: ReferenceRooms,
  profile: Profile,
): Promise<readonly AccessToken[]> {
  try {
    return await keeper.live(profile);
  } catch (error) {
    warn('The live tokens could not be read', error);
    return [];
  }
}

/** Puts the reference that REST Client reads in the place of one that it does not. */
function rewriting({ uri }: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const title = t('Write the Reference for REST Client');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, diagnostic.range, clientReferences.restClient);
  return action;
}

function codeAction(
  fix: ReferenceFix,
  diagnostic: vscode.Diagnostic,
  isPreferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = isPreferred;
  action.command = { title: fix.title, command: fix.command, arguments: [...fix.arguments] };
  return action;
}
