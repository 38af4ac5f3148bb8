import { clientsUsing, policiesOf } from '../../../configuration/references';
import { t } from '../../../core/common/l10n';
import type { ResourceEntry } from '../../../core/resources/resource';
import { sortByTitle, groupEntries, maxUngrouped } from '../../../core/resources/resourceOrder';
import type { BackgroundLoader } from './backgroundLoader';
import type { ListView } from './listView';
import {
  type CollectionNode,
  GroupNode,
  LoadAllClientsNode,
  MessageNode,
  ResourceNode,
  type TreeNode,
} from './nodes';

/** What a list has, side by side or in groups. */
export function childrenOfCollection(
  node: CollectionNode,
  { groups, filter }: ListView,
): readonly TreeNode[] {
  const nodes = nodesOf(node, groups);
  if (nodes.length > 0) return nodes;
  return [new MessageNode(node, filter === '' ? t('None') : t('None matches the filter “{0}”', filter))];
}

/** The policies that a client points to. Rejects with a `Problem` where the client can not be read. */
export async function childrenOfClient(
  node: ResourceNode,
  loader: BackgroundLoader,
): Promise<readonly TreeNode[]> {
  const policies = policiesOf(await loader.resource(node.key));
  // Only for their titles: where a list can not be read there is still the id.
  for (const { kind } of policies) await loader.list(kind).catch(() => undefined);
  if (policies.length === 0) return [new MessageNode(node, t('No policies'))];
  return policies.map(key => new ResourceNode(node, key));
}

/**
 * The clients that point to a policy. Where they are too many to look through them unasked, those that are known, and
 * the offer to look. Rejects with a `Problem` where they can not be listed.
 */
export async function childrenOfPolicy(
  node: ResourceNode,
  loader: BackgroundLoader,
): Promise<readonly TreeNode[]> {
  const clients = await loader.list('clients');
  const isOffered = loader.uncachedClientCount > maxUngrouped;
  if (!isOffered) await loader.load(node.id, clients);
  const known = clients.flatMap(key => loader.resourceCache.cached(key) ?? []);
  const users = nodesOf(node, groupEntries(sortByTitle(clientsUsing(node.key, known))));
  if (isOffered) return [...users, new LoadAllClientsNode(node, clients.length)];
  // By now one that is gone is not listed any more.
  const unread = loader.uncachedClientCount;
  if (unread > 0) {
    const text = unread === 1 ? t('A client could not be read') : t('{0} clients could not be read', unread);
    return [...users, new MessageNode(node, text, 'warning')];
  }
  return users.length > 0 ? users : [new MessageNode(node, t('Not used by any client'))];
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
