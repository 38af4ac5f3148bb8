import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { filePath } from '../../core/configurationFiles/address';
import type { Addresses } from '../../core/configurationFiles/addressReferences';
import type { PlanEntry } from '../../core/configurationFiles/plan/planEntry';
import { showSides, type Sides } from '../../ui/documents/diffEditors';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { addressesOf, baseText, type Comparison, serviceText } from './comparison';

/** The maximum number of files in one editor of differences: nobody can read thousands. */
const maxShown = 300;

/** Shows the service beside the files, which can be edited there. */
export async function showDifferences(
  texts: ReadOnlyDocuments,
  comparison: Comparison,
  entries: readonly PlanEntry[],
  title: string,
): Promise<void> {
  const addresses = addressesOf(comparison.plan);
  const shown = entries.slice(0, maxShown);
  await showSides(
    shown.map(entry => sidesOf(texts, comparison, entry, addresses)),
    shown.length === entries.length
      ? title
      : t('{0} (the first {1} of {2})', title, shown.length, entries.length),
  );
}

/**
 * Shows what changed on both sides since the last pull: what the service has now, then the file below it. As `showDifferences` if
 * what was pulled is not known.
 */
export async function showConflict(
  texts: ReadOnlyDocuments,
  comparison: Comparison,
  entry: PlanEntry,
  title: string,
): Promise<void> {
  const addresses = addressesOf(comparison.plan);
  const base = baseText(comparison, entry, addresses);
  if (base === undefined) {
    await showDifferences(texts, comparison, [entry], title);
    return;
  }
  const [resource, , file] = sidesOf(texts, comparison, entry, addresses);
  const id = `${idOf(comparison)} last pull`;
  const theirPath = file.path.replace(/\.json$/, ` (${t('service')}).json`);
  const theirs = texts.putAt(theirPath, idOf(comparison), serviceText(comparison, entry, addresses));
  await vscode.commands.executeCommand('vscode.changes', title, [
    [theirs, texts.putAt(theirPath, id, base), theirs],
    [resource, texts.putAt(file.path, id, base), file],
  ]);
}

function sidesOf(
  texts: ReadOnlyDocuments,
  comparison: Comparison,
  entry: PlanEntry,
  addresses: Addresses,
): Sides {
  const file = comparison.files.uriOf(filePath(entry.address));
  const put = (side: string, text: string) => texts.putAt(file.path, `${idOf(comparison)} ${side}`, text);
  const isThere = comparison.plan.files.has(entry.address);
  return [
    file,
    put('service', serviceText(comparison, entry, addresses)),
    isThere ? file : put('no file', ''),
  ];
}

/** Tells apart documents of different folders and profiles. */
export function idOf({ target }: Pick<Comparison, 'target'>): string {
  return `${target.profile.id} ${target.root.toString()}`;
}
