import { canonicalScope, parseScopeList } from './scope';

/**
 * The scope lists to ask for in turn until one is granted, the narrowest first: as given, all of each collection,
 * the whole configuration; each with what the list may do. That a scope is granted where only a wider one is allowed
 * is inferred (hosted-login-api §3).
 */
export function widerScopes(scope: string): readonly string[] {
  const items = parseScopeList(scope).map(({ text }) => text);
  const widened = (pattern: RegExp, wider: string) => [
    ...new Set(items.map(item => item.replace(pattern, wider))),
  ];
  const lists = [
    items,
    widened(/^([.*]:config\/[^/*]+)(?:\/[^*]*)?(?:\*\*)?$/, '$1**'),
    widened(/^([.*]:config\/)[^/*]+(?:\/[^*]*)?(?:\*\*)?$/, '$1**'),
  ].map(list => list.join(' '));
  return lists.filter(
    (list, index) => lists.findIndex(other => canonicalScope(other) === canonicalScope(list)) === index,
  );
}
