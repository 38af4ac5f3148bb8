import { type Edit, format, getNodePath, type Node } from 'jsonc-parser';
import { applyEdits, allNodes, parseJsonTree, memberValues } from '../common/jsonTree';
import { t } from '../common/l10n';
import { Problem } from '../common/problem';

/** What stands in a document in the place of a secret. No JSON string that a service sends has these characters alone. */
export const secretPlaceholder = '••••••••';

const indentation = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * A body of the service as a person edits it: indented, with a mask in the place of every secret. Only white space and
 * secrets change; numbers, escapes, the order of members and members that we do not know stay as they came.
 * Throws a `Problem` of kind `invalidInput` where it is nested too deep, as all here do.
 */
export function toDocumentText(body: string): string {
  const secrets = [...secretsOf(parseJsonTree(body))];
  const masked = applyEdits(
    body,
    secrets.map(node => replaced(node, JSON.stringify(secretPlaceholder))),
  );
  return `${applyEdits(masked, format(masked, undefined, indentation)).trim()}\n`;
}

/**
 * What is sent for an edited text: the text itself, with what `kept` (the body as the service has it now) holds in the
 * place of each mask. The entries of a list are paired by what they say, since one may have been removed or moved. Throws
 * a `Problem` of kind `invalidInput` where a mask stands that hides nothing, or nobody can tell which secret it hides.
 */
export function toRequestBody(text: string, kept: string): string {
  const edits: Edit[] = [];
  const [root, hiddenRoot] = [parseJsonTree(text), parseJsonTree(kept)];
  const [maskable, secrets] = [secretsOf(root), secretsOf(hiddenRoot)];
  const pairs: [node: Node | undefined, hidden: Node | undefined][] = [[root, hiddenRoot]];
  for (const [node, hidden] of pairs) {
    if (node?.type === 'string' && node.value === secretPlaceholder) {
      if (!hidden || !secrets.has(hidden)) throw hidesNothing(node);
      edits.push(replaced(node, literal(kept, hidden)));
    } else if (node?.type === 'array' && hasMask(node)) {
      pairs.push(...pairedEntries(entriesOf(text, node, maskable), entriesOf(kept, hidden, secrets)));
    } else if (node?.type === 'object') {
      const others = memberValues(hidden);
      for (const member of node.children ?? [])
        pairs.push([member.children?.[1], others.get(nameOf(member))]);
    }
  }
  return applyEdits(text, edits);
}

function hasMask(node: Node): boolean {
  return allNodes(node).some(({ value }) => value === secretPlaceholder);
}

