import type * as vscode from 'vscode';
import { findClientsUsing, maxBackgroundReads } from '../../../configuration/policyUsers';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { t } from '../../../core/common/l10n';
import { describeUsage } from '../../../core/resources/describeUsage';
import { displayTitle } from '../../../core/resources/displayTitle';
import { stringAt } from '../../../core/resources/jsonLocation';
import { singularLabel, type ResourceKey } from '../../../core/resources/resource';
import { secretPlaceholder } from '../../../core/resources/secretPlaces';
import { toAbortSignal } from '../../../ui/cancellation';
import { readUnasked } from '../../../ui/documents/documentSnapshot';
import { rangeOf } from '../../../ui/documents/rangeOf';
import { createHover, createPlainMarkdown } from '../../../ui/text/trustedMarkdown';
import { referencedKind } from './completion';
import { configurationFor, type LanguageDeps } from './context';

/** Explains an id (title and users of the resource) and the placeholder of a secret. */
export async function provideHover(
  deps: LanguageDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
  cancellation: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const place = readUnasked(document, 'resource', () =>
    stringAt(document.getText(), document.offsetAt(position)),
  );
  if (!place || place.value === '') return undefined;
  const range = rangeOf(document, place);
  if (place.value === secretPlaceholder) {
    const text = t(
      'The service stores this secret. It is not shown, and stays unchanged as long as you keep this placeholder.',
    );
    return createHover(createPlainMarkdown([text]), range);
  }
  const kind = referencedKind(document, place.path);
  const configuration = kind && configurationFor(deps, document);
  if (!configuration) return undefined;
  try {
    const lines = await describeReference(
      configuration.resourceCache,
      { kind, id: place.value },
      toAbortSignal(cancellation),
    );
    return createHover(createPlainMarkdown(lines), range);
  } catch (error) {
    if (!cancellation.isCancellationRequested) deps.warn('The resource of an id could not be read', error);
    return undefined;
  }
}

async function describeReference(
  resourceCache: ResourceCache,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const kind = singularLabel(key.kind);
  const entry = (await resourceCache.list(key.kind, signal)).find(({ id }) => id === key.id);
  if (!entry) return [t('The service lists no {0} with this ID.', kind)];
  const users = await findClientsUsing(resourceCache, key, { limit: maxBackgroundReads, signal });
  return [`${kind}: ${displayTitle(entry)}`, ...(users ? [describeUsage(users.clients, users.unread)] : [])];
}
