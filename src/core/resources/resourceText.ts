// Turns the body of a resource into a document, with masks for its secrets, and back.
import { format, getNodePath, type Node } from 'jsonc-parser';
import { addToList } from '../common/collections';
import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import {
  applyEdits,
  parseJsonTree,
  memberValues,
  replaced,
  pathLabel,
  memberName,
  literal,
} from '../json/jsonTree';
import { ValueNumbers } from './equivalentJson';
import { secretPlaceholder, lostSecret, secretNodes, placesIn } from './secretPlaces';

const indentation = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** JSON that is deep and wide would become many times longer: its white space stays as it is. In characters. */
const maxIndentation = 1_000_000;

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
  if (indentationIn(masked) > maxIndentation) return `${masked.trim()}\n`;
  return `${applyEdits(masked, format(masked, undefined, indentation)).trim()}\n`;
}

/** About how many blanks indent a text. Counts brackets and commas in strings, too. */
function indentationIn(text: string): number {
  let depth = 0;
  let blanks = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
    else if (sign !== ',') continue;
    blanks += Math.max(0, depth) * indentation.tabSize;
  }
  return blanks;
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

/** A secret that a text does not have: a mask, or one that a draft lost. */
export interface MissingSecret {
  /** Names of members, with dots. */
  readonly path: string;
  /** The text with the secret in its place. */
  readonly fill: (secret: string) => string;
}

/** The first secret that is missing in a text. */
export function findMissingSecret(text: string): MissingSecret | undefined {
  const isMissing = ({ value }: { readonly value?: unknown }) =>
    value === secretPlaceholder || value === lostSecret;
  const node = [...secretNodes(parseJsonTree(text))].find(isMissing);
  return (
    node && {
      path: pathLabel(node),
      fill: secret => applyEdits(text, [replaced(node, JSON.stringify(secret))]),
    }
  );
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

/** The secret of a mask: neither, if there is no secret at its place. */
export interface MaskedSecret {
  readonly secret?: Node;
  /** The list entry whose earlier counterpart is unclear. */
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
  const all = new Map<string, number>();
  const [values, valuesBefore] = [valuesOf(now, all), valuesOf(before, all)];
  const found = new Map<Node, MaskedSecret>();
  const pairs: Pair[] = now.root ? [[now.root, before.root]] : [];
  for (const [node, other, unclearIn] of pairs) {
    if (!holders.has(node)) continue;
    if (masks.has(node)) {
      const secret = other && before.hidden.has(other) ? { secret: other } : {};
      found.set(node, unclearIn ? { unclearIn } : secret);
    } else if (node.type === 'array' && !unclearIn) {
      pairs.push(...pairedEntries(entriesOf(values, node), entriesOf(valuesBefore, other), holders));
    } else {
      const others = memberValues(other);
      for (const child of node.children ?? []) {
        const value = node.type === 'object' ? child.children?.[1] : child;
        if (value) pairs.push([value, others.get(memberName(child)), unclearIn]);
      }
    }
  }
  return found;
}

type Pair = readonly [node: Node, other: Node | undefined, unclearIn?: Node | undefined];

/** The values of a text, with its hidden values masked and as they are. */
interface Values {
  readonly shown: ValueNumbers;
  readonly whole: ValueNumbers;
}

function valuesOf({ text, hidden }: HiddenText, all: Map<string, number>): Values {
  return { shown: new ValueNumbers(text, all, hidden), whole: new ValueNumbers(text, all) };
}

/** The entries of a list, with numbers to compare them by. */
interface Entries {
  readonly nodes: readonly Node[];
  /** Each entry with masked values. */
  readonly shown: readonly number[];
  readonly whole: readonly number[];
  /** The indexes of each number of `shown`. */
  readonly places: ReadonlyMap<number, readonly number[]>;
}

function entriesOf({ shown: values, whole }: Values, list: Node | undefined): Entries {
  const nodes = list?.type === 'array' ? (list.children ?? []) : [];
  const shown = nodes.map(values.of);
  return { nodes, shown, places: indexesOf(shown), whole: nodes.map(whole.of) };
}

function indexesOf<Value>(values: readonly (Value | undefined)[]): ReadonlyMap<Value, readonly number[]> {
  const places = new Map<Value, number[]>();
  values.forEach((value, index) => {
    if (value !== undefined) addToList(places, value, index);
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
  const changed = now.shown.filter((value, index) => value !== before.shown[index]).length;
  const pairs: Pair[] = [];
  for (const [shown, twins] of now.places) {
    const alike = before.places.get(shown) ?? [];
    const hideOne = new Set(alike.map(place => before.whole[place])).size === 1;
    twins.forEach((index, order) => {
      const node = now.nodes[index];
      if (!node || !holders.has(node)) return;
      const byName = named.find(places => places.has(index))?.get(index);
      let place: number | undefined;
      if (alike.length === 0) place = byName ?? (isAsLong && changed === 1 ? index : undefined);
      else if (hideOne) place = alike[0];
      // If there are as many equal entries as before, assume that their order is the same.
      else if (alike.length === twins.length) place = alike[order];
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
    t('Enter the secret itself there, or undo, and change the list in smaller steps.'),
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
      : t('Nothing was sent: the secret at {0} contains characters of its mask.', pathLabel(node)),
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
