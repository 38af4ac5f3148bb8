import { createScanner, type Edit, findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import { indentationOf } from '../common/lines';
import { applyEdits, memberValues } from '../json/jsonTree';
import { normalizedJson } from '../resources/resourceText';
import {
  byteOrderMark,
  isFileIssue,
  type JsonFile,
  literal,
  parseJsonFile,
  withoutByteOrderMark,
  writeJson,
} from './fileJson';
import { findLiteralSecrets, findMarkers, keepMarker } from './fileSecrets';

/** Longer lists are compared only at their ends. */
const maxCompared = 500;

/**
 * Changes a file so that it means the same as another text. Comments, formatting, line breaks and the byte order mark stay, and
 * so does every member that means the same. If the file is not JSON, the result is the other text.
 * @param names the members of the top level to change
 */
export function updateFileText(fileText: string, wantedText: string, names?: readonly string[]): string {
  const existing = parseJsonFile(fileText);
  const wanted = parseJsonFile(wantedText);
  const mark = fileText.startsWith(byteOrderMark) ? byteOrderMark : '';
  const style = styleOf(withoutByteOrderMark(fileText));
  const whole = () => mark + withoutByteOrderMark(wantedText).replaceAll('\n', style.eol);
  if (isFileIssue(wanted)) throw new Error('The wanted text is not JSON.');
  if (isFileIssue(existing)) return whole();
  const editor = new FileEditor(existing.text, wanted, style);
  editor.updateObject([], wanted.root, names && new Set(names));
  const updated = parseJsonFile(editor.text);
  if (isFileIssue(updated)) return whole();
  const [now, then] = [memberValues(updated.root), memberValues(wanted.root)];
  const isUpdated = [...(names ?? new Set([...now.keys(), ...then.keys()]))].every(name => {
    const [one, other] = [now.get(name), then.get(name)];
    return one && other
      ? normalizedJson(updated.text, one) === normalizedJson(wanted.text, other)
      : one === other;
  });
  return isUpdated ? mark + updated.text : whole();
}

/** Replaces secrets that stand in a file by markers. */
export function replaceLiteralSecrets(fileText: string): string {
  const file = parseJsonFile(fileText);
  if (isFileIssue(file)) return fileText;
  const edits = findLiteralSecrets(file.root).map(({ offset, length }) => ({
    ...{ offset, length, content: keepMarker },
  }));
  if (edits.length === 0) return fileText;
  return (fileText.startsWith(byteOrderMark) ? byteOrderMark : '') + applyEdits(file.text, edits);
}

interface Style {
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
}

function styleOf(text: string): Style {
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', unit };
}

/** Edits a text step by step. Each step parses it again, because the one before moved what follows. */
class FileEditor {
  private readonly wanted: string;
  /** What the wanted text has on one line. */
  readonly #markers: ReadonlyMap<Node, string>;

  constructor(
    public text: string,
    { text: wanted, root }: JsonFile,
    private readonly style: Style,
  ) {
    this.wanted = wanted;
    this.#markers = new Map(findMarkers(root).markers.map(({ node }) => [node, literal(wanted, node)]));
  }

  updateObject(path: JSONPath, wanted: Node, names?: ReadonlySet<string>): void {
    const isIncluded = (name: string) => !names || names.has(name);
    const then = memberValues(wanted);
    for (const name of memberValues(this.#nodeAt(path)).keys()) {
      if (isIncluded(name) && !then.has(name)) this.#removeMember(path, name);
    }
    let previous: string | undefined;
    for (const [name, value] of then) {
      if (isIncluded(name)) {
        if (memberValues(this.#nodeAt(path)).has(name)) this.#updateValue([...path, name], value);
        else this.#insertMember(path, name, value, previous);
      }
      previous = name;
    }
  }

  #updateValue(path: JSONPath, wanted: Node): void {
    const node = this.#nodeAt(path);
    if (!node || normalizedJson(this.text, node) === normalizedJson(this.wanted, wanted)) return;
    if (node.type === 'object' && wanted.type === 'object') this.updateObject(path, wanted);
    else if (node.type === 'array' && wanted.type === 'array') this.#updateArray(path, node, wanted);
    else this.#replace(node, wanted);
  }

  #updateArray(path: JSONPath, node: Node, wanted: Node): void {
    const [now, then] = [node.children ?? [], wanted.children ?? []];
    const has = now.map(entry => normalizedJson(this.text, entry));
    const wants = then.map(entry => normalizedJson(this.wanted, entry));
    if (Math.max(now.length, then.length) > maxCompared) {
      this.#replace(node, wanted);
      return;
    }
    const kept = commonEntries(has, wants);
    if (kept.length === 0 && now.length === then.length) {
      then.forEach((entry, index) => {
        this.#updateValue([...path, index], entry);
      });
      return;
    }
    const [keptNow, keptThen] = [0, 1].map(side => new Set(kept.map(pair => pair[side as 0 | 1])));
    for (let index = now.length - 1; index >= 0; index--) {
      if (keptNow?.has(index) !== true) this.#remove(this.#nodeAt(path), index);
    }
    then.forEach((entry, index) => {
      if (keptThen?.has(index) !== true) this.#insertEntry(path, index, entry);
    });
  }

  #replace({ offset, length }: Node, wanted: Node): void {
    const content = this.#written(wanted, indentationAt(this.text, offset));
    this.text = applyEdits(this.text, [{ offset, length, content }]);
  }

  #removeMember(path: JSONPath, name: string): void {
    const container = this.#nodeAt(path);
    const index = (container?.children ?? []).findIndex(({ children }) => children?.[0]?.value === name);
    this.#remove(container, index);
  }

  /** Removes a child with its comma; with its line and the comment behind it, if nothing else is on that line. */
  #remove(container: Node | undefined, index: number): void {
    const { text } = this;
    const [previous, child] = [container?.children?.[index - 1], container?.children?.[index]];
    if (!child) return;
    const comma = commaBehind(text, child.offset + child.length);
    let end = comma === undefined ? child.offset + child.length : comma + 1;
    let start = child.offset;
    const edits: Edit[] = [];
    const before = previous && commaBehind(text, previous.offset + previous.length);
    if (comma === undefined && before !== undefined) edits.push({ offset: before, length: 1, content: '' });
    const lineStart = start - indentationAt(text, start).length;
    const lineEnd = endOfLine(text, end);
    if (/[\r\n]/.test(text.charAt(lineStart - 1)) && (lineEnd > end || /[\r\n]/.test(text.charAt(end)))) {
      const isCrLf = text.slice(lineStart - 2, lineStart) === '\r\n';
      [start, end] = [lineStart - (isCrLf ? 2 : 1), lineEnd];
    } else if (comma !== undefined) {
      end += /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
    }
    edits.push({ offset: start, length: end - start, content: '' });
    this.text = applyEdits(text, edits);
  }

  #insertMember(path: JSONPath, name: string, value: Node, previous: string | undefined): void {
    const container = this.#nodeAt(path);
    const names = (container?.children ?? []).map(({ children }) => String(children?.[0]?.value));
    const index = previous === undefined ? 0 : names.lastIndexOf(previous) + 1 || names.length;
    this.#insert(container, index, value, `${JSON.stringify(name)}: `);
  }

  #insertEntry(path: JSONPath, index: number, value: Node): void {
    this.#insert(this.#nodeAt(path), index, value);
  }

  /** Inserts a value behind what it follows and the comment on its line. */
  #insert(container: Node | undefined, index: number, value: Node, name = ''): void {
    if (!container) return;
    const { text, style } = this;
    const children = container.children ?? [];
    const previous = children[index - 1];
    const isOneLine = children.length > 0 && !/[\r\n]/.test(literal(text, container));
    const own = indentationAt(text, container.offset);
    const inner = children[0] && !isOneLine ? indentationAt(text, children[0].offset) : own + style.unit;
    const written = name + this.#written(value, isOneLine ? own : inner);
    const line = isOneLine ? '' : style.eol + inner;
    const [next] = children;
    if (previous) {
      const end = previous.offset + previous.length;
      const comma = commaBehind(text, end);
      const behind = comma === undefined ? end : comma + 1;
      if (isOneLine) this.#apply(end, `, ${written}`);
      else if (comma === undefined) this.#apply(end, ',', endOfLine(text, behind), line + written);
      else this.#apply(endOfLine(text, behind), `${line}${written},`);
    } else if (next) {
      this.#apply(next.offset, written + (isOneLine ? ', ' : `,${line}`));
    } else {
      const close = container.offset + container.length - 1;
      const offset = container.offset + 1 + text.slice(container.offset + 1, close).trimEnd().length;
      const content = line + written + style.eol + own;
      this.text = applyEdits(text, [{ offset, length: close - offset, content }]);
    }
  }

  #apply(offset: number, content: string, otherOffset?: number, otherContent = ''): void {
    const edits = [{ offset, length: 0, content }];
    if (otherOffset !== undefined) edits.push({ offset: otherOffset, length: 0, content: otherContent });
    this.text = applyEdits(this.text, edits);
  }

  /** A wanted value for a line with this indentation. */
  #written(node: Node, indentation: string): string {
    const { eol, unit } = this.style;
    return writeJson(this.wanted, node, this.#markers, '\n').replace(
      /\n( *)/g,
      (_, spaces: string) => eol + indentation + unit.repeat(spaces.length / 2),
    );
  }

  #nodeAt(path: JSONPath): Node | undefined {
    const file = parseJsonFile(this.text);
    return isFileIssue(file) ? undefined : findNodeAtLocation(file.root, path);
  }
}

/** The white space that the line of an offset begins with. */
function indentationAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return indentationOf(text.slice(start, offset));
}

/** The offset of the comma that follows, if there is one. */
function commaBehind(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const next = scanner.getTokenOffset();
  return text.charAt(next) === ',' ? next : undefined;
}

/** Behind the comments that follow on the same line; the offset itself if something else follows on it. */
function endOfLine(text: string, offset: number): number {
  const rest = /^(?:[ \t]|\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/.exec(
    text.slice(offset),
  );
  return offset + (rest?.[0].length ?? 0);
}

/** The longest list of pairs of indexes of equal entries, in order in both lists. */
function commonEntries(one: readonly string[], other: readonly string[]): readonly [number, number][] {
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
