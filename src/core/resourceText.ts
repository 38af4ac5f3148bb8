import { applyEdits, type Edit, format, type Node, parseTree } from 'jsonc-parser';
import { canonicalJson } from './json';
import { t } from './l10n';
import { Problem } from './problem';

/** What stands in a document in the place of a secret. No JSON string that a service sends has these characters alone. */
export const mask = '••••••••';

const indentation = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * A body of the service as a person edits it: indented, with a mask in the place of every secret. Only white space and
 * secrets change; numbers, escapes, the order of members and members that we do not know stay as they came.
 */
export function shownText(body: string): string {
  const masked = applyEdits(
    body,
    secretsOf(body).map(({ node }) => replaced(node, JSON.stringify(mask))),
  );
  return `${applyEdits(masked, format(masked, undefined, indentation)).trim()}\n`;
}

/**
 * What is sent for an edited text: the text itself, with what `kept` (the body as the service has it now) holds in the
 * place of each mask. Throws a `Problem` of kind `invalidInput` where a mask stands that hides nothing.
 */
export function sentText(edited: string, kept: string): string {
  const hidden = new Map(secretsOf(kept).map(({ path, node }) => [path, literal(kept, node)]));
  const edits = stringsOf(edited)
    .filter(({ node }) => node.value === mask)
    .map(({ path, node }) => {
      const secret = hidden.get(path);
      if (secret !== undefined) return replaced(node, secret);
      throw new Problem(
        'invalidInput',
        t('{0} stands for a secret that the service has, but at {1} it has none.', mask, wordsOf(path)),
        t('Enter the secret itself there; it is masked again as soon as it is sent.'),
      );
    });
  return applyEdits(edited, edits);
}

/** The first member of a JSON text that is there twice in the same object, or undefined. */
export function repeatedMember(text: string): string | undefined {
  const seen = new Set<string>();
  const again = placesOf(text).find(({ path }) => seen.has(path) || !seen.add(path));
  return again && wordsOf(again.path);
}

/** Whether two JSON texts say the same: white space, the order of members and spellings of one value aside. Throws where one is no JSON. */
export function saysTheSame(one: string, other: string): boolean {
  return canonicalJson(exactValue(one)) === canonicalJson(exactValue(other));
}

/** As `JSON.parse`, but whole numbers that JavaScript would round stand as they are spelled: two of them may differ. */
function exactValue(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const edits = placesOf(text)
    .filter(({ node }) => Number.isInteger(node.value) && !Number.isSafeInteger(node.value))
    .map(({ node }) => replaced(node, JSON.stringify(`number ${literal(text, node)}`)));
  return edits.length === 0 ? value : JSON.parse(applyEdits(text, edits));
}

/**
 * A body with its members in the order of another one, so that both can be shown side by side; those that the other one
 * has not come last. Values stay as they are spelled.
 */
export function inOrderOf(body: string, other: string): string {
  const names = (parseTree(other)?.children ?? []).map(nameOf);
  const place = (member: Node) => {
    const index = names.indexOf(nameOf(member));
    return index < 0 ? names.length : index;
  };
  const members = [...(parseTree(body)?.children ?? [])].sort((one, two) => place(one) - place(two));
  return `{${members.map(member => literal(body, member)).join(',')}}`;
}

function nameOf({ children }: Node): string {
  return String(children?.[0]?.value);
}

/** A value of JSON and its place: the names and indexes that lead to it, as one JSON text. */
interface Place {
  readonly path: string;
  readonly node: Node;
}

/** Wherever it is, and whatever it is: a service that sends a number there hides a number. */
function secretsOf(body: string): readonly Place[] {
  return placesOf(body).filter(
    ({ node, name }) =>
      /secret$/i.test(name) && (node.type === 'string' || node.type === 'number') && node.value !== '',
  );
}

function stringsOf(text: string): readonly Place[] {
  return placesOf(text).filter(({ node }) => node.type === 'string');
}

function placesOf(text: string): (Place & { readonly name: string })[] {
  const root = parseTree(text);
  const found: (Place & { readonly name: string })[] = [];
  const waiting: { node: Node; path: readonly (string | number)[] }[] = root
    ? [{ node: root, path: [] }]
    : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, path } = next;
    found.push({ node, path: JSON.stringify(path), name: String(path.at(-1) ?? '') });
    (node.children ?? []).forEach((child, index) => {
      const [key, value] = child.children ?? [];
      if (node.type === 'array') waiting.push({ node: child, path: [...path, index] });
      else if (key && value) waiting.push({ node: value, path: [...path, String(key.value)] });
    });
  }
  return found;
}

function replaced({ offset, length }: Node, content: string): Edit {
  return { offset, length, content };
}

function literal(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

function wordsOf(path: string): string {
  return (JSON.parse(path) as readonly (string | number)[]).join('.');
}
