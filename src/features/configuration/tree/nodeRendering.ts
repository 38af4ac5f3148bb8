import { type CommandLink, commandLink } from '../../../ui/commands/commandLink';
import { commands } from '../../../ui/ids';
import type { BackgroundLoader } from './backgroundLoader';
import type { ListView } from './listView';
import {
  actionPresentation,
  collectionPresentation,
  groupPresentation,
  accessStatusPresentation,
  loadAllClientsPresentation,
  type NodePresentation,
  messagePresentation,
  problemPresentation,
  profilePresentation,
  resourcePresentation,
} from './nodePresentations';
import type { AccessStatusNode, ResourceNode, TreeNode } from './nodes';

/** What is known of what a node stands for. */
export interface NodeState {
  readonly loaderOf: (node: Pick<ResourceNode, 'profile'>) => BackgroundLoader;
  /** The list as it is shown, by the id of the collection's node. */
  readonly listViews: ReadonlyMap<string, ListView>;
}

/** How a node looks now. */
export function presentationOf(node: TreeNode, { loaderOf, listViews }: NodeState): NodePresentation {
  switch (node.is) {
    case 'health':
      return accessStatusPresentation(loaderOf(node).accessStatus, node.profile.name);
    case 'profile':
      return profilePresentation(node.profile, node.isActive);
    case 'collection': {
      const listView = listViews.get(node.id);
      const countMismatch = loaderOf(node).resourceCache.countMismatch(node.kind);
      return collectionPresentation(node.kind, listView && { ...listView, countMismatch });
    }
    case 'group':
      return groupPresentation(node.entries);
    case 'resource':
      return presentationOfResource(node, loaderOf(node));
    case 'look':
      return loadAllClientsPresentation(node.clients);
    case 'problem':
      return problemPresentation(node.problem);
    case 'action':
      return actionPresentation(node.action.title);
    case 'note':
      return messagePresentation(node.text, node.severity);
  }
}

function presentationOfResource(
  { key, isReference }: ResourceNode,
  loader: BackgroundLoader,
): NodePresentation {
  const { resourceCache } = loader;
  return resourcePresentation(key, resourceCache.titleOf(key), {
    members: resourceCache.cached(key)?.members,
    users: key.kind === 'clients' ? undefined : loader.clientsUsing(key)?.length,
    failure: loader.failureOf(key),
    isMissing:
      isReference && resourceCache.cachedList(key.kind) !== undefined && !resourceCache.listEntry(key),
    isReference,
  });
}

/** What a click on a node does. */
export function commandOf(node: TreeNode, { loaderOf }: NodeState): CommandLink | undefined {
  switch (node.is) {
    case 'health':
      return accessStatusCommand(node, loaderOf(node));
    case 'resource':
      return commandLink('', commands.openResource, { profile: node.profile.name, ...node.key });
    case 'look':
      return commandLink('', commands.lookThroughClients, node);
    case 'problem':
      return commandLink('', commands.retryConfiguration, node);
    case 'action':
      return { ...node.action, title: '' };
    case 'profile':
    case 'collection':
    case 'group':
    case 'note':
      return undefined;
  }
}

function accessStatusCommand(
  node: AccessStatusNode,
  { accessStatus }: BackgroundLoader,
): CommandLink | undefined {
  switch (accessStatus.is) {
    case 'looking':
      return undefined;
    case 'failed':
      return commandLink('', commands.retryConfiguration, node);
    case 'seen':
      return commandLink(
        '',
        accessStatus.access.length === 1 ? commands.createSpareAccess : commands.accessHealth,
      );
  }
}
