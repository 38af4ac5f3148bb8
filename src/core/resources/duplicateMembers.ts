import { getNodePath, type Node } from 'jsonc-parser';
import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { pathLabel, allNodes, parseJsonTree, memberName } from '../json/jsonTree';

/** Throws `invalidInput` if an object has a member twice: we may check one of the two, and the service may use the other. */
export function assertNoDuplicates(text: string): void {
  const again = duplicateIn(parseJsonTree(text));
  if (!again) return;
  throw new Problem(
    'invalidInput',
    t('Nothing was sent: {0} appears twice.', pathLabel(again)),
    t('Remove one of them.'),
    '',
    { path: getNodePath(again) },
  );
}

/** The path of a member that an object has twice, or undefined. */
export function findDuplicateMember(root: Node | undefined): string | undefined {
  const again = duplicateIn(root);
  return again && pathLabel(again);
}

/** The second name of a member that an object has twice. */
function duplicateIn(root: Node | undefined): Node | undefined {
  for (const { type, children = [] } of allNodes(root)) {
    const seen = new Set<string>();
    const again =
      type === 'object' && children.find(each => seen.has(memberName(each)) || !seen.add(memberName(each)));
    if (again) return again.children?.[0] ?? again;
  }
  return undefined;
}
