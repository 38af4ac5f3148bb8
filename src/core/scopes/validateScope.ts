import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { parseScopeList } from './parseScope';

/** Characters of a list: some hundred scopes with an ID each. Longer ones are not read from an answer. */
export const maxScopeLength = 20_000;

/** Trims a scope list that code passed. Throws `invalidInput` if it cannot be requested. */
export function validateScope(scope: string): string {
  const issue = scopeIssue(scope);
  if (issue !== undefined) throw new Problem('invalidInput', issue);
  return scope.trim();
}

/** Why a scope list cannot be requested, or undefined. Undocumented forms can: the service decides. */
export function scopeIssue(text: string): string | undefined {
  if (text.trim() === '') return t('Enter a scope, for example {0}', '.:config/**');
  const { length } = text;
  if (length > maxScopeLength) {
    return t('The scope list has {0} characters; the limit is {1}.', length, maxScopeLength);
  }
  return parseScopeList(text).find(({ issue }) => issue?.kind === 'malformed')?.issue?.message;
}
