import { isProblem } from '../common/problem';
import { canonicalScope, missingScopes, parseScopeList } from './scope';

/**
 * The scope lists to ask for in turn until one is granted, the narrowest first: as given, all of each collection, the
 * whole configuration, the same to configure too, everything. That a service grants a scope that lies within one it
 * allows is not documented: a policy that allows `*:config/**` may grant just that.
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
    widened(/^[.*](:config\/).*$/, '*$1**'),
    widened(/^([.*]:)config\/.*$/, '$1**'),
    widened(/^[.*]:config\/.*$/, '*:**'),
  ].map(list => list.join(' '));
  return lists.filter(
    (list, index) => lists.findIndex(other => canonicalScope(other) === canonicalScope(list)) === index,
  );
}

/**
 * Asks for wider and wider scopes until one is granted that covers what is needed, and resolves with that; with undefined
 * where none is. A scope that the service refuses (a `Problem` of kind `nothingGranted`) is one that is not granted.
 */
export async function issueWithWiderScopes<Issued>(
  scope: string,
  issue: (wider: string) => Promise<Issued>,
  grantedTo: (issued: Issued) => string,
): Promise<Issued | undefined> {
  for (const wider of widerScopes(scope)) {
    const issued = await issue(wider).catch((error: unknown) => {
      if (isProblem(error) && error.kind === 'nothingGranted') return undefined;
      throw error;
    });
    if (issued !== undefined && missingScopes(scope, grantedTo(issued)).length === 0) return issued;
  }
  return undefined;
}
