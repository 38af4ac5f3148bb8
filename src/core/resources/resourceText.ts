import { type Edit, format, getNodePath, type Node } from 'jsonc-parser';
import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { applyEdits, allNodes, parseJsonTree, memberValues } from '../json/jsonTree';
import { isCredentialName } from '../masking/redaction';

/** Replaces a secret in a document. The service sends no string of these characters alone. */
export const secretPlaceholder = '••••••••';

/** In place of a secret that a draft held and this machine lost. Refused as an incomplete mask. */
export const lostSecret = '•••• (lost)';

const indentation = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * Formats a response body as a document: indented, with secrets masked. Numbers, escapes, the order of members and unknown
 * members stay as they are. Throws `invalidInput` if the JSON is nested too deep, like all functions here.
 */
export function toDocumentText(body: string): string {
  const secrets = [...secretNodes(parseJsonTree(body))];
  const masked = applyEdits(
    body,
    secrets.map(node => replaced(node, JSON.stringify(secretPlaceholder))),
  );
  return `${applyEdits(masked, format(masked, undefined, indentation)).trim()}\n`;
}

/**
 * Converts an edited document to a request body: replaces each mask by the secret in `kept`, the body that the service has
 * now. Throws `invalidInput` if a mask stands for no secret, it is unclear for which one (`pairSecrets`), or a secret has a
 * part of a mask in it.
 */
export function toRequestBody(text: string, kept: string): string {
  const [root, held] = [parseJsonTree(text), parseJsonTree(kept)];
  const masks = new Set<Node>();
  for (const [node] of placesIn(root)) if (node.value === secretPlaceholder) masks.add(node);
  const [now, before] = [
    { text, root, hidden: secretNodes(root) },
    { text: kept, root: held, hidden: secretNodes(held) },
  ];
  for (const node of now.hidden) if (isIncompleteMask(node)) throw incompleteMask(node);
  const secrets = pairSecrets(now, masks, before);
  const edits = Array.from(masks, node => {
    const { secret, unclearIn } = secrets.get(node) ?? {};
    if (unclearIn) throw ambiguousMask(unclearIn);
    if (!secret) throw unmatchedMask(node);
    return replaced(node, literal(kept, secret));
  });
  return applyEdits(text, edits);
}

function isIncompleteMask({ type, value }: Node): boolean {
  return type === 'string' && value !== secretPlaceholder && String(value).includes('•');
}

/** A JSON text with values that are not shown. */
interface HiddenText {
  readonly text: string;
  readonly root: Node | undefined;
  readonly hidden: ReadonlySet<Node>;
}

/** What a mask stands for: neither, if there is no secret at its place. */
export interface MaskedSecret {
  readonly secret?: Node;
  /** The entry of a list for which it is unclear which entry it was. */
  readonly unclearIn?: Node;
}

/**
 * Finds the hidden value of `before` that each mask of `now` stands for. Pairs the entries of lists by content, because they
 * may have been moved or removed.
 */
export function pairSecrets(
  now: HiddenText,
  masks: ReadonlySet<Node>,
  before: HiddenText,
): ReadonlyMap<Node, MaskedSecret> {
  const holders = new Set<Node>();
  for (const mask of masks) {
    for (let node: Node | undefined = mask; node && !holders.has(node); node = node.parent) holders.add(node);
  }
  const found = new Map<Node, MaskedSecret>();
  const pairs: Pair[] = now.root ? [[now.root, before.root]] : [];
  for (const [node, other, unclearIn] of pairs) {
    if (!holders.has(node)) continue;
    if (masks.has(node)) {
      found.set(node, unclearIn ? { unclearIn } : other && before.hidden.has(other) ? { secret: other } : {});
    } else if (node.type === 'array' && !unclearIn) {
      pairs.push(...pairedEntries(entriesOf(now, node), entriesOf(before, other), holders));
    } else {
      const others = memberValues(other);
      for (const child of node.children ?? []) {
        const value = node.type === 'object' ? child.children?.[1] : child;
        if (value) pairs.push([value, others.get(nameOf(child)), unclearIn]);
      }
    }
  }
  return found;
}

type Pair = readonly [node: Node, other: Node | undefined, unclearIn?: Node | undefined];

