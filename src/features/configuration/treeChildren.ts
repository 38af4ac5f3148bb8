import type { ResourceEntry } from '../../core/configuration';
import { t } from '../../core/l10n';
import { byTitle, groups, mostSideBySide } from '../../core/resourceOrder';
import type { Arrangement } from './arrangement';
import type { Overview } from './overview';
import { type CollectionNode, GroupNode, LookNode, NoteNode, ResourceNode, type TreeNode } from './treeNodes';
import { clientsOf, policiesOf } from './usage';

/** What a list has, side by side or in groups. */
export function childrenOfCollection(
  node: CollectionNode,
  { groups, filter }: Arrangement,
): readonly TreeNode[] {
  const nodes = nodesOf(node, groups);
  if (nodes.length > 0) return nodes;
  return [new NoteNode(node, filter === '' ? t('None') : t('None matches the filter “{0}”', filter))];
}

/** The policies that a client points to. Rejects with a `Problem` where the client can not be read. */
export async function childrenOfClient(node: ResourceNode, overview: Overview): Promise<readonly TreeNode[]> {
  const policies = policiesOf(await overview.resource(node.key));
  // Only for their titles: where a list can not be read there is still the id.
  for (const { kind } of policies) await overview.list(kind).catch(() => undefined);
  if (policies.length === 0) return [new NoteNode(node, t('No policies'))];
  return policies.map(key => new ResourceNode(node, key));
}

/**
 * The clients that point to a policy. Where they are too many to look through them unasked, those that are known, and
 * the offer to look. Rejects with a `Problem` where they can not be listed.
 */
export async function childrenOfPolicy(node: ResourceNode, overview: Overview): Promise<readonly TreeNode[]> {
  const clients = await overview.list('clients');
  const isOffered = overview.unknownClients > mostSideBySide;
  if (!isOffered) await overview.look(node.id, clients);
  const known = clients.flatMap(key => overview.holdings.known(key) ?? []);
  const users = nodesOf(node, groups(byTitle(clientsOf(node.key, known))));
  if (isOffered) return [...users, new LookNode(node, clients.length)];
  // By now one that is gone is not listed any more.
  const unread = overview.unknownClients;
  if (unread > 0) {
    const text = unread === 1 ? t('A client could not be read') : t('{0} clients could not be read', unread);
    return [...users, new NoteNode(node, text, 'warning')];
  }
  return users.length > 0 ? users : [new NoteNode(node, t('Not used by any client'))];
}

function nodesOf(
  parent: CollectionNode | ResourceNode,
  [first = [], ...others]: readonly (readonly ResourceEntry[])[],
): readonly TreeNode[] {
  if (others.length === 0) return first.map(entry => new ResourceNode(parent, entry));
  return [first, ...others].flatMap(([head, ...tail]) =>
    head ? [new GroupNode(parent, [head, ...tail])] : [],
  );
}
