import { type Edit, format, getNodePath, type Node } from 'jsonc-parser';
import { canonicalJson } from './json';
import { edited, nodesOf, treeOf, valuesOf } from './jsonTree';
import { t } from './l10n';
import { Problem } from './problem';

/** What stands in a document in the place of a secret. No JSON string that a service sends has these characters alone. */
export const mask = '••••••••';

const indentation = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * A body of the service as a person edits it: indented, with a mask in the place of every secret. Only white space and
 * secrets change; numbers, escapes, the order of members and members that we do not know stay as they came.
 * Throws a `Problem` of kind `invalidInput` where it is nested too deep, as all here do.
 */
export function shownText(body: string): string {
  const secrets = nodesOf(treeOf(body)).filter(isSecret);
  const masked = edited(
    body,
    secrets.map(node => replaced(node, JSON.stringify(mask))),
  );
  return `${edited(masked, format(masked, undefined, indentation)).trim()}\n`;
}

/**
 * What is sent for an edited text: the text itself, with what `kept` (the body as the service has it now) holds in the
 * place of each mask. Throws a `Problem` of kind `invalidInput` where a mask stands that hides nothing.
 */
export function sentText(text: string, kept: string): string {
  const edits: Edit[] = [];
  const pairs: [node: Node | undefined, hidden: Node | undefined][] = [[treeOf(text), treeOf(kept)]];
  for (const [node, hidden] of pairs) {
    if (node?.type === 'string' && node.value === mask) {
      if (!hidden || !isSecret(hidden)) throw hidesNothing(node);
      edits.push(replaced(node, literal(kept, hidden)));
    } else if (node?.type === 'array') {
      const others = hidden?.type === 'array' ? hidden.children : undefined;
      node.children?.forEach((child, index) => pairs.push([child, others?.[index]]));
    } else if (node?.type === 'object') {
      const others = valuesOf(hidden);
      for (const member of node.children ?? [])
        pairs.push([member.children?.[1], others.get(nameOf(member))]);
    }
  }
  return edited(text, edits);
}

function hidesNothing(node: Node): Problem {
  return new Problem(
    'invalidInput',
    t('{0} stands for a secret that the service has, but at {1} it has none.', mask, pathInWords(node)),
    t('Enter the secret itself there; it is masked again as soon as it is sent.'),
  );
}

/** A member of a JSON text that is there twice in the same object, or undefined. */
export function repeatedMember(text: string): string | undefined {
  for (const { type, children = [] } of nodesOf(treeOf(text))) {
    const seen = new Set<string>();
    const again =
      type === 'object' && children.find(each => seen.has(nameOf(each)) || !seen.add(nameOf(each)));
    if (again) return pathInWords(again.children?.[0] ?? again);
  }
  return undefined;
}

/** Whether two JSON texts say the same: white space, the order of members and spellings of one value aside. Throws where one is no JSON. */
export function saysTheSame(one: string, other: string): boolean {
  return canonicalJson(exactValue(one)) === canonicalJson(exactValue(other));
}

/** As `JSON.parse`, but whole numbers that JavaScript would round stand as they are spelled: two of them may differ. */
function exactValue(text: string): unknown {
  const edits = nodesOf(treeOf(text))
    .filter(({ value }) => Number.isInteger(value) && !Number.isSafeInteger(value))
    .map(node => replaced(node, JSON.stringify(`number ${literal(text, node)}`)));
  const value: unknown = JSON.parse(text);
  return edits.length === 0 ? value : JSON.parse(edited(text, edits));
}

/**
 * A body with its members in the order of another one, so that both can be shown side by side; those that the other one
 * has not come last. Values stay as they are spelled.
 */
export function inOrderOf(body: string, other: string): string {
  const places = new Map((treeOf(other)?.children ?? []).map((member, index) => [nameOf(member), index]));
  const place = (member: Node) => places.get(nameOf(member)) ?? places.size;
  const members = [...(treeOf(body)?.children ?? [])].sort((one, two) => place(one) - place(two));
  return `{${members.map(member => literal(body, member)).join(',')}}`;
}

function nameOf({ children }: Node): string {
  return String(children?.[0]?.value);
}

/** Wherever it is, and whatever it is: a service that sends a number there hides a number. */
function isSecret(node: Node): boolean {
  const { parent, type } = node;
  if ((type !== 'string' && type !== 'number') || node.value === '') return false;
  return parent?.children?.[1] === node && parent.type === 'property' && /secret$/i.test(nameOf(parent));
}

function replaced({ offset, length }: Node, content: string): Edit {
  return { offset, length, content };
}

function literal(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

function pathInWords(node: Node): string {
  return getNodePath(node).join('.');
}
