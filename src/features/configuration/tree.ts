import type * as vscode from 'vscode';
import { type ResourceKey, resourceKinds } from '../../core/configuration';
import type { Disposable } from '../../core/emitter';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { nextSteps } from '../../ui/notifications';
import type { Clock } from '../../vault/countdown';
import { type Arrangement, arrange } from './arrangement';
import type { Overview } from './overview';
import type { Overviews, OverviewsPorts } from './overviews';
import { TreeChanges } from './treeChanges';
import { childrenOfClient, childrenOfCollection, childrenOfPolicy } from './treeChildren';
import { clickOf, faceOf, type Known } from './treeFaces';
import { treeItem } from './treeItems';
import {
  ActionNode,
  CollectionNode,
  GroupNode,
  HealthNode,
  ProblemNode,
  ProfileNode,
  ResourceNode,
  type TreeNode,
} from './treeNodes';

/** What the tree stands on. */
export interface TreePorts extends Pick<OverviewsPorts, 'profiles' | 'problemOf'> {
  readonly overviews: Overviews;
  readonly after: Clock['after'];
  /** Has VS Code ask again for these nodes and what is below them, or for all. */
  readonly changed: (nodes: TreeNode[] | undefined) => void;
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
  readonly #arrangements = new Map<string, Arrangement>();
  readonly #changes: TreeChanges;
  readonly #subscriptions: readonly Disposable[];
  readonly #known: Known;
  #filter = '';

