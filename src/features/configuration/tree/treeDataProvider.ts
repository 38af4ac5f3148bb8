import type * as vscode from 'vscode';
import type { Clock } from '../../../core/common/clock';
import type { Disposable } from '../../../core/common/event';
import { t } from '../../../core/common/l10n';
import { isProblem, Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import { type ResourceKey, resourceKinds } from '../../../core/resources/resource';
import { actionsFor } from '../../../ui/notifications';
import type { BackgroundLoader } from './backgroundLoader';
import type { BackgroundLoaders, BackgroundLoadersDeps } from './backgroundLoaders';
import { type ListView, buildListView } from './listView';
import { childrenOfClient, childrenOfCollection, childrenOfPolicy } from './nodeChildren';
import { commandOf, presentationOf, type NodeState } from './nodeRendering';
import {
  ActionNode,
  CollectionNode,
  GroupNode,
  AccessStatusNode,
  ProblemNode,
  ProfileNode,
  ResourceNode,
  type TreeNode,
} from './nodes';
import { TreeChanges } from './treeChanges';
import { createTreeItem } from './treeItem';

/** What the tree stands on. */
export interface TreeDeps extends Pick<BackgroundLoadersDeps, 'profiles' | 'problemOf'> {
  readonly loaders: BackgroundLoaders;
  readonly after: Clock['after'];
  /** Has VS Code ask again for these nodes and what is below them, or for all. */
  readonly fireDidChange: (nodes: TreeNode[] | undefined) => void;
}

/**
 * The configuration as a tree: the configuration access, then each profile with its policies and clients. All profiles are there,
 * so that two customers can be looked at side by side; only the active one is expanded, and only what is expanded asks
 * the service. Nothing here rejects: what went wrong is a node.
 */
export class ConfigurationTree implements vscode.TreeDataProvider<TreeNode> {
  /** What is shown, by id. */
  readonly #nodes = new Map<string, TreeNode>();
  /** The lists that are shown, by the id of the collection's node. */
  readonly #listViews = new Map<string, ListView>();
  readonly #changes: TreeChanges;
  readonly #subscriptions: readonly Disposable[];
  readonly #state: NodeState;
  #filter = '';

  constructor(private readonly deps: TreeDeps) {
    const { loaders, profiles, after, fireDidChange } = deps;
    this.#state = {
      loaderOf: ({ profile }) => loaders.for(profile),
      listViews: this.#listViews,
    };
    this.#changes = new TreeChanges(after, changes => {
      const nodes = this.#changedNodes(changes);
      if (nodes.length > 0) fireDidChange(nodes);
    });
    this.#subscriptions = [
      loaders.onDidChange(({ profile, change }) => {
        if (change === 'all') this.#reset();
        else if (change === 'health') this.#changes.addNode(`health/${profile.id}`);
        else this.#changes.addResource(profile, change);
      }),
      profiles.onDidChange(() => {
        this.#reset();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  /** What titles and ids have in them that are shown; empty for all. */
  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text.trim();
    for (const node of this.#nodes.values()) if (node.is === 'collection') this.#rebuildListView(node);
    this.deps.fireDidChange(undefined);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = node
      ? await this.#childrenOf(node).catch((error: unknown) => this.#nodesForError(node, error))
      : this.#roots();
    return children.map(child => this.#reuse(child));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return createTreeItem(node, presentationOf(node, this.#state), commandOf(node, this.#state));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  /** A person sees what is in a node: the details are read that are not known. */
  onExpand(node: TreeNode): void {
    if (node.is === 'group') void this.#loader(node).load(node.id, node.entries);
    if (node.is !== 'collection') return;
    const loader = this.#loader(node);
    if (node.kind !== 'clients') {
      loader.loadUsers(node.id);
      return;
    }
    const [first = [], ...others] = this.#listViews.get(node.id)?.groups ?? [];
    if (others.length === 0) void loader.load(node.id, first);
  }

  /** Nobody sees any more what is in a node: what is read for it alone ends. */
  onCollapse(node: TreeNode): void {
    if (node.is !== 'collection' && node.is !== 'group' && node.is !== 'resource') return;
    const wasLoading = this.#loader(node).cancel(node.id);
    // What it has now is not all: it is asked for again when it is expanded.
    if (wasLoading && node.is === 'resource') this.#changes.addNode(node.id);
  }

  /**
   * The node of a resource in its list, to reveal it; undefined where the list is not shown yet: nobody asked for it.
   */
  findNode(profile: Profile, key: ResourceKey): TreeNode | undefined {
    const { active } = this.deps.profiles;
    const profileNode = this.#reuse(new ProfileNode(profile, profile.id === active?.id));
    if (profileNode.is !== 'profile') return undefined;
    const collection = this.#reuse(new CollectionNode(profileNode, key.kind));
    const groups = this.#listViews.get(collection.id)?.groups ?? [];
    const group = groups.find(entries => entries.some(({ id }) => id === key.id));
    const [first, ...rest] = group ?? [];
    if (!first || collection.is !== 'collection') return undefined;
    const parent = groups.length > 1 ? this.#reuse(new GroupNode(collection, [first, ...rest])) : collection;
    if (parent.is !== 'collection' && parent.is !== 'group') return undefined;
    return this.#reuse(new ResourceNode(parent, key));
  }

  /** Tries again what went wrong. */
  retry(node: unknown): void {
    if (node instanceof AccessStatusNode) this.#loader(node).proveAccess();
    else if (node instanceof ProblemNode) this.deps.fireDidChange([node.parent]);
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

  async #childrenOf(node: TreeNode): Promise<readonly TreeNode[]> {
    switch (node.is) {
      case 'profile':
        return resourceKinds.map(kind => new CollectionNode(node, kind));
      case 'collection':
        return this.#listOf(node);
      case 'group':
        this.onExpand(node);
        return node.entries.map(entry => new ResourceNode(node, entry));
      case 'resource': {
        const loader = this.#loader(node);
        if (node.isReference) return [];
        return node.key.kind === 'clients' ? childrenOfClient(node, loader) : childrenOfPolicy(node, loader);
      }
      case 'health':
      case 'look':
      case 'problem':
      case 'action':
      case 'note':
        return [];
    }
  }

  async #listOf(node: CollectionNode): Promise<readonly TreeNode[]> {
    const entries = await this.#loader(node).list(node.kind);
    let listView = this.#listViews.get(node.id);
    if (!listView) {
      listView = buildListView(entries, this.#filter);
      this.#listViews.set(node.id, listView);
      // Its line tells how many there are.
      this.#changes.addNode(node.id);
    }
    this.onExpand(node);
    return childrenOfCollection(node, listView);
  }

  #nodesForError(node: TreeNode, error: unknown): readonly TreeNode[] {
    if (node.is !== 'profile' && node.is !== 'collection' && node.is !== 'group' && node.is !== 'resource')
      return [];
    const problem = isAbort(error)
      ? new Problem('cancelled', t('Cancelled.'))
      : this.deps.problemOf('the view of the configuration', error);
    return [
      new ProblemNode(node, problem),
      ...actionsFor(problem.kind).map(action => new ActionNode(node, action)),
    ];
  }

  #loader({ profile }: { readonly profile: Profile }): BackgroundLoader {
    return this.deps.loaders.for(profile);
  }

  /** VS Code knows a node again when it is the same one. */
  #reuse(node: TreeNode): TreeNode {
    const there = this.#nodes.get(node.id);
    if (there?.is === node.is && hasStableId(there)) return there;
    this.#nodes.set(node.id, node);
    return node;
  }

  /** The nodes that say something else now. */
  #changedNodes(changes: TreeChanges): TreeNode[] {
    return [...this.#nodes.values()].filter(node => {
      if (node.is === 'collection' && this.#isOutOfDate(node, changes)) {
        this.#rebuildListView(node);
        return true;
      }
      return changes.affects(node, policy => this.#loader(policy).clientsUsing(policy.key) !== undefined);
    });
  }

  #isOutOfDate(node: CollectionNode, changes: TreeChanges): boolean {
    const titles = this.#listViews.get(node.id)?.titles;
    const { resourceCache } = this.#loader(node);
    return changes
      .resourcesOf(node)
      .some(key => titles && titles.get(key.id) !== resourceCache.listEntry(key)?.title);
  }

  #rebuildListView(node: CollectionNode): void {
    const entries = this.#listViews.has(node.id) && this.#loader(node).resourceCache.cachedList(node.kind);
    if (entries) this.#listViews.set(node.id, buildListView(entries, this.#filter));
  }

  /** Everything is asked for again, by VS Code from us, and by us from the service where we do not know it. */
  #reset(): void {
    this.#nodes.clear();
    this.#listViews.clear();
    this.#changes.clear();
    this.deps.fireDidChange(undefined);
  }
}

/** Whether a node of this id always stands for the same. */
function hasStableId({ is }: TreeNode): boolean {
  return is === 'health' || is === 'profile' || is === 'collection' || is === 'resource';
}

/** What ends a request that nobody waits for any more. */
function isAbort(error: unknown): boolean {
  return isProblem(error)
    ? error.kind === 'cancelled'
    : error instanceof Error && error.name === 'AbortError';
}
