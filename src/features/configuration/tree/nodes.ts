// The nodes of the tree: what each shows, and its children.
import { t } from '../../../core/common/l10n';
import type { Profile } from '../../../core/profile/profile';
import { describeUnreadClients } from '../../../core/resources/describeUsage';
import { clientsUsing, policiesOf } from '../../../core/resources/policyReferences';
import {
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
  resourceKinds,
} from '../../../core/resources/resource';
import { groupEntries, maxUngrouped, sortByTitle } from '../../../core/resources/resourceLists';
import { type CommandLink, commandLink } from '../../../ui/commands/commandLink';
import { commands } from '../../../ui/ids';
import { accessStatusPresentation } from './accessPresentation';
import type { BackgroundLoader } from './backgroundLoader';
import { LeafNode, MessageNode } from './leafNodes';
import { buildListView, type ListView } from './listView';
import {
  collectionPresentation,
  groupPresentation,
  loadAllClientsPresentation,
  type NodePresentation,
  profilePresentation,
  resourcePresentation,
} from './nodePresentations';
import { type TreeContext, TreeNode } from './treeNode';

/** The configuration access of the active profile, in one line. */
export class AccessStatusNode extends TreeNode {
  readonly parent = undefined;
  override readonly hasStableId = true;
  readonly id: string;

  constructor(readonly profile: Profile) {
    super();
    this.id = AccessStatusNode.idOf(profile);
  }

  static idOf({ id }: Profile): string {
    return `access/${id}`;
  }

  presentation({ loaderOf }: TreeContext): NodePresentation {
    return accessStatusPresentation(loaderOf(this).accessStatus, this.profile.name);
  }

  override command({ loaderOf }: TreeContext): CommandLink | undefined {
    const { accessStatus } = loaderOf(this);
    switch (accessStatus.kind) {
      case 'loading':
        return undefined;
      case 'failed':
        return commandLink('', commands.retryConfiguration, this);
      case 'loaded':
        return commandLink(
          '',
          accessStatus.access.length === 1 ? commands.createSpareAccess : commands.accessHealth,
        );
    }
  }
}

export class ProfileNode extends TreeNode {
  readonly parent = undefined;
  override readonly hasStableId = true;
  readonly id: string;

  constructor(
    readonly profile: Profile,
    readonly isActive: boolean,
  ) {
    super();
    // Another id for the active profile: VS Code keeps the expansion state by id, and only the active one starts expanded.
    this.id = isActive ? `active/${profile.id}` : `profile/${profile.id}`;
  }

  presentation(): NodePresentation {
    return profilePresentation(this.profile, this.isActive);
  }

  override getChildren(): Promise<readonly TreeNode[]> {
    return Promise.resolve(resourceKinds.map(kind => new CollectionNode(this, kind)));
  }
}

/** All resources of a kind. */
export class CollectionNode extends TreeNode {
  override readonly hasStableId = true;
  readonly id: string;
  /** The list as shown; undefined until the node was expanded. */
  listView: ListView | undefined;

  constructor(
    readonly parent: ProfileNode,
    readonly kind: ResourceKind,
  ) {
    super();
    this.id = `${parent.id}/${kind}`;
  }

  get profile(): Profile {
    return this.parent.profile;
  }

  presentation({ loaderOf }: TreeContext): NodePresentation {
    const countMismatch = loaderOf(this).resourceCache.countMismatch(this.kind);
    return collectionPresentation(this.kind, this.listView && { ...this.listView, countMismatch });
  }

  override async getChildren(context: TreeContext): Promise<readonly TreeNode[]> {
    const entries = await context.loaderOf(this).list(this.kind);
    if (!this.listView) {
      this.listView = buildListView(entries, context.filter);
      // The description shows the count.
      context.markChanged(this.id);
    }
    this.onExpand(context);
    const { groups, filter } = this.listView;
    const nodes = resourceNodes(this, groups);
    if (nodes.length > 0) return nodes;
    return [new MessageNode(this, filter === '' ? t('None') : t('Nothing matches the filter “{0}”', filter))];
  }

  override onExpand({ loaderOf }: TreeContext): void {
    const loader = loaderOf(this);
    if (this.kind !== 'clients') {
      loader.loadUsers(this.id);
      return;
    }
    const [first = [], ...others] = this.listView?.groups ?? [];
    if (others.length === 0) void loader.load(this.id, first);
  }

  override onCollapse({ loaderOf }: TreeContext): void {
    loaderOf(this).cancel(this.id);
  }

  /** Updates the list that is shown from the cache, for example after the filter changed. */
  rebuildListView({ loaderOf, filter }: TreeContext): void {
    const entries = this.listView && loaderOf(this).resourceCache.cachedList(this.kind);
    if (entries) this.listView = buildListView(entries, filter);
  }
}

/** A range of a long list. */
export class GroupNode extends TreeNode {
  readonly id: string;

  constructor(
    readonly parent: CollectionNode | ResourceNode,
    readonly entries: readonly [ResourceEntry, ...ResourceEntry[]],
  ) {
    super();
    this.id = `${parent.id}/from ${entries[0].id}`;
  }

