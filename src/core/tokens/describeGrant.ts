import { t } from '../common/l10n';
import { plainText } from '../common/redaction';
import { describeScopeList, limitSentences, type TitleOf } from '../scopes/scope';
import type { AccessToken } from './accessToken';

/** As many scopes as a tooltip can hold; the list is the service's, which may send anything. */
const maxScopes = 8;

/** What a token may do, for a tooltip: a sentence for each scope that the service granted. */
export function describeGrant(
  { grantedScope }: Pick<AccessToken, 'grantedScope'>,
  titleOf?: TitleOf,
): readonly string[] {
  if (grantedScope === '') return [t('The service granted nothing: this token can do nothing.')];
  const sentences = describeScopeList(grantedScope, titleOf).map(sentence => plainText(sentence));
  return limitSentences(sentences, maxScopes);
}
