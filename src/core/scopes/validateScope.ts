import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { parseScopeList } from './parseScope';

/** Trims a scope list that code passed. Throws `invalidInput` if it cannot be requested. */
export function validateScope(scope: string): string {
  const issue = scopeIssue(scope);
  if (issue !== undefined) throw new Problem('invalidInput', issue);
  return scope.trim();
}

/** Why a scope list cannot be requested, or undefined. Undocumented forms can: the service decides. */
export function scopeIssue(text: string): string | undefined {
  if (text.trim() === '') return t('Enter a scope, for example {0}', '.:config/**');
  return parseScopeList(text).find(({ issue }) => issue?.kind === 'malformed')?.issue?.message;
}
