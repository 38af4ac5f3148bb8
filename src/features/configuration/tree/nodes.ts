import type { Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import type { ResourceEntry, ResourceKey, ResourceKind } from '../../../core/resources/resource';
import type { CommandLink } from '../../../ui/commands/commandLink';

/**
 * What the tree is made of. Instances of classes, each made once as long as it is shown: VS Code knows them again by
 * that, and no command of ours takes one for an argument object of the contract.
 */
export type TreeNode =
  | AccessStatusNode
  | ProfileNode
  | CollectionNode
  | GroupNode
  | ResourceNode
  | LoadAllClientsNode
  | ProblemNode
  | ActionNode
  | MessageNode;

/** The configuration access of the active profile, in one line. */
export class AccessStatusNode {
  readonly is = 'health';
  readonly parent = undefined;
  readonly id: string;
  constructor(readonly profile: Profile) {
    this.id = `health/${profile.id}`;
  }
}

export class ProfileNode {
  readonly is = 'profile';
  readonly parent = undefined;
  readonly id: string;
  constructor(
    readonly profile: Profile,
    readonly isActive: boolean,
  ) {
    // Not the same when it becomes the active one: VS Code keeps by the id what is expanded.
    this.id = isActive ? `active/${profile.id}` : `profile/${profile.id}`;
  }
}

/** All resources of a kind. */
export class CollectionNode {
  readonly is = 'collection';
  readonly id: string;
  constructor(
    readonly parent: ProfileNode,
    readonly kind: ResourceKind,
  ) {
    this.id = `${parent.id}/${kind}`;
  }
  get profile(): Profile {
    return this.parent.profile;
  }
}

/** Some of many resources that follow each other. */
export class GroupNode {
  readonly is = 'group';
  readonly id: string;
  constructor(
    readonly parent: CollectionNode | ResourceNode,
    readonly entries: readonly [ResourceEntry, ...ResourceEntry[]],
  ) {
    this.id = `${parent.id}/from ${entries[0].id}`;
  }
  get profile(): Profile {
    return this.parent.profile;
  }
}

/** A resource in its collection, or below another one that points to it, or that it points to. */
export class ResourceNode {
  readonly is = 'resource';
  readonly id: string;
  readonly key: ResourceKey;
  readonly isReference: boolean;
  constructor(
    readonly parent: CollectionNode | GroupNode | ResourceNode,
    { kind, id }: ResourceKey,
  ) {
    this.key = { kind, id };
    this.id = `${parent.id}/${kind} ${id}`;
    const above = parent.is === 'group' ? parent.parent : parent;
    this.isReference = above.is === 'resource';
  }
  get profile(): Profile {
    return this.parent.profile;
  }
}

/** Nodes that stand where others would, and tell why. */
type Parent = ProfileNode | CollectionNode | GroupNode | ResourceNode;

/** What only a person decides: to look through all clients of many. */
export class LoadAllClientsNode {
  readonly is = 'look';
  readonly id: string;
  constructor(
    readonly parent: ResourceNode,
    readonly clients: number,
  ) {
    this.id = `${parent.id}/look`;
  }
  get profile(): Profile {
    return this.parent.profile;
  }
}

/** What went wrong, in the place of what was to be shown. */
export class ProblemNode {
  readonly is = 'problem';
  readonly id: string;
  constructor(
    readonly parent: Parent,
    readonly problem: Problem,
  ) {
    this.id = `${parent.id}/problem`;
  }
}

/** A step that helps against what went wrong. */
export class ActionNode {
  readonly is = 'action';
  readonly id: string;
  constructor(
    readonly parent: Parent,
    readonly action: CommandLink,
  ) {
    this.id = `${parent.id}/action ${action.title}`;
  }
}

/** Something to be said, no more. */
export class MessageNode {
  readonly is = 'note';
  readonly id: string;
  constructor(
    readonly parent: Parent,
    readonly text: string,
    readonly severity: 'info' | 'warning' = 'info',
  ) {
    this.id = `${parent.id}/note ${text}`;
  }
}

/** The resource that a command was called on, where VS Code passed a node of ours along. */
export function resourceNodeOf([node]: readonly unknown[]): ResourceNode | undefined {
  return node instanceof ResourceNode ? node : undefined;
}
