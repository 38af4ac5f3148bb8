import type { Uri } from 'vscode';
import type { Profile } from '../../../core/profile/profile';
import type { ResourceKey, ResourceEntry } from '../../../core/resources/resource';
import type { CommandLink } from '../../../ui/commands/commandLink';
import type { BackgroundLoader } from './backgroundLoader';
import type { NodePresentation } from './nodePresentations';

/** What nodes need from the tree that shows them. */
export interface TreeContext {
  readonly filter: string;
  readonly loaderOf: (node: { readonly profile: Profile }) => BackgroundLoader;
  readonly hasDraft: (profile: Profile, key: ResourceKey) => boolean;
  readonly uriOf: (profile: Profile, entry: ResourceEntry) => Uri;
  /** A node looks different now, by its id. */
  readonly markChanged: (id: string) => void;
}

/**
 * A node of the configuration tree, which renders itself. VS Code recognizes a node by its identity, and a command tells
 * a node from the argument object of a caller by its class.
 */
export abstract class TreeNode {
  /** Unique in the tree. VS Code keeps the expansion state by it. */
  abstract readonly id: string;
  abstract readonly parent: TreeNode | undefined;
  /** Whether a node with this id always shows the same resource, so that the first instance can be reused. */
  readonly hasStableId: boolean = false;

  abstract presentation(context: TreeContext): NodePresentation;

  /** What a click runs. */
  command(_context: TreeContext): CommandLink | undefined {
    return undefined;
  }

  /** Rejects with a `Problem`. */
  getChildren(_context: TreeContext): Promise<readonly TreeNode[]> {
    return Promise.resolve([]);
  }

  /** Loads details of the children in the background. */
  onExpand(_context: TreeContext): void {
    // Most nodes have nothing to load.
  }

  /** Cancels what only this node needs. */
  onCollapse(_context: TreeContext): void {
    // Most nodes load nothing.
  }
}
