// Where a body or document has secrets, and their masks. Which members hold them: `maskingRules.ts`.
import type { Node } from 'jsonc-parser';
import { memberName } from '../json/jsonTree';
import { type Masking, maskingOf, isMasked } from './maskingRules';

/** Replaces a secret in a document. The service sends no string of these characters alone. */
export const secretPlaceholder = '••••••••';

/** In place of a secret that a draft held and this machine lost. Refused as an incomplete mask. */
export const lostSecret = '•••• (lost)';

/** All nodes of a tree but the names of members, level by level, with what is masked there. */
export function placesIn(root: Node | undefined): readonly (readonly [node: Node, masking: Masking])[] {
  const places: (readonly [Node, Masking])[] = root ? [[root, undefined]] : [];
  for (const [node, masking] of places) {
    const { type, children = [] } = node;
    if (type !== 'property') for (const child of children) places.push([child, masking]);
    else if (children[1]) places.push([children[1], maskingOf(memberName(node), masking)]);
  }
  return places;
}

/** The secrets in a tree. */
export function secretNodes(root: Node | undefined): ReadonlySet<Node> {
  const secrets = placesIn(root).filter(([{ value }, masking]) => isMasked(value, masking));
  return new Set(secrets.map(([node]) => node));
}
