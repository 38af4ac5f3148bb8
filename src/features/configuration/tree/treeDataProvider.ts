// The configuration as a tree.
import type * as vscode from 'vscode';
import { cancelled } from '../../../core/common/cancelled';
import type { Clock } from '../../../core/common/clock';
import type { Disposable } from '../../../core/common/event';
import { isProblem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import { type ResourceKey, resourceKinds } from '../../../core/resources/resource';
import type { Drafts } from '../../../storage/configuration/drafts';
import { actionsFor } from '../../../ui/notifications';
import type { BackgroundLoader } from './backgroundLoader';
import type { BackgroundLoaders, BackgroundLoadersDeps } from './backgroundLoaders';
import { ActionNode, ProblemNode } from './leafNodes';
import { AccessStatusNode, CollectionNode, GroupNode, ProfileNode, ResourceNode } from './nodes';
import { TreeChanges } from './treeChanges';
import { createTreeItem } from './treeItem';
import { type TreeContext, type TreeNode } from './treeNode';

export interface TreeDeps extends Pick<BackgroundLoadersDeps, 'profiles' | 'problemOf'> {
  readonly loaders: BackgroundLoaders;
  readonly after: Clock['after'];
  readonly drafts: Pick<Drafts, 'get' | 'onDidChange'>;
  readonly uriOf: TreeContext['uriOf'];
  /** Makes VS Code ask again for these nodes and their children, or for all. */
  readonly fireDidChange: (nodes: TreeNode[] | undefined) => void;
}

/**
 * The configuration as a tree: the configuration access, then each profile with its policies and clients. All profiles
 * are listed, so that two customers can be compared; only the active one starts expanded, and only expanded nodes send
 * requests. Nothing here rejects: an error becomes a node.
 */
export class ConfigurationTree implements vscode.TreeDataProvider<TreeNode> {
  /** The nodes that are shown, by id. */
  readonly #nodes = new Map<string, TreeNode>();
  /** The nodes that are shown with a draft. */
  readonly #marked = new WeakSet<TreeNode>();
  readonly #changes: TreeChanges;
  readonly #subscriptions: readonly Disposable[];
  #filter = '';

  constructor(private readonly deps: TreeDeps) {
    const { loaders, profiles, drafts, after, fireDidChange } = deps;
    this.#changes = new TreeChanges(after, changes => {
      const nodes = this.#changedNodes(changes);
      if (nodes.length > 0) fireDidChange(nodes);
    });
    this.#subscriptions = [
      loaders.onDidChange(({ profile, change }) => {
        if (change === 'all') this.#reset();
        else if (change === 'access') this.#changes.addNode(AccessStatusNode.idOf(profile));
        else this.#changes.addResource(profile, change);
      }),
      profiles.onDidChange(() => {
        this.#reset();
      }),
      drafts.onDidChange(() => {
        const changed = [...this.#nodes.values()].filter(
          node => node instanceof ResourceNode && this.#hasDraft(node) !== this.#marked.has(node),
        );
        if (changed.length > 0) fireDidChange(changed);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  /** The text that titles or ids must contain; empty for no filter. */
  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text.trim();
    for (const node of this.#nodes.values())
      if (node instanceof CollectionNode) node.rebuildListView(this.#context);
    this.deps.fireDidChange(undefined);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = node
      ? await node.getChildren(this.#context).catch((error: unknown) => this.#nodesForError(node, error))
      : this.#roots();
    return children.map(child => this.#reuse(child));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node instanceof ResourceNode && this.#hasDraft(node)) this.#marked.add(node);
    else this.#marked.delete(node);
    return createTreeItem(node.id, node.presentation(this.#context), node.command(this.#context));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  onExpand(node: TreeNode): void {
    node.onExpand(this.#context);
  }

  onCollapse(node: TreeNode): void {
    node.onCollapse(this.#context);
  }

  /** The node of a resource in its collection, to reveal it; undefined if that collection was never expanded. */
  findNode(profile: Profile, key: ResourceKey): TreeNode | undefined {
    const { active } = this.deps.profiles;
    const profileNode = this.#reuse(new ProfileNode(profile, profile.id === active?.id));
    const collection = this.#reuse(new CollectionNode(profileNode, key.kind));
    const groups = collection.listView?.groups ?? [];
    const group = groups.find(entries => entries.some(({ id }) => id === key.id));
    const [first, ...rest] = group ?? [];
    if (!first) return undefined;
    const parent = groups.length > 1 ? this.#reuse(new GroupNode(collection, [first, ...rest])) : collection;
    return this.#reuse(new ResourceNode(parent, key));
  }

  /** The lists of the active profile; none without a profile. */
  get activeCollections(): readonly TreeNode[] {
    const { active } = this.deps.profiles;
    const profileNode = active && this.#reuse(new ProfileNode(active, true));
    return profileNode ? resourceKinds.map(kind => this.#reuse(new CollectionNode(profileNode, kind))) : [];
  }

  /** Tries again what failed. */
  retry(node: unknown): void {
    if (node instanceof AccessStatusNode) this.#loader(node).proveAccess();
    else if (node instanceof ProblemNode) this.deps.fireDidChange([node.parent]);
  }

  get #context(): TreeContext {
    return {
      filter: this.#filter,
      loaderOf: node => this.#loader(node),
      hasDraft: (profile, key) => this.#hasDraft({ profile, key }),
      uriOf: this.deps.uriOf,
      markChanged: id => {
        this.#changes.addNode(id);
      },
    };
  }

  #hasDraft({ profile, key }: Pick<ResourceNode, 'profile' | 'key'>): boolean {
    return this.deps.drafts.get(profile, key) !== undefined;
  }

  #roots(): readonly TreeNode[] {
    const { all, active } = this.deps.profiles;
    if (!active) return all.map(profile => new ProfileNode(profile, false));
    const others = all.filter(({ id }) => id !== active.id);
    return [
      new AccessStatusNode(active),
      new ProfileNode(active, true),
      ...others.map(profile => new ProfileNode(profile, false)),
    ];
  }

  #nodesForError(node: TreeNode, error: unknown): readonly TreeNode[] {
    const problem = isAbort(error)
      ? cancelled()
      : this.deps.problemOf('the view of the configuration', error);
    return [
      new ProblemNode(node, problem),
      ...actionsFor(problem.kind).map(action => new ActionNode(node, action)),
    ];
  }

  #loader({ profile }: { readonly profile: Profile }): BackgroundLoader {
    return this.deps.loaders.for(profile);
  }

  /** The node that is shown already for this id, since VS Code recognizes a node by its identity; otherwise this one. */
  #reuse<T extends TreeNode>(node: T): T {
    const existing = this.#nodes.get(node.id);
    // The id says which class a node is of.
    if (existing?.hasStableId === true) return existing as T;
    this.#nodes.set(node.id, node);
    return node;
  }

  /** The nodes that look different now. */
  #changedNodes(changes: TreeChanges): TreeNode[] {
    return [...this.#nodes.values()].filter(node => {
      if (node instanceof CollectionNode && this.#isOutOfDate(node, changes)) {
        node.rebuildListView(this.#context);
        return true;
      }
      return changes.affects(node, policy => this.#loader(policy).clientsUsing(policy.key) !== undefined);
    });
  }

  #isOutOfDate(node: CollectionNode, changes: TreeChanges): boolean {
    const titles = node.listView?.titles;
    const { resourceCache } = this.#loader(node);
    return changes
      .resourcesOf(node)
      .some(key => titles && titles.get(key.id) !== resourceCache.listEntry(key)?.title);
  }

  /** Drops all nodes. VS Code asks again for what it shows, and the loaders read again what is not cached. */
  #reset(): void {
    this.#nodes.clear();
    this.#changes.clear();
    this.deps.fireDidChange(undefined);
  }
}

/** Whether a request ended because nobody waits for it. */
function isAbort(error: unknown): boolean {
  return isProblem(error)
    ? error.kind === 'cancelled'
    : error instanceof Error && error.name === 'AbortError';
}
