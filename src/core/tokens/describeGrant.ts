import { t } from '../common/l10n';
import { plainText } from '../masking/redaction';
import { describeScopeList, limitSentences, type TitleOf } from '../scopes/describeScope';
import type { AccessToken } from './accessToken';

/** The maximum number of scopes in a tooltip: the service may grant any number. */
const maxScopes = 8;

/** What a token may do, for a tooltip: one sentence per granted scope. */
export function describeGrant(
  { grantedScope }: Pick<AccessToken, 'grantedScope'>,
  titleOf?: TitleOf,
): readonly string[] {
  if (grantedScope === '') return [t('The service granted nothing: this token can do nothing.')];
  const sentences = describeScopeList(grantedScope, titleOf).map(sentence => plainText(sentence));
  return limitSentences(sentences, maxScopes);
}
