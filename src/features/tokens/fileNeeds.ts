import type * as vscode from 'vscode';
import { configRequests } from '../../core/configRequests';
import { t } from '../../core/l10n';
import { neededScopes, needOnlyReading } from '../../core/neededScopes';
import type { Profile } from '../../core/profile';
import { dialectOf, documentLines, isTooLongToRead } from '../../ui/httpFiles';

/** What the requests of a request file need of a token. */
export interface FileNeeds {
  /** The narrowest scope list that covers them all. */
  readonly scope: string;
  readonly onlyReads: boolean;
  /** How many there are, in words. */
  readonly summary: string;
}

/**
 * What the requests of a document below a profile's configuration need; undefined where there are none, where it is no
 * request file, or one too long to be read.
 */
export function fileNeeds(
  document: vscode.TextDocument | undefined,
  profile: Profile,
): FileNeeds | undefined {
  const dialect = document && dialectOf(document);
  if (!dialect || isTooLongToRead(document)) return undefined;
  const requests = configRequests(documentLines(document), dialect, profile);
  if (requests.length === 0) return undefined;
  const onlyReads = needOnlyReading(requests);
  return { scope: neededScopes(requests), onlyReads, summary: summaryOf(requests.length, onlyReads) };
}

function summaryOf(count: number, onlyReads: boolean): string {
  if (count === 1) {
    return onlyReads
      ? t('1 request to the configuration, which reads')
      : t('1 request to the configuration, which writes');
  }
  return onlyReads
    ? t('{0} requests to the configuration, which only read', count)
    : t('{0} requests to the configuration, some of which write', count);
}
