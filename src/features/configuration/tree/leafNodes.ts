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

/** A node without children that always looks the same. */
export class LeafNode extends TreeNode {
  readonly id: string;

  /** @param name tells it apart from the other children of its parent */
  constructor(
    readonly parent: TreeNode,
    name: string,
    private readonly view: NodePresentation,
    private readonly link?: CommandLink,
  ) {
    super();
    this.id = `${parent.id}/${name}`;
  }

  presentation(): NodePresentation {
    return this.view;
  }

  override command(): CommandLink | undefined {
    return this.link;
  }
}

/** An error in place of the children; a click tries again. */
export class ProblemNode extends LeafNode {
  constructor(parent: TreeNode, problem: Problem) {
    super(parent, 'problem', problemPresentation(problem));
  }

  override command(): CommandLink {
    return commandLink('', commands.retryConfiguration, this);
  }
}

/** A command that helps with the problem above it. */
export class ActionNode extends LeafNode {
  constructor(parent: TreeNode, action: CommandLink) {
    super(parent, `action ${action.title}`, actionPresentation(action.title), { ...action, title: '' });
  }
}

/** A line of text. */
export class MessageNode extends LeafNode {
  constructor(parent: TreeNode, text: string, severity: 'info' | 'warning' = 'info') {
    super(parent, `note ${text}`, messagePresentation(text, severity));
  }
}
