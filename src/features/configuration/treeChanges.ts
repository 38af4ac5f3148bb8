import type { ResourceKey } from '../../core/configuration';
import type { Profile } from '../../core/profile';
import type { Clock } from '../../vault/countdown';
import type { CollectionNode, ResourceNode, TreeNode } from './treeNodes';

/** What becomes known within this time is shown at once. In ms. */
const batch = 150;

/** What changed and was not told to VS Code yet: thousands of resources may become known one by one. */
export class TreeChanges {
  readonly #nodes = new Set<string>();
  /** By profile id, then by kind and id. */
  readonly #resources = new Map<string, Map<string, ResourceKey>>();
  #stopWaiting: (() => void) | undefined;

  /** @param tell is called some time after the first change, with all there were until then */
  constructor(
    private readonly after: Clock['after'],
    private readonly tell: (changes: TreeChanges) => void,
  ) {}

  dispose(): void {
    this.#stopWaiting?.();
  }

  /** A node, by its id, says something else. */
  ofNode(id: string): void {
    this.#nodes.add(id);
    this.#wait();
  }

  /** A resource is known otherwise. */
  ofResource({ id }: Profile, key: ResourceKey): void {
    const keys = this.#resources.get(id) ?? new Map<string, ResourceKey>();
    this.#resources.set(id, keys.set(nameOf(key), key));
    this.#wait();
  }

  clear(): void {
    this.#nodes.clear();
    this.#resources.clear();
  }

  /** The resources of a collection that changed. */
  of({ profile, kind }: CollectionNode): readonly ResourceKey[] {
    return [...(this.#resources.get(profile.id)?.values() ?? [])].filter(key => key.kind === kind);
  }

  /**
   * Whether a node is one that may say something else: itself, its resource, or, once all clients are known, a policy
   * that one of them may use.
   */
  concern(node: TreeNode, areAllKnown: (node: ResourceNode) => boolean): boolean {
    if (this.#nodes.has(node.id)) return true;
    if (node.is !== 'resource') return false;
    const keys = this.#resources.get(node.profile.id);
    if (!keys) return false;
    if (keys.has(nameOf(node.key))) return true;
    return node.key.kind !== 'clients' && hasClient(keys) && areAllKnown(node);
  }

  #wait(): void {
    this.#stopWaiting ??= this.after(batch, () => {
      this.#stopWaiting = undefined;
      this.tell(this);
      this.clear();
    });
  }
}

function hasClient(keys: ReadonlyMap<string, ResourceKey>): boolean {
  for (const { kind } of keys.values()) if (kind === 'clients') return true;
  return false;
}

function nameOf({ kind, id }: ResourceKey): string {
  return `${kind}/${id}`;
}