  constructor(private readonly ports: TreePorts) {
    const { overviews, profiles, after, changed } = ports;
    this.#known = {
      overviewOf: ({ profile }) => overviews.of(profile),
      arrangements: this.#arrangements,
    };
    this.#changes = new TreeChanges(after, changes => {
      const nodes = this.#touched(changes);
      if (nodes.length > 0) changed(nodes);
    });
    this.#subscriptions = [
      overviews.onDidChange(({ profile, change }) => {
        if (change === 'all') this.#startAnew();
        else if (change === 'health') this.#changes.ofNode(`health/${profile.id}`);
        else this.#changes.ofResource(profile, change);
      }),
      profiles.onDidChange(() => {
        this.#startAnew();
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
    for (const node of this.#nodes.values()) if (node.is === 'collection') this.#arrangeAgain(node);
    this.ports.changed(undefined);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const children = node
      ? await this.#childrenOf(node).catch((error: unknown) => this.#insteadOf(node, error))
      : this.#roots();
    return children.map(child => this.#shown(child));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, faceOf(node, this.#known), clickOf(node, this.#known));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  /** A person sees what is in a node: the details are read that are not known. */
  expanded(node: TreeNode): void {
    if (node.is === 'group') void this.#overview(node).look(node.id, node.entries);
    if (node.is !== 'collection') return;
    const overview = this.#overview(node);
    if (node.kind !== 'clients') {
      overview.lookForUsers(node.id);
      return;
    }
    const [first = [], ...others] = this.#arrangements.get(node.id)?.groups ?? [];
    if (others.length === 0) void overview.look(node.id, first);
  }

  /** Nobody sees any more what is in a node: what is read for it alone ends. */
  collapsed(node: TreeNode): void {
    if (node.is !== 'collection' && node.is !== 'group' && node.is !== 'resource') return;
    const wasLooking = this.#overview(node).endLook(node.id);
    // What it has now is not all: it is asked for again when it is expanded.
    if (wasLooking && node.is === 'resource') this.#changes.ofNode(node.id);
  }

  /**
   * The node of a resource in its list, to reveal it; undefined where the list is not shown yet: nobody asked for it.
   */
  nodeOf(profile: Profile, key: ResourceKey): TreeNode | undefined {
    const { active } = this.ports.profiles;
    const profileNode = this.#shown(new ProfileNode(profile, profile.id === active?.id));
    if (profileNode.is !== 'profile') return undefined;
    const collection = this.#shown(new CollectionNode(profileNode, key.kind));
    const groups = this.#arrangements.get(collection.id)?.groups ?? [];
    const group = groups.find(entries => entries.some(({ id }) => id === key.id));
    const [first, ...rest] = group ?? [];
    if (!first || collection.is !== 'collection') return undefined;
    const parent = groups.length > 1 ? this.#shown(new GroupNode(collection, [first, ...rest])) : collection;
    if (parent.is !== 'collection' && parent.is !== 'group') return undefined;
    return this.#shown(new ResourceNode(parent, key));
  }

  /** Tries again what went wrong. */
  retry(node: unknown): void {
    if (node instanceof HealthNode) this.#overview(node).proveAccess();
    else if (node instanceof ProblemNode) this.ports.changed([node.parent]);
  }

  #roots(): readonly TreeNode[] {
    const { all, active } = this.ports.profiles;
    if (!active) return all.map(profile => new ProfileNode(profile, false));
    const others = all.filter(({ id }) => id !== active.id);
    return [
      new HealthNode(active),
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
        this.expanded(node);
        return node.entries.map(entry => new ResourceNode(node, entry));
      case 'resource': {
        const overview = this.#overview(node);
        if (node.isReference) return [];
        return node.key.kind === 'clients'
          ? childrenOfClient(node, overview)
          : childrenOfPolicy(node, overview);
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
    const entries = await this.#overview(node).list(node.kind);
    let arrangement = this.#arrangements.get(node.id);
    if (!arrangement) {
      arrangement = arrange(entries, this.#filter);
      this.#arrangements.set(node.id, arrangement);
      // Its line tells how many there are.
      this.#changes.ofNode(node.id);
    }
    this.expanded(node);
    return childrenOfCollection(node, arrangement);
  }

  #insteadOf(node: TreeNode, error: unknown): readonly TreeNode[] {
    if (node.is !== 'profile' && node.is !== 'collection' && node.is !== 'group' && node.is !== 'resource')
      return [];
    const problem = isAbort(error)
      ? new Problem('cancelled', t('Cancelled.'))
      : this.ports.problemOf('the view of the configuration', error);
    return [
      new ProblemNode(node, problem),
      ...nextSteps(problem.kind).map(action => new ActionNode(node, action)),
    ];
  }

  #overview({ profile }: { readonly profile: Profile }): Overview {
    return this.ports.overviews.of(profile);
  }

  /** VS Code knows a node again when it is the same one. */
  #shown(node: TreeNode): TreeNode {
    const there = this.#nodes.get(node.id);
    if (there?.is === node.is && isSteady(there)) return there;
    this.#nodes.set(node.id, node);
    return node;
  }

  /** The nodes that say something else now. */
  #touched(changes: TreeChanges): TreeNode[] {
    return [...this.#nodes.values()].filter(node => {
      if (node.is === 'collection' && this.#isOutOfDate(node, changes)) {
        this.#arrangeAgain(node);
        return true;
      }
      return changes.concern(node, policy => this.#overview(policy).usersOf(policy.key) !== undefined);
    });
  }

  #isOutOfDate(node: CollectionNode, changes: TreeChanges): boolean {
    const titles = this.#arrangements.get(node.id)?.titles;
    const { holdings } = this.#overview(node);
    return changes.of(node).some(key => titles && titles.get(key.id) !== holdings.entry(key)?.title);
  }

  #arrangeAgain(node: CollectionNode): void {
    const entries = this.#arrangements.has(node.id) && this.#overview(node).holdings.listed(node.kind);
    if (entries) this.#arrangements.set(node.id, arrange(entries, this.#filter));
  }

  /** Everything is asked for again, by VS Code from us, and by us from the service where we do not know it. */
  #startAnew(): void {
    this.#nodes.clear();
    this.#arrangements.clear();
    this.#changes.clear();
    this.ports.changed(undefined);
  }
}

/** Whether a node of this id always stands for the same. */
function isSteady({ is }: TreeNode): boolean {
  return is === 'health' || is === 'profile' || is === 'collection' || is === 'resource';
}

/** What ends a request that nobody waits for any more. */
function isAbort(error: unknown): boolean {
  return isProblem(error)
    ? error.kind === 'cancelled'
    : error instanceof Error && error.name === 'AbortError';
}
