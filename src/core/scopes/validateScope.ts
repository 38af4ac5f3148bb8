import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { parseScopeList } from './scope';

/** A scope list given by code, trimmed. Throws a `Problem` of kind `invalidInput` where it can not be requested. */
export function validateScope(scope: string): string {
  const issue = scopeIssue(scope);
  if (issue !== undefined) throw new Problem('invalidInput', issue);
  return scope.trim();
}

/** Why a scope list can not be requested. An undocumented form is no reason: the server decides. */
export function scopeIssue(text: string): string | undefined {
  if (text.trim() === '') return t('Enter a scope, for example {0}', '.:config/**');
  return parseScopeList(text).find(({ issue }) => issue?.kind === 'malformed')?.issue?.message;
}