/** The entries of a list, with texts to compare them by. */
interface Entries {
  readonly nodes: readonly Node[];
  /** Each entry as normalized JSON, with hidden values masked. */
  readonly shown: readonly string[];
  /** Each entry as normalized JSON. */
  readonly whole: readonly string[];
  /** The indexes of each text of `shown`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function entriesOf({ text, hidden }: HiddenText, list: Node | undefined): Entries {
  const nodes = list?.type === 'array' ? (list.children ?? []) : [];
  const shown = nodes.map(node => normalizedJson(text, node, hidden));
  return {
    ...{ nodes, shown, places: indexesOf(shown) },
    whole: nodes.map(node => normalizedJson(text, node)),
  };
}

function indexesOf(texts: readonly (string | undefined)[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  texts.forEach((text, index) => {
    if (text === undefined) return;
    const known = places.get(text);
    if (known) known.push(index);
    else places.set(text, [index]);
  });
  return places;
}

/**
 * Pairs the entries of a list that have masks with those that the service has: by equal content without secrets, else by `id`
 * or `name`, else by index if no other entry has changed. It is unclear if an entry matches none, or several with different
 * secrets.
 */
function pairedEntries(now: Entries, before: Entries, holders: ReadonlySet<Node>): readonly Pair[] {
  const named = ['id', 'name'].map(name => sameMember(now, before, name));
  const isAsLong = now.nodes.length === before.nodes.length;
  const changed = now.shown.filter((text, index) => text !== before.shown[index]).length;
  const pairs: Pair[] = [];
  for (const [shown, twins] of now.places) {
    const alike = before.places.get(shown) ?? [];
    const hideOne = new Set(alike.map(place => before.whole[place])).size === 1;
    twins.forEach((index, order) => {
      const node = now.nodes[index];
      if (!node || !holders.has(node)) return;
      const byName = named.find(places => places.has(index))?.get(index);
      // As many equal entries as before: assume that their order is the same.
      const byOrder = hideOne ? alike[0] : alike.length === twins.length ? alike[order] : undefined;
      const place = alike.length > 0 ? byOrder : (byName ?? (isAsLong && changed === 1 ? index : undefined));
      pairs.push(place === undefined ? [node, undefined, node] : [node, before.nodes[place]]);
    });
  }
  return pairs;
}

/** Maps indexes of entries now to indexes before, by a member whose value is unique in both lists. */
function sameMember(now: Entries, before: Entries, name: string): ReadonlyMap<number, number> {
  const places = ({ nodes }: Entries) =>
    indexesOf(
      nodes.map(node => {
        const value: unknown = memberValues(node).get(name)?.value;
        return value === undefined ? undefined : JSON.stringify(value);
      }),
    );
  const held = places(before);
  const found = new Map<number, number>();
  for (const [value, [place, ...others]] of places(now)) {
    const [there, ...more] = held.get(value) ?? [];
    if (place !== undefined && there !== undefined && others.length + more.length === 0)
      found.set(place, there);
  }
  return found;
}

function ambiguousMask(entry: Node): Problem {
  return new Problem(
    'invalidInput',
    t(
      'Nothing was sent: it is not clear which secret {0} stands for at {1}.',
      secretPlaceholder,
      pathLabel(entry),
    ),
    t('Enter the secret itself there, or undo and change fewer entries of the list at a time.'),
    '',
    { path: getNodePath(entry) },
  );
}

function incompleteMask(node: Node): Problem {
  const { value } = node as { readonly value?: unknown };
  return new Problem(
    'invalidInput',
    value === lostSecret
      ? t(
          'Nothing was sent: the secret that you entered at {0} is no longer on this machine.',
          pathLabel(node),
        )
      : t('Nothing was sent: the secret at {0} has characters of a mask in it.', pathLabel(node)),
    t('Enter the whole secret there, or {0} for the one that the service has.', secretPlaceholder),
    '',
    { path: getNodePath(node) },
  );
}

function unmatchedMask(node: Node): Problem {
  return new Problem(
    'invalidInput',
    t('{0} stands for a stored secret, but the service has none at {1}.', secretPlaceholder, pathLabel(node)),
    t('Enter the secret itself there. It is masked again after it is sent.'),
    '',
    { path: getNodePath(node) },
  );
}

/** Throws `invalidInput` if an object has a member twice: we may check one of the two, and the service may use the other. */
export function assertNoDuplicates(text: string): void {
  const again = duplicateIn(text);
  if (!again) return;
  throw new Problem(
    'invalidInput',
    t('Nothing was sent: {0} appears twice.', pathLabel(again)),
    t('Remove one of them.'),
    '',
    { path: getNodePath(again) },
  );
}

/** The path of a member that an object has twice, or undefined. */
export function findDuplicateMember(text: string): string | undefined {
  const again = duplicateIn(text);
  return again && pathLabel(again);
}

/** The second name of a member that an object has twice. */
function duplicateIn(text: string): Node | undefined {
  for (const { type, children = [] } of allNodes(parseJsonTree(text))) {
    const seen = new Set<string>();
    const again =
      type === 'object' && children.find(each => seen.has(nameOf(each)) || !seen.add(nameOf(each)));
    if (again) return again.children?.[0] ?? again;
  }
  return undefined;
}

/**
 * Whether two JSON texts are equal but for white space, order of members and spelling of values. Compares numbers digit by
 * digit, because JavaScript would round them. Throws if one is not JSON.
 */
export function isEquivalentJson(one: string, other: string): boolean {
  return normalizedText(one) === normalizedText(other);
}

function normalizedText(text: string): string {
  const tree = parseJsonTree(text);
  JSON.parse(text);
  return tree ? normalizedJson(text, tree) : '';
}

/**
 * Normalized JSON of a node: without white space, with sorted members and normalized numbers.
 * @param hidden nodes to mask
 */
export function normalizedJson(text: string, node: Node, hidden?: ReadonlySet<Node>): string {
  const { type, children = [] } = node;
  if (hidden?.has(node)) return JSON.stringify(secretPlaceholder);
  if (type === 'number') return normalizedNumber(literal(text, node));
  if (type === 'array') return `[${children.map(child => normalizedJson(text, child, hidden)).join(',')}]`;
  if (type !== 'object') return JSON.stringify(node.value);
  const members = [...memberValues(node)].sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${normalizedJson(text, member, hidden)}`).join(',')}}`;
}

/** Normalizes a JSON number (RFC 8259 §6) to digits and a power of ten: `1.50e3` to `15e2`. */
function normalizedNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${String(power)}`;
}

/**
 * Sorts the members of a body like those of another one, for a diff. Members that the other one lacks come last. Values stay
 * as they are.
 */
export function alignMembers(body: string, other: string): string {
  const places = new Map(
    (parseJsonTree(other)?.children ?? []).map((member, index) => [nameOf(member), index]),
  );
  return sortMembers(body, name => places.get(name) ?? places.size);
}

/** Sorts the members of a body as people read it: the title first, ID and links last. Values stay as they are. */
export function withTitleFirst(body: string): string {
  const last = ['id', '_links'];
  return sortMembers(body, name => (name === 'title' || name === 'name' ? -1 : last.indexOf(name) + 1));
}

function sortMembers(body: string, place: (name: string) => number): string {
  const members = [...(parseJsonTree(body)?.children ?? [])];
  members.sort((one, two) => place(nameOf(one)) - place(nameOf(two)));
  return `{${members.map(member => literal(body, member)).join(',')}}`;
}

function nameOf({ children }: Node): string {
  return String(children?.[0]?.value);
}

/** What is hidden in a member: strings and numbers at any depth, strings at any depth, its own strings, or nothing. */
export type Hiding = 'all' | 'texts' | 'ownTexts' | undefined;

/** Names of objects that hold credentials, and not rules for them as `password` may. */
const credentialHolder = /(?:credentials?|tokens|(?:api|private)[_-]?keys?)$/i;

/**
 * What a member hides: everything if its name ends in “secret” or “secrets”, strings if it is another name of a credential.
 * Rules for passwords are no passwords, so that the members of an object in it have names of their own.
 * @param above what its object hides
 */
export function hidingOf(name: string, above: Hiding): Hiding {
  if (above === 'all' || /secrets?$/i.test(name)) return 'all';
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
    else if (children[1]) places.push([children[1], hidingOf(nameOf(node), hiding)]);
  }
  return places;
}

/** The secrets in a tree. */
export function secretNodes(root: Node | undefined): ReadonlySet<Node> {
  const secrets = placesIn(root).filter(([{ value }, hiding]) => isHidden(value, hiding));
  return new Set(secrets.map(([node]) => node));
}

export function replaced({ offset, length }: Node, content: string): Edit {
  return { offset, length, content };
}

export function literal(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

function pathLabel(node: Node): string {
  return getNodePath(node).join('.');
}
