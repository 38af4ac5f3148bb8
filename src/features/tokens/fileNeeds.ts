// The scopes that the requests of a document need.
import type * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import { configurationRequests } from '../../core/requestAnalysis/configurationRequests';
import { neededScopes, areReadOnly } from '../../core/requestAnalysis/neededScopes';
import { readAsked, snapshotOf } from '../../ui/documents/documentSnapshot';
import { detectDialect } from '../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../ui/requestFiles/requestFiles';

export interface FileNeeds {
  /** The narrowest scope list that covers them all. */
  readonly scope: string;
  readonly onlyReads: boolean;
  /** For the user: how many requests, and whether they write. */
  readonly summary: string;
}

/**
 * What the configuration requests of a document need. Undefined if it has none, is not a request file, or is too long
 * to be read.
 */
export function fileNeeds(
  document: vscode.TextDocument | undefined,
  profile: Profile,
): FileNeeds | undefined {
  const dialect = document && detectDialect(document);
  if (!dialect || isTooLongToRead(document)) return undefined;
  const requests = readAsked(document, () => configurationRequests(snapshotOf(document), dialect, profile));
  if (requests.length === 0) return undefined;
  const onlyReads = areReadOnly(requests);
  return { scope: neededScopes(requests), onlyReads, summary: summaryOf(requests.length, onlyReads) };
}

function summaryOf(count: number, onlyReads: boolean): string {
  if (count === 1) {
    return onlyReads
      ? t('1 request that reads the configuration')
      : t('1 request that writes to the configuration');
  }
  return onlyReads
    ? t('{0} requests that only read the configuration', count)
    : t('{0} requests to the configuration, some of which write', count);
}
