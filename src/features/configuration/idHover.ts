import * as vscode from 'vscode';
import { oneInWords, type ResourceKey } from '../../core/configuration';
import { valuePlaceAt } from '../../core/documentPlace';
import { t } from '../../core/l10n';
import { mask } from '../../core/resourceText';
import { shownTitle } from '../../core/shownTitle';
import { usedByWords } from '../../core/usageWords';
import { signalOf } from '../../ui/cancellation';
import { hoverOf, textMarkdown } from '../../ui/trustedMarkdown';
import type { Holdings } from './holdings';
import { pointedTo } from './idCompletion';
import { knownDesk, type LanguageRooms } from './languageRooms';
import { usersUnasked } from './users';

/** Says of an id what it means and who else uses that, and of a mask what it stands for. */
export async function hoverAt(
  rooms: LanguageRooms,
  document: vscode.TextDocument,
  position: vscode.Position,
  cancellation: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const place = valuePlaceAt(document.getText(), document.offsetAt(position));
  if (!place || place.value === '') return undefined;
  const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  if (place.value === mask) {
    const words = t(
      'The service keeps this secret, and it is not shown. It stays what it is as long as this stands here.',
    );
    return hoverOf(textMarkdown([words]), range);
  }
  const kind = pointedTo(document, place.path);
  const desk = kind && knownDesk(rooms, document);
  if (!desk) return undefined;
  try {
    const lines = await about(desk.holdings, { kind, id: place.value }, signalOf(cancellation));
    return hoverOf(textMarkdown(lines), range);
  } catch (error) {
    if (!cancellation.isCancellationRequested) rooms.warn('What an id means could not be read', error);
    return undefined;
  }
}

async function about(holdings: Holdings, key: ResourceKey, signal: AbortSignal): Promise<readonly string[]> {
  const kind = oneInWords(key.kind);
  const entry = (await holdings.list(key.kind, signal)).find(({ id }) => id === key.id);
  if (!entry) return [t('The service names no {0} with this ID.', kind)];
  const users = await usersUnasked(holdings, key, signal);
  return [`${kind}: ${shownTitle(entry)}`, ...(users ? [usedByWords(users.clients, users.unread)] : [])];
}
