import { undefinedIfFailed } from '../common/problem';
import { canonicalScope, missingScopes } from './compareScopes';
import { parseScopeList } from './parseScope';

/**
 * The scope lists to request in turn until one is granted, narrowest first: as given, whole collections, the whole
 * configuration, with write access, everything. It is not documented whether the service grants a part of an allowed scope: a
 * policy that allows `*:config/**` may grant only exactly that.
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
 * Requests wider scopes until the granted one covers `scope`. Resolves with undefined if none does. `nothingGranted` counts
 * as not granted; other errors reject.
 */
export async function requestWithWiderScopes<Issued>(
  scope: string,
  request: (wider: string) => Promise<Issued>,
  grantedTo: (issued: Issued) => string,
): Promise<Issued | undefined> {
  for (const wider of widerScopes(scope)) {
    const issued = await undefinedIfFailed(request(wider), ({ kind }) => kind === 'nothingGranted');
    if (issued !== undefined && missingScopes(scope, grantedTo(issued)).length === 0) return issued;
  }
  return undefined;
}