/** The entries of a list, with what tells them apart. */
interface Entries {
  readonly nodes: readonly Node[];
  /** What each one says, with masks in the place of its secrets. */
  readonly shown: readonly string[];
  /** What each one says with its secrets. */
  readonly whole: readonly string[];
  /** Where each text of `shown` stands. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function entriesOf(text: string, list: Node | undefined, secrets: ReadonlySet<Node>): Entries {
  const nodes = list?.type === 'array' ? (list.children ?? []) : [];
  const shown = nodes.map(node => inOneSpelling(text, node, secrets));
  return {
    ...{ nodes, shown, places: placesOf(shown) },
    whole: nodes.map(node => inOneSpelling(text, node)),
  };
}

function placesOf(texts: readonly (string | undefined)[]): ReadonlyMap<string, readonly number[]> {
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
 * Pairs the entries of an edited list with those that the service has: those that say the same, secrets aside; else those
 * with the same `id` or `name`; else those at the same place, where no other entry has changed. Throws where a masked
 * entry fits none, or one of several that hide different secrets.
 */
function pairedEntries(now: Entries, before: Entries): [Node, Node | undefined][] {
  const named = ['id', 'name'].map(name => sameMember(now, before, name));
  const isAsLong = now.nodes.length === before.nodes.length;
  const changed = now.shown.filter((text, index) => text !== before.shown[index]).length;
  return now.nodes.map((node, index) => {
    if (!hasMask(node)) return [node, undefined];
    const shown = now.shown[index] ?? '';
    const alike = before.places.get(shown) ?? [];
    if (alike.length > 0) {
      const twins = now.places.get(shown) ?? [];
      const hideOne = new Set(alike.map(place => before.whole[place])).size === 1;
      // As many as before, and nothing tells them apart: they are in the order in which they were.
      const place = hideOne
        ? alike[0]
        : alike.length === twins.length
          ? alike[twins.indexOf(index)]
          : undefined;
      if (place === undefined) throw hidesOneOfMany(node);
      return [node, before.nodes[place]];
    }
    const place =
      named.find(places => places.has(index))?.get(index) ?? (isAsLong && changed === 1 ? index : undefined);
    if (place === undefined) throw hidesOneOfMany(node);
    return [node, before.nodes[place]];
  });
}

/** The places before of the entries now that have the same value in a member, where both lists have that value once. */
function sameMember(now: Entries, before: Entries, name: string): ReadonlyMap<number, number> {
  const places = ({ nodes }: Entries) =>
    placesOf(
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

function hidesOneOfMany(entry: Node): Problem {
  return new Problem(
    'invalidInput',
    t(
      'Nothing was sent: which secret {0} stands for at {1} is not clear any more.',
      secretPlaceholder,
      pathLabel(entry),
    ),
    t('Enter the secret itself there, or undo and change fewer entries of the list at once.'),
  );
}

function hidesNothing(node: Node): Problem {
  return new Problem(
    'invalidInput',
    t(
      '{0} stands for a secret that the service has, but at {1} it has none.',
      secretPlaceholder,
      pathLabel(node),
    ),
    t('Enter the secret itself there; it is masked again as soon as it is sent.'),
  );
}

/** A member of a JSON text that is there twice in the same object, or undefined. */
export function findDuplicateMember(text: string): string | undefined {
  for (const { type, children = [] } of allNodes(parseJsonTree(text))) {
    const seen = new Set<string>();
    const again =
      type === 'object' && children.find(each => seen.has(nameOf(each)) || !seen.add(nameOf(each)));
    if (again) return pathLabel(again.children?.[0] ?? again);
  }
  return undefined;
}

/**
 * Whether two JSON texts say the same: white space, the order of members and spellings of one value aside. Numbers are
 * compared digit by digit, since JavaScript would round them. Throws where one is no JSON.
 */
export function isEquivalentJson(one: string, other: string): boolean {
  return exactText(one) === exactText(other);
}

function exactText(text: string): string {
  const tree = parseJsonTree(text);
  JSON.parse(text);
  return tree ? inOneSpelling(text, tree) : '';
}

/**
 * What a node says in one spelling: without white space, members by name, numbers without what changes nothing.
 * @param hidden the nodes that have a mask in their place
 */
function inOneSpelling(text: string, node: Node, hidden?: ReadonlySet<Node>): string {
  const { type, children = [] } = node;
  if (hidden?.has(node)) return JSON.stringify(secretPlaceholder);
  if (type === 'number') return plainNumber(literal(text, node));
  if (type === 'array') return `[${children.map(child => inOneSpelling(text, child, hidden)).join(',')}]`;
  if (type !== 'object') return JSON.stringify(node.value);
  const members = [...memberValues(node)].sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${inOneSpelling(text, member, hidden)}`).join(',')}}`;
}

/** A JSON number (RFC 8259 §6) as its digits and the power of ten they are counted in: `1.50e3` as `15e2`. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${String(power)}`;
}

/**
 * A body with its members in the order of another one, so that both can be shown side by side; those that the other one
 * has not come last. Values stay as they are spelled.
 */
export function alignMembers(body: string, other: string): string {
  const places = new Map(
    (parseJsonTree(other)?.children ?? []).map((member, index) => [nameOf(member), index]),
  );
  const place = (member: Node) => places.get(nameOf(member)) ?? places.size;
  const members = [...(parseJsonTree(body)?.children ?? [])].sort((one, two) => place(one) - place(two));
  return `{${members.map(member => literal(body, member)).join(',')}}`;
}

function nameOf({ children }: Node): string {
  return String(children?.[0]?.value);
}

/** Every text and number in a member whose name ends in “secret” or “secrets”, and all of them below it. */
function secretsOf(root: Node | undefined): ReadonlySet<Node> {
  const secrets = new Set<Node>();
  const below: [node: Node, isHidden: boolean][] = root ? [[root, false]] : [];
  for (const [node, isHidden] of below) {
    const { type, children = [] } = node;
    if (isHidden && (type === 'number' || type === 'string') && node.value !== '') secrets.add(node);
    if (type === 'property') {
      const [, value] = children;
      if (value) below.push([value, isHidden || /secrets?$/i.test(nameOf(node))]);
    } else for (const child of children) below.push([child, isHidden]);
  }
  return secrets;
}

function replaced({ offset, length }: Node, content: string): Edit {
  return { offset, length, content };
}

function literal(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

function pathLabel(node: Node): string {
  return getNodePath(node).join('.');
}
