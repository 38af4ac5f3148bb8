import { commands } from '../../ui/ids';
import type { Arrangement } from './arrangement';
import type { Overview } from './overview';
import type { NodeCommand } from './treeItems';
import type { HealthNode, ResourceNode, TreeNode } from './treeNodes';
import {
  actionView,
  collectionView,
  groupView,
  healthView,
  lookView,
  type NodeView,
  noteView,
  problemView,
  profileView,
  resourceView,
} from './treeViews';

/** What is known of what a node stands for. */
export interface Known {
  readonly overviewOf: (node: Pick<ResourceNode, 'profile'>) => Overview;
  /** The list as it is shown, by the id of the collection's node. */
  readonly arrangements: ReadonlyMap<string, Arrangement>;
}

/** How a node looks now. */
export function faceOf(node: TreeNode, { overviewOf, arrangements }: Known): NodeView {
  switch (node.is) {
    case 'health':
      return healthView(overviewOf(node).health, node.profile.name);
    case 'profile':
      return profileView(node.profile, node.isActive);
    case 'collection': {
      const arrangement = arrangements.get(node.id);
      const unnamed = overviewOf(node).holdings.unnamed(node.kind);
      return collectionView(node.kind, arrangement && { ...arrangement, unnamed });
    }
    case 'group':
      return groupView(node.entries);
    case 'resource':
      return faceOfResource(node, overviewOf(node));
    case 'look':
      return lookView(node.clients);
    case 'problem':
      return problemView(node.problem);
    case 'action':
      return actionView(node.action.title);
    case 'note':
      return noteView(node.text, node.severity);
  }
}

function faceOfResource({ key, isReference }: ResourceNode, overview: Overview): NodeView {
  const { holdings } = overview;
  return resourceView(key, holdings.titleOf(key), {
    members: holdings.known(key)?.members,
    users: key.kind === 'clients' ? undefined : overview.usersOf(key)?.length,
    failure: overview.failureOf(key),
    isMissing: isReference && holdings.listed(key.kind) !== undefined && !holdings.entry(key),
    isReference,
  });
}

/** What a click on a node does. */
export function clickOf(node: TreeNode, { overviewOf }: Known): NodeCommand | undefined {
  switch (node.is) {
    case 'health':
      return healthClick(node, overviewOf(node));
    case 'resource':
      return { command: commands.openResource, args: [{ profile: node.profile.name, ...node.key }] };
    case 'look':
      return { command: commands.lookThroughClients, args: [node] };
    case 'problem':
      return { command: commands.retryConfiguration, args: [node] };
    case 'action': {
      const { command, argument } = node.action;
      return { command, args: argument === undefined ? [] : [argument] };
    }
    case 'profile':
    case 'collection':
    case 'group':
    case 'note':
      return undefined;
  }
}

function healthClick(node: HealthNode, { health }: Overview): NodeCommand | undefined {
  switch (health.is) {
    case 'looking':
      return undefined;
    case 'failed':
      return { command: commands.retryConfiguration, args: [node] };
    case 'seen':
      return {
        command: health.access.length === 1 ? commands.createSpareAccess : commands.accessHealth,
        args: [],
      };
  }
}
