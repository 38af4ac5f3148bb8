// Edits a JSON file so that it means the same as another text, with as few changes as possible.
import { createScanner, type Edit, type Node } from 'jsonc-parser';
import { addToList, firstIndexWhere } from '../../common/collections';
import { applyEdits, endOf, literal, memberValues, replaced } from '../../json/jsonTree';
import { ValueNumbers } from '../../resources/equivalentJson';
import { findMarkers } from '../secretMarkers';
import { type JsonFile, writeJson } from './fileJson';

/** Longer lists are replaced if anything in them differs. */
const maxCompared = 500;

/** How a file is written. */
export interface FileStyle {
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
}

type Span = Pick<Node, 'offset' | 'length'>;

/** A child of an object or list afterwards: one that it has, or a new one. */
interface Entry {
  readonly kept?: Node;
  readonly name?: string;
  readonly value?: Node;
}

/** Collects edits that make a text mean the same as another one. They do not overlap. */
export class FileEditor {
  readonly edits: Edit[] = [];
  readonly #lines: readonly { readonly start: number; readonly indentation: string }[];
  /** What the wanted text has on one line. */
  readonly #markers: ReadonlyMap<Node, string>;
  readonly #values: ValueNumbers;
  readonly #wantedValues: ValueNumbers;

  constructor(
    private readonly text: string,
    private readonly wanted: JsonFile,
    private readonly style: FileStyle,
  ) {
    this.#lines = Array.from(text.matchAll(/(?:^(?![\r\n])|\r\n?|\n)([ \t]*)/g), found => ({
      ...{ start: found.index, indentation: found[1] ?? '' },
    }));
    const { markers } = findMarkers(wanted.root);
    this.#markers = new Map(markers.map(({ node }) => [node, literal(wanted.text, node)]));
    const all = new Map<string, number>();
    [this.#values, this.#wantedValues] = [new ValueNumbers(text, all), new ValueNumbers(wanted.text, all)];
  }

  updateObject(object: Node, wanted: Node, names?: ReadonlySet<string>): void {
    const isIncluded = (name: string) => !names || names.has(name);
    const [now, then] = [memberValues(object), memberValues(wanted)];
    /** New members by the member that they follow. */
    const following = new Map<string | undefined, Entry[]>();
    let previous: string | undefined;
    for (const [name, value] of then) {
      const existing = now.get(name);
      if (isIncluded(name) && !existing) addToList(following, previous, { name, value });
      else {
        if (existing && isIncluded(name)) this.#updateValue(existing, value);
        previous = name;
      }
    }
    const entries: Entry[] = [];
    const takeFollowing = (name: string | undefined) => {
      for (const entry of following.get(name) ?? []) entries.push(entry);
      following.delete(name);
    };
    takeFollowing(undefined);
    for (const kept of object.children ?? []) {
      const [nameNode, value] = kept.children ?? [];
      const name = String(nameNode?.value);
      if (isIncluded(name) && !then.has(name)) continue;
      entries.push({ kept });
      // Of a repeated member, the last one counts.
      if (value === now.get(name)) takeFollowing(name);
    }
    for (const name of [...following.keys()]) takeFollowing(name);
    this.#rearrange(object, entries);
  }

  #updateValue(node: Node, wanted: Node): void {
    if (node.type === 'object' && wanted.type === 'object') this.updateObject(node, wanted);
    else if (node.type === 'array' && wanted.type === 'array') this.#updateArray(node, wanted);
    else if (this.#values.of(node) !== this.#wantedValues.of(wanted)) {
      this.#replace(node, wanted);
    }
  }

  #updateArray(array: Node, wanted: Node): void {
    const [now, then] = [array.children ?? [], wanted.children ?? []];
    if (this.#values.of(array) === this.#wantedValues.of(wanted)) return;
    if (Math.max(now.length, then.length) > maxCompared) {
      this.#replace(array, wanted);
      return;
    }
    const [has, wants] = [now.map(this.#values.of), then.map(this.#wantedValues.of)];
    const common = new Map(commonEntries(has, wants).map(([here, there]) => [there, now[here]]));
    if (common.size === 0 && now.length === then.length) {
      for (const [index, value] of then.entries()) {
        const entry = now[index];
        if (entry) this.#updateValue(entry, value);
      }
      return;
    }
    const entries = then.map((value, index): Entry => {
      const kept = common.get(index);
      return kept ? { kept } : { value };
    });
    this.#rearrange(array, entries);
  }

  #replace(node: Node, value: Node): void {
    this.edits.push(replaced(node, this.#written({ value }, this.#indentationAt(node.offset))));
  }

  /** Removes the children that are not in `entries`, and inserts those that are new. */
  #rearrange(container: Node, entries: readonly Entry[]): void {
    const { text, style } = this;
    const { children = [] } = container;
    const kept = entries.flatMap(entry => entry.kept ?? []);
    if (kept.length === children.length && kept.length === entries.length) return;
    const isOneLine = kept.length > 0 && !/[\r\n]/.test(literal(text, container));
    const own = this.#indentationAt(container.offset);
    const [first] = children;
    const hasLines = first !== undefined && this.#lineAt(first.offset) !== this.#lineAt(container.offset);
    const inner = isOneLine ? own : hasLines ? this.#indentationAt(first.offset) : own + style.unit;
    const line = isOneLine ? ' ' : style.eol + inner;
    /** New children by the one that they follow. */
    const following = new Map<Node | undefined, string[]>();
    let previous: Node | undefined;
    for (const entry of entries) {
      if (entry.kept) previous = entry.kept;
      else addToList(following, previous, this.#written(entry, inner));
    }
    const leading = following.get(undefined) ?? [];
    const [next] = kept;
    if (next && leading.length > 0) {
      this.#insert(next.offset, leading.map(written => `${written},${line}`).join(''));
    }
    const last = children.at(-1);
    const hasTrailingComma = last !== undefined && commaAfter(text, endOf(last)) !== undefined;
    for (const child of kept) {
      const added = following.get(child) ?? [];
      const isLast = child === kept.at(-1);
      if (added.length === 0 && !isLast) continue;
      const comma = commaAfter(text, endOf(child));
      const isSuperfluous = isLast && comma !== undefined && !hasTrailingComma;
      if (isOneLine || added.length === 0) {
        this.#insert(endOf(child), added.map(written => `,${line}${written}`).join(''));
        if (isSuperfluous) this.edits.push({ offset: comma, length: 1, content: '' });
      } else {
        // The new lines go after a comment on the line of the last one.
        if (comma === undefined) this.#insert(endOf(child), ',');
        const newLines = added.map(written => line + written).join(',');
        const isFollowed = comma !== undefined && !isSuperfluous;
        const end = comma === undefined ? endOf(child) : comma + 1;
        this.#insert(endOfLine(text, end), isFollowed ? `${newLines},` : newLines);
      }
    }
    const isKept = new Set(kept);
    const removals = this.#runs(children.filter(child => !isKept.has(child))).map(run => this.#removal(run));
    if (next || leading.length === 0) for (const removal of removals) this.edits.push(removal);
    else {
      // Only comments stay.
      const [start, end] = [container.offset + 1, endOf(container) - 1];
      const moved = removals.map(removal => ({ ...removal, offset: removal.offset - start }));
      const rest = applyEdits(text.slice(start, end), moved).trimEnd();
      const added = leading.map(written => line + written).join(',');
      this.edits.push({ offset: start, length: end - start, content: rest + added + style.eol + own });
    }
  }

  /** Neighbours without a comment between them, as one. */
  #runs(children: readonly Node[]): readonly Span[] {
    const runs: Span[] = [];
    for (const { offset, length } of children) {
      const before = runs.at(-1);
      if (before && /^[\s,]*$/.test(this.text.slice(endOf(before), offset))) {
        runs[runs.length - 1] = { offset: before.offset, length: offset + length - before.offset };
      } else runs.push({ offset, length });
    }
    return runs;
  }

  #insert(offset: number, content: string): void {
    if (content !== '') this.edits.push({ offset, length: 0, content });
  }

  /** Removes children with their commas; with their lines and the comment after them, if nothing else is on these lines. */
  #removal(child: Span): Edit {
    const { text } = this;
    const comma = commaAfter(text, endOf(child));
    const isSpace = (offset: number) => /[ \t]/.test(text.charAt(offset));
    const isBreak = (offset: number) => /[\r\n]/.test(text.charAt(offset));
    let start = child.offset;
    let end = comma === undefined ? endOf(child) : comma + 1;
    let lineStart = start;
    while (isSpace(lineStart - 1)) lineStart--;
    const lineEnd = endOfLine(text, end);
    if (isBreak(lineStart - 1) && (lineEnd > end || isBreak(end))) {
      const isCrLf = text.startsWith('\r\n', lineStart - 2);
      [start, end] = [lineStart - (isCrLf ? 2 : 1), lineEnd];
    } else if (comma === undefined) start = lineStart;
    else while (isSpace(end)) end++;
    return { offset: start, length: end - start, content: '' };
  }

  /** A new child for a line with this indentation. */
  #written({ name, value }: Entry, indentation: string): string {
    const { eol, unit } = this.style;
    const label = name === undefined ? '' : `${JSON.stringify(name)}: `;
    const json = value ? writeJson(this.wanted.text, value, this.#markers, '\n') : 'null';
    return (
      label +
      json.replace(/\n( *)/g, (_, spaces: string) => eol + indentation + unit.repeat(spaces.length / 2))
    );
  }

  /** The white space that the line of an offset begins with. */
  #indentationAt(offset: number): string {
    return this.#lines[this.#lineAt(offset)]?.indentation ?? '';
  }

  #lineAt(offset: number): number {
    return firstIndexWhere(this.#lines, ({ start }) => start > offset) - 1;
  }
}

/** The offset of the comma that follows, if there is one. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const next = scanner.getTokenOffset();
  return text.charAt(next) === ',' ? next : undefined;
}

/** After the comments that follow on the same line; the offset itself if something else follows on it. */
function endOfLine(text: string, offset: number): number {
  const rest = /(?:[ \t]|\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/y;
  rest.lastIndex = offset;
  return offset + (rest.exec(text)?.[0].length ?? 0);
}

/** The longest list of pairs of indexes of equal entries, in order in both lists. */
function commonEntries(one: readonly number[], other: readonly number[]): readonly [number, number][] {
  const width = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row--) {
    for (let column = other.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        one[row] === other[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < one.length && column < other.length;) {
    if (one[row] === other[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}
