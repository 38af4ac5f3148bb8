import * as vscode from 'vscode';
import { displayTitle } from '../../../core/resources/displayTitle';
import { stringAt } from '../../../core/resources/jsonLocation';
import { policyKindOf } from '../../../core/resources/policyReferences';
import { type ResourceEntry, type ResourceKind, resourceKinds } from '../../../core/resources/resource';
import { sortByTitle } from '../../../core/resources/resourceLists';
import { parseResourceUri } from '../../../core/resources/resourceUri';
import { toAbortSignal } from '../../../ui/cancellation';
import { readUnasked } from '../../../ui/documents/documentSnapshot';
import { rangeOf } from '../../../ui/documents/rangeOf';
import { createCompletionItem } from '../../../ui/text/completionItem';
import { configurationFor, type LanguageDeps } from './context';

/** A place for an id: the kind of resource, the text before it in the string, and the range to replace. */
interface IdPlace {
  readonly kind: ResourceKind;
  readonly prefix: string;
  readonly range: vscode.Range;
}

/** Completes ids by the titles of the resources. Requests a list only at a place for an id. */
export async function provideIdCompletions(
  deps: LanguageDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
  cancellation: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  const place = idPlaceAt(document, position);
  const configuration = place && configurationFor(deps, document);
  if (!configuration) return [];
  try {
    const entries = await configuration.resourceCache.list(place.kind, toAbortSignal(cancellation));
    return sortByTitle(entries).map((entry, index) => completionItem(entry, index, place));
  } catch (error) {
    if (!cancellation.isCancellationRequested) deps.warn('The list of ids could not be read', error);
    return [];
  }
}

function idPlaceAt(document: vscode.TextDocument, position: vscode.Position): IdPlace | undefined {
  const place = readUnasked(document, 'resource', () =>
    stringAt(document.getText(), document.offsetAt(position)),
  );
  if (!place) return undefined;
  const range = rangeOf(document, place);
  const kind = referencedKind(document, place.path);
  if (kind) return { kind, prefix: '', range };
  if (place.path.length !== 2 || place.path[0] !== 'allowedScopes') return undefined;
  const [, prefix = '', collection] = /^([.*]:config\/(\w+)\/)/.exec(place.typed) ?? [];
  const scopedKind = resourceKinds.find(candidate => candidate === collection);
  return scopedKind && { kind: scopedKind, prefix, range };
}

/** The kind of resource that a member of a client refers to. */
export function referencedKind(
  { uri }: vscode.TextDocument,
  path: readonly (string | number)[],
): 'tokenPolicies' | 'loginPolicies' | undefined {
  const isMemberOfClient = parseResourceUri(uri)?.kind === 'clients' && path.length === 1;
  return isMemberOfClient ? policyKindOf(path[0]) : undefined;
}

function completionItem(
  entry: ResourceEntry,
  index: number,
  { prefix, range }: IdPlace,
): vscode.CompletionItem {
  const title = displayTitle(entry);
  const item = createCompletionItem({ label: title }, vscode.CompletionItemKind.Reference);
  item.detail = entry.id;
  item.insertText = JSON.stringify(prefix + entry.id);
  // VS Code compares it with the text of the range up to the cursor, including the quote.
  item.filterText = `"${prefix}${title} ${entry.id}`;
  item.sortText = `0${String(index).padStart(5, '0')}`;
  item.range = range;
  return item;
}
