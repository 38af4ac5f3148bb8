import {
  createScanner,
  type Edit,
  findNodeAtLocation,
  getNodePath,
  type Node,
  parseTree,
} from 'jsonc-parser';
import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { maxJsonDepth } from './json';

/**
 * Whether a text, which may be incomplete JSON, is nested deeper than `maxJsonDepth`. Check this before parsing with
 * jsonc-parser, which recurses for each level.
 */
export function isNestedTooDeep(text: string): boolean {
  // Most texts have fewer brackets than that, and scanning takes as long as parsing.
  if ((text.match(/[[{]/g)?.length ?? 0) <= maxJsonDepth) return false;
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const character = text.charAt(scanner.getTokenOffset());
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > maxJsonDepth) return true;
  }
  return false;
}

/** Throws `invalidInput` if a text is nested too deep. */
export function checkDepth(text: string): void {
  if (!isNestedTooDeep(text)) return;
  throw new Problem('invalidInput', tooDeepMessage(), t('Remove the levels that are not needed.'));
}

export function tooDeepMessage(): string {
  return t('The JSON is nested more than {0} levels deep.', maxJsonDepth);
}

/** Parses as much of a JSON text as can be read. Throws like `checkDepth`. */
export function parseJsonTree(text: string): Node | undefined {
  checkDepth(text);
  return parseTree(text);
}

/** All nodes of a tree, level by level. */
export function allNodes(root: Node | undefined): readonly Node[] {
  const nodes = root ? [root] : [];
  for (const { children = [] } of nodes) for (const child of children) nodes.push(child);
  return nodes;
}

/** The values of an object by name. The last one wins for a repeated name, as with `JSON.parse`. */
export function memberValues(object: Node | undefined): ReadonlyMap<string, Node> {
  const values = new Map<string, Node>();
  if (object?.type !== 'object') return values;
  for (const { children: [name, value] = [] } of object.children ?? []) {
    if (name && value) values.set(String(name.value), value);
  }
  return values;
}

/** Applies edits that do not overlap, in one pass. `applyEdits` of jsonc-parser copies the text for each edit. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(kept, offset), content);
    kept = offset + length;
  }
  return parts.join('') + text.slice(kept);
}

/** The name of a member, by its property node. */
export function memberName({ children }: Node): string {
  return String(children?.[0]?.value);
}

/** The path of a node for people: `a.0.b`. */
export function pathLabel(node: Node): string {
  return getNodePath(node).join('.');
}

/** The text of a node as it is written. */
export function literal(text: string, node: Pick<Node, 'offset' | 'length'>): string {
  return text.slice(node.offset, endOf(node));
}

/** The offset after a node. */
export function endOf({ offset, length }: Pick<Node, 'offset' | 'length'>): number {
  return offset + length;
}

/** The span of the value at a path, or of its name if it is an object or array. Of the nearest parent if it is missing. */
export function spanAt(
  root: Node,
  path: readonly (string | number)[],
): { readonly start: number; readonly end: number } {
  const node = findNodeAtLocation(root, [...path]);
  if (!node) return path.length === 0 ? { start: 0, end: 1 } : spanAt(root, path.slice(0, -1));
  if (node.type !== 'object' && node.type !== 'array') return { start: node.offset, end: endOf(node) };
  const name = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return { start: (name ?? node).offset, end: name ? endOf(name) : node.offset + 1 };
}

/** An edit that writes something else in place of a node. */
export function replaced({ offset, length }: Node, content: string): Edit {
  return { offset, length, content };
}
