import type { Node } from 'jsonc-parser';
import { parseJsonTree, literal, memberValues } from '../json/jsonTree';
import { secretPlaceholder } from './secretPlaces';

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
 * @param masked nodes to mask
 * @param inner writes the values in it; by default in the same way
 */
export function normalizedJson(
  text: string,
  node: Node,
  masked?: Pick<ReadonlySet<Node>, 'has'>,
  inner: (value: Node) => string = value => normalizedJson(text, value, masked),
): string {
  const { type, children = [] } = node;
  if (masked?.has(node)) return JSON.stringify(secretPlaceholder);
  if (type === 'number') return normalizedNumber(literal(text, node));
  if (type === 'array') return `[${children.map(inner).join(',')}]`;
  if (type !== 'object') return JSON.stringify(node.value);
  const members = [...memberValues(node)].sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${inner(member)}`).join(',')}}`;
}

/**
 * Numbers the values of a text by their normalized JSON. Reads each value once: to normalize what is in each of several lists
 * within each other takes as many times as long.
 */
export class ValueNumbers {
  readonly #known = new Map<Node, number>();

  /** @param all shared by texts whose values are compared: equal values have equal numbers */
  constructor(
    private readonly text: string,
    private readonly all: Map<string, number>,
    private readonly masked?: ReadonlySet<Node>,
  ) {}

  readonly of = (node: Node): number => {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // Lists and objects hold numbers only, so that none is equal to another value.
    const value = normalizedJson(this.text, node, this.masked, inner => String(this.of(inner)));
    const number = this.all.get(value) ?? this.all.size;
    this.all.set(value, number);
    this.#known.set(node, number);
    return number;
  };
}

/** Normalizes a JSON number (RFC 8259 §6) to digits and a power of ten: `1.50e3` to `15e2`. */
function normalizedNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/(?<!0)0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${String(power)}`;
}
