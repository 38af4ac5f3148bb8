import * as vscode from 'vscode';
import { readTargetsInSteps } from '../../../core/requestAnalysis/matchProfiles';
import { referenceAt } from '../../../core/requestAnalysis/tokenReferences';
import { inSlices, readUnasked, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { tokenVariable } from '../../../ui/ids';
import { detectDialect, requestFileKind } from '../../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../../ui/requestFiles/requestFiles';
import { createHover, createTrustedMarkdown } from '../../../ui/text/trustedMarkdown';
import { type HoveredReference, hoverView } from './hoverView';
import { type ReferenceDeps, currentState } from './referenceState';

/** Shows the shared token and what it may do where a file refers to it, and what the request there needs. */
export async function hoverAt(
  deps: ReferenceDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const found = (await requestReference(document, position)) ?? plainReference(document, position);
  if (!found) return undefined;
  await deps.tokenService.whenSettled();
  const { headline, sentences, links } = hoverView(found.reference, currentState(deps));
  return createHover(createTrustedMarkdown(headline, sentences, links), found.range);
}

interface Found {
  readonly reference: HoveredReference;
  readonly range: vscode.Range;
}

async function requestReference(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<Found | undefined> {
  const dialect = detectDialect(document);
  if (!dialect || isTooLongToRead(document) || !document.getText().includes(tokenVariable)) return undefined;
  await inSlices(document, 'requests', () => readTargetsInSteps(snapshotOf(document), dialect));
  const reference = readUnasked(document, 'requests', () =>
    referenceAt(snapshotOf(document), dialect, position),
  );
  if (!reference || reference.reader === 'jetBrains') return undefined;
  const { line, start, end, request, reader } = reference;
  return { reference: { request, reader }, range: new vscode.Range(line, start, line, end) };
}

const name = new RegExp(`\\b${tokenVariable}\\b`, 'i');

/** The bare name, as in scripts, other request files and prose. */
function plainReference(document: vscode.TextDocument, position: vscode.Position): Found | undefined {
  if (detectDialect(document) === 'http') return undefined;
  const range = document.getWordRangeAtPosition(position, name);
  return range && { reference: { request: undefined, reader: readerOfFile(document) }, range };
}

/** Which programs read the name in a file. */
function readerOfFile(document: vscode.TextDocument): HoveredReference['reader'] {
  const kind = requestFileKind(document);
  if (kind === 'hurl') return kind;
  return kind === 'bruno' || kind === 'yaml' ? 'bruno' : 'terminal';
}
