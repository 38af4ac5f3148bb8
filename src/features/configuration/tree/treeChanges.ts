import type { Clock } from '../../../core/common/clock';
import type { Profile } from '../../../core/profile/profile';
import { resourceKey, type ResourceKey } from '../../../core/resources/resource';
import { type CollectionNode, ResourceNode } from './nodes';
import { type TreeNode } from './treeNode';

/** Changes within this time are shown together. In ms. */
const batchDelay = 150;

/** Collects changes before VS Code redraws: thousands of resources may be read one by one. */
export class TreeChanges {
  readonly #nodes = new Set<string>();
  /** By profile id, then by kind and id. */
  readonly #resources = new Map<string, Map<string, ResourceKey>>();
  #cancelFlush: (() => void) | undefined;

  /** @param onFlush is called `batchDelay` after the first change, with all changes until then */
  constructor(
    private readonly after: Clock['after'],
    private readonly onFlush: (changes: TreeChanges) => void,
  ) {}

  dispose(): void {
    this.#cancelFlush?.();
  }

  /** A node looks different now. */
  addNode(id: string): void {
    this.#nodes.add(id);
    this.#scheduleFlush();
  }

  addResource({ id }: Profile, key: ResourceKey): void {
    const keys = this.#resources.get(id) ?? new Map<string, ResourceKey>();
    this.#resources.set(id, keys.set(resourceKey(key), key));
    this.#scheduleFlush();
  }

  clear(): void {
    this.#nodes.clear();
    this.#resources.clear();
  }

  /** The resources of a collection that changed. */
  resourcesOf({ profile, kind }: CollectionNode): readonly ResourceKey[] {
    return [...(this.#resources.get(profile.id)?.values() ?? [])].filter(key => key.kind === kind);
  }

  /**
   * Whether a node may look different now: the node or its resource changed, or a client changed that may use this
   * policy (only if all clients are cached, because the usage is not shown before).
   */
  affects(node: TreeNode, areClientsCached: (node: ResourceNode) => boolean): boolean {
    if (this.#nodes.has(node.id)) return true;
    if (!(node instanceof ResourceNode)) return false;
    const keys = this.#resources.get(node.profile.id);
    if (!keys) return false;
    if (keys.has(resourceKey(node.key))) return true;
    return node.key.kind !== 'clients' && hasClient(keys) && areClientsCached(node);
  }

  #scheduleFlush(): void {
    this.#cancelFlush ??= this.after(batchDelay, () => {
      this.#cancelFlush = undefined;
      this.onFlush(this);
      this.clear();
    });
  }
}

function hasClient(keys: ReadonlyMap<string, ResourceKey>): boolean {
  for (const { kind } of keys.values()) if (kind === 'clients') return true;
  return false;
}
