// Which values of a resource are secrets, and their masks in a document.
import type { Node } from 'jsonc-parser';
import { memberName } from '../json/jsonTree';
import { isCredentialName } from '../masking/redaction';

/** Replaces a secret in a document. The service sends no string of these characters alone. */
export const secretPlaceholder = '••••••••';

/** In place of a secret that a draft held and this machine lost. Refused as an incomplete mask. */
export const lostSecret = '•••• (lost)';

/** What is hidden in a member: strings and numbers at any depth, strings at any depth, its own strings, or nothing. */
export type Hiding = 'all' | 'texts' | 'ownTexts' | undefined;

/** Names of objects that hold credentials, and not rules for them as `password` may. */
const credentialHolder = /(?:credentials?|tokens|(?:api|private)[_-]?keys?)$/i;

/** Members that configure ID tokens: no member of a configuration holds one. */
const idToken = /^id_?token$/i;

/**
 * What a member hides: everything if its name ends in “secret” or “secrets”, strings if it is another name of a credential.
 * Rules for passwords are no passwords, so that the members of an object in it have names of their own.
 * @param above what the object that contains it hides
 */
export function hidingOf(name: string, above: Hiding): Hiding {
  if (above === 'all' || /secrets?$/i.test(name)) return 'all';
  if (above === undefined && idToken.test(name)) return undefined;
  if (above === 'texts' || credentialHolder.test(name)) return 'texts';
  return isCredentialName(name) ? 'ownTexts' : undefined;
}

/** Whether a value is a secret. */
export function isHidden(value: unknown, hiding: Hiding): boolean {
  if (typeof value === 'string') return hiding !== undefined && value !== '';
  return typeof value === 'number' && hiding === 'all';
}

/** All nodes of a tree but the names of members, level by level, with what is hidden there. */
export function placesIn(root: Node | undefined): readonly (readonly [node: Node, hiding: Hiding])[] {
  const places: (readonly [Node, Hiding])[] = root ? [[root, undefined]] : [];
  for (const [node, hiding] of places) {
    const { type, children = [] } = node;
    if (type !== 'property') for (const child of children) places.push([child, hiding]);
    else if (children[1]) places.push([children[1], hidingOf(memberName(node), hiding)]);
  }
  return places;
}

/** The secrets in a tree. */
export function secretNodes(root: Node | undefined): ReadonlySet<Node> {
  const secrets = placesIn(root).filter(([{ value }, hiding]) => isHidden(value, hiding));
  return new Set(secrets.map(([node]) => node));
}
