import type { Problem } from '../../../core/common/problem';
import { type CommandLink, commandLink } from '../../../ui/commands/commandLink';
import { commands } from '../../../ui/ids';
import {
  type NodePresentation,
  problemPresentation,
  actionPresentation,
  messagePresentation,
} from './nodePresentations';
import { TreeNode } from './treeNode';

/** An error in place of the children; a click tries again. */
export class ProblemNode extends TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    readonly problem: Problem,
  ) {
    super();
    this.id = `${parent.id}/problem`;
  }

  presentation(): NodePresentation {
    return problemPresentation(this.problem);
  }

  override command(): CommandLink {
    return commandLink('', commands.retryConfiguration, this);
  }
}

/** A command that helps with the problem above it. */
export class ActionNode extends TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    readonly action: CommandLink,
  ) {
    super();
    this.id = `${parent.id}/action ${action.title}`;
  }

  presentation(): NodePresentation {
    return actionPresentation(this.action.title);
  }

  override command(): CommandLink {
    return { ...this.action, title: '' };
  }
}

/** A line of text. */
export class MessageNode extends TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    readonly text: string,
    readonly severity: 'info' | 'warning' = 'info',
  ) {
    super();
    this.id = `${parent.id}/note ${text}`;
  }

  presentation(): NodePresentation {
    return messagePresentation(this.text, this.severity);
  }
}
