import { createScanner, type Edit, type Node, parseTree } from 'jsonc-parser';
import { maxJsonDepth } from './json';
import { t } from './l10n';
import { Problem } from './problem';

/**
 * Whether a text, which may be JSON that is being typed, is nested deeper than `maxJsonDepth`. To be asked before
 * jsonc-parser reads it: that takes the stack for each level.
 */
export function isNestedTooDeep(text: string): boolean {
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

/** Throws a `Problem` of kind `invalidInput` where a text is nested too deep. */
export function checkDepth(text: string): void {
  if (!isNestedTooDeep(text)) return;
  throw new Problem('invalidInput', tooDeepMessage(), t('Remove the levels that are not needed.'));
}

export function tooDeepMessage(): string {
  return t('The JSON is nested more than {0} levels deep.', maxJsonDepth);
}

/** The tree of a JSON text, as far as it can be read. Throws as `checkDepth`. */
export function parseJsonTree(text: string): Node | undefined {
  checkDepth(text);
  return parseTree(text);
}

/** All nodes of a tree, those of a level before those below it. */
export function allNodes(root: Node | undefined): readonly Node[] {
  const nodes = root ? [root] : [];
  for (const { children = [] } of nodes) for (const child of children) nodes.push(child);
  return nodes;
}

/** The values of an object's members by name; of a repeated name the last one, as `JSON.parse` has it. */
export function memberValues(object: Node | undefined): ReadonlyMap<string, Node> {
  const values = new Map<string, Node>();
  if (object?.type !== 'object') return values;
  for (const { children: [name, value] = [] } of object.children ?? []) {
    if (name && value) values.set(String(name.value), value);
  }
  return values;
}

/** A text with edits, which do not overlap, in one pass: jsonc-parser copies the whole text for each. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(kept, offset), content);
    kept = offset + length;
  }
  return parts.join('') + text.slice(kept);
}
