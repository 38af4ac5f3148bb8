import * as vscode from 'vscode';
import { findClientsUsingIfFew } from '../../../configuration/policyUsers';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { t } from '../../../core/common/l10n';
import { describeUsage } from '../../../core/resources/describeUsage';
import { displayTitle } from '../../../core/resources/displayTitle';
import { stringAt } from '../../../core/resources/jsonLocation';
import { singularLabel, type ResourceKey } from '../../../core/resources/resource';
import { secretPlaceholder } from '../../../core/resources/resourceText';
import { toAbortSignal } from '../../../ui/cancellation';
import { createHover, createPlainMarkdown } from '../../../ui/text/trustedMarkdown';
import { referencedKind } from './completion';
import { configurationFor, type LanguageDeps } from './context';

/** Says of an id what it means and who else uses that, and of a mask what it stands for. */
export async function provideHover(
  deps: LanguageDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
  cancellation: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const place = stringAt(document.getText(), document.offsetAt(position));
  if (!place || place.value === '') return undefined;
  const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  if (place.value === secretPlaceholder) {
    const text = t(
      'The service keeps this secret, and it is not shown. It stays what it is as long as this stands here.',
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
    if (!cancellation.isCancellationRequested) deps.warn('What an id means could not be read', error);
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
  if (!entry) return [t('The service names no {0} with this ID.', kind)];
  const users = await findClientsUsingIfFew(resourceCache, key, signal);
  return [`${kind}: ${displayTitle(entry)}`, ...(users ? [describeUsage(users.clients, users.unread)] : [])];
}
