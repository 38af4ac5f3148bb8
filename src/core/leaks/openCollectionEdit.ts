// Replaces a token in a request file of OpenCollection by a reference.
import { firstIndexWhere } from '../common/collections';
import type { Lines, LineSpan } from '../common/lines';
import { writtenScalar } from '../formats/yamlEntries';
import { byName, byReference, type ReferenceEdit } from './tokenReplacement';

/** A value of YAML that holds a token. */
interface Value {
  /** Where it begins in its line. */
  readonly start: number;
  /** `block`: lines below `|` or `>`. `script`: the same, or another text, of a script. `other`: we do not know. */
  readonly kind: 'plain' | 'quoted' | 'flow' | 'block' | 'script' | 'other';
  /** The quoted texts in it, in order. */
  readonly quoted: readonly LineSpan[];
  /** Where a plain value ends, without its comment. */
  readonly end: number;
}

const head = /^(\s*)((?:- +)*)(?:([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+|$))?/;

/**
 * The edits that replace tokens by a reference, quoted where a value would begin with a brace; by the variable's name where
 * the reference would be text of a script, or the value is written in a way that we do not read. Reads each line once.
 * @param places in order
 */
export function openCollectionEdits(
  lines: Lines,
  places: readonly LineSpan[],
  reference: string,
): readonly ReferenceEdit[] {
  const values = new YamlValues(lines);
  return places.map(place => {
    const value = values.at(place.line);
    return editIn(lines.line(place.line), place, value, reference) ?? byName(place);
  });
}

/** Undefined where a reference would not be read as one. */
function editIn(text: string, place: LineSpan, value: Value, reference: string): ReferenceEdit | undefined {
  const { line, start, end } = place;
  const asIs = byReference(place, reference);
  switch (value.kind) {
    case 'block':
      return asIs;
    case 'plain': {
      if (start > value.start) return end <= value.end ? asIs : undefined;
      const rest = text.slice(end, value.end);
      if (start < value.start || /["\\]/.test(rest)) return undefined;
      return byReference({ line, start, end: value.end }, `"${reference}${rest}"`);
    }
    case 'quoted':
    case 'flow': {
      const quoted = value.quoted[firstIndexWhere(value.quoted, each => each.end > start)];
      if (quoted && quoted.start < start)
        return text.charAt(quoted.start) === '"' && text.charAt(start - 1) === '\\' ? undefined : asIs;
      const isEntry =
        start > value.start &&
        /(?:[[{,]|: )\s*$/.test(text.slice(Math.max(0, start - 20), start)) &&
        /^\s*[,\]}]/.test(text.slice(end, end + 20));
      return isEntry ? byReference(place, `"${reference}"`) : undefined;
    }
    default:
      return undefined;
  }
}

/** Reads values from the top down. */
class YamlValues {
  #next = 0;
  /** The column of the key above a `|` or `>`, and its value. */
  #block: { readonly column: number; readonly value: Value } | undefined;
  #last: Value = other;

  constructor(private readonly lines: Lines) {}

  /** The value on a line. To be called in ascending order. */
  at(line: number): Value {
    for (; this.#next <= line; this.#next++) this.#last = this.#read(this.#next);
    return this.#last;
  }

  #read(line: number): Value {
    const text = this.lines.line(line);
    if (text.trim() === '') return other;
    const [whole = '', blanks = '', dashes = '', key] = head.exec(text) ?? [];
    if (this.#block && blanks.length > this.#block.column) return this.#block.value;
    this.#block = undefined;
    const isScript = key === 'code' || key === 'script';
    const column =
      key === undefined ? blanks.length + Math.max(0, dashes.length - 2) : blanks.length + dashes.length;
    const start = whole.length;
    const source = text.slice(start);
    if (/^[|>][-+\d]{0,2}[ \t]*(?:#.*)?$/.test(source)) {
      this.#block = { column, value: { ...other, kind: isScript ? 'script' : 'block' } };
      return other;
    }
    const hasHead = key !== undefined || dashes !== '';
    const below = this.lines.line(Math.min(line + 1, this.lines.lineCount - 1));
    const goesOn = line + 1 < this.lines.lineCount && /^\s*[^\s#]/.test(below) && below.search(/\S/) > column;
    if (!hasHead || isScript || goesOn) return other;
    // One that is not closed is matched, too: to look for its end again from each of its quotes would take too long.
    const quoted = [...source.matchAll(/"(?:[^"\\]|\\(?:[^]|$))*(?:"|$)|'(?:[^']|'')*(?:'|$)/g)].map(
      ({ 0: found, index }) => ({
        line,
        start: start + index,
        end: start + index + found.length,
      }),
    );
    if (/^[[{]/.test(source)) return { start, kind: 'flow', quoted, end: text.length };
    const written = writtenScalar(source);
    if (written === undefined) return other;
    return { start, kind: /^["']/.test(written) ? 'quoted' : 'plain', quoted, end: start + written.length };
  }
}

const other: Value = { start: 0, kind: 'other', quoted: [], end: 0 };