  get profile(): Profile {
    return this.parent.profile;
  }

  presentation(): NodePresentation {
    return groupPresentation(this.entries);
  }

  override getChildren(context: TreeContext): Promise<readonly TreeNode[]> {
    this.onExpand(context);
    return Promise.resolve(this.entries.map(entry => new ResourceNode(this, entry)));
  }

  override onExpand({ loaderOf }: TreeContext): void {
    void loaderOf(this).load(this.id, this.entries);
  }

  override onCollapse({ loaderOf }: TreeContext): void {
    loaderOf(this).cancel(this.id);
  }
}

/** A resource in its collection, or below another one as a reference. */
export class ResourceNode extends TreeNode {
  override readonly hasStableId = true;
  readonly id: string;
  readonly key: ResourceKey;
  readonly isReference: boolean;

  constructor(
    readonly parent: CollectionNode | GroupNode | ResourceNode,
    { kind, id }: ResourceKey,
  ) {
    super();
    this.key = { kind, id };
    this.id = `${parent.id}/${kind} ${id}`;
    const container = parent instanceof GroupNode ? parent.parent : parent;
    this.isReference = container instanceof ResourceNode;
  }

  get profile(): Profile {
    return this.parent.profile;
  }

  presentation({ loaderOf, hasDraft, uriOf }: TreeContext): NodePresentation {
    const { key, isReference, profile } = this;
    const loader = loaderOf(this);
    const { resourceCache } = loader;
    const title = resourceCache.titleOf(key);
    return resourcePresentation(key, title, {
      hasDraft: hasDraft(profile, key),
      uri: uriOf(profile, { ...key, title }),
      members: resourceCache.cached(key)?.members,
      users: key.kind === 'clients' ? undefined : loader.clientsUsing(key)?.length,
      failure: loader.failureOf(key),
      isMissing:
        isReference && resourceCache.cachedList(key.kind) !== undefined && !resourceCache.listEntry(key),
      isReference,
    });
  }

  override command(): CommandLink {
    return commandLink('', commands.openResource, { profile: this.profile.name, ...this.key });
  }

  override async getChildren({ loaderOf }: TreeContext): Promise<readonly TreeNode[]> {
    if (this.isReference) return [];
    return this.key.kind === 'clients' ? this.#policies(loaderOf(this)) : this.#users(loaderOf(this));
  }

  override onCollapse({ loaderOf, markChanged }: TreeContext): void {
    // The children are incomplete: VS Code must ask for them again at the next expansion.
    if (loaderOf(this).cancel(this.id)) markChanged(this.id);
  }

  /** The policies that this client points to. */
  async #policies(loader: BackgroundLoader): Promise<readonly TreeNode[]> {
    const policies = policiesOf(await loader.resource(this.key));
    // The lists are needed only for titles; without them the nodes show ids.
    for (const { kind } of policies) await loader.list(kind).catch(() => undefined);
    if (policies.length === 0) return [new MessageNode(this, t('No policies'))];
    return policies.map(key => new ResourceNode(this, key));
  }

  /** The clients that point to this policy. If too many clients are unread: the known ones, and a node that reads the rest. */
  async #users(loader: BackgroundLoader): Promise<readonly TreeNode[]> {
    const clients = await loader.list('clients');
    const areTooMany = loader.uncachedClientCount > maxUngrouped;
    if (!areTooMany) await loader.load(this.id, clients);
    const known = clients.flatMap(key => loader.resourceCache.cached(key) ?? []);
    const users = resourceNodes(this, groupEntries(sortByTitle(clientsUsing(this.key, known))));
    if (areTooMany) return [...users, new LoadAllClientsNode(this, clients.length)];
    // Counted after reading, when deleted clients are no longer listed.
    const unread = loader.uncachedClientCount;
    if (unread > 0) return [...users, new MessageNode(this, describeUnreadClients(unread), 'warning')];
    return users.length > 0 ? users : [new MessageNode(this, t('Not used by any client'))];
  }
}

function resourceNodes(
  parent: CollectionNode | ResourceNode,
  [first = [], ...others]: readonly (readonly ResourceEntry[])[],
): readonly TreeNode[] {
  if (others.length === 0) return first.map(entry => new ResourceNode(parent, entry));
  return [first, ...others].flatMap(([head, ...tail]) =>
    head ? [new GroupNode(parent, [head, ...tail])] : [],
  );
}

/** Reads all clients when clicked, because so many requests need a decision. */
export class LoadAllClientsNode extends LeafNode {
  constructor(
    override readonly parent: ResourceNode,
    clients: number,
  ) {
    super(parent, 'look', loadAllClientsPresentation(clients));
  }

  get profile(): Profile {
    return this.parent.profile;
  }

  override command(): CommandLink {
    return commandLink('', commands.loadAllClients, this);
  }
}

/** The resource that a command was called on, if VS Code passed one of our nodes. */
export function resourceNodeOf([node]: readonly unknown[]): ResourceNode | undefined {
  return node instanceof ResourceNode ? node : undefined;
}
