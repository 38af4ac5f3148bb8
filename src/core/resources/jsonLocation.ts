// Finds the JSON string at an offset.
import { getLocation } from 'jsonc-parser';
import { isNestedTooDeep } from '../json/jsonTree';

/** A string in a JSON text, or an empty place for one. */
interface JsonStringLocation {
  readonly path: readonly (string | number)[];
  /** Offsets, with quotes. The same for an empty place. */
  readonly start: number;
  readonly end: number;
  /** The string up to the offset that was asked for. */
  readonly typed: string;
  readonly value: string;
}

/**
 * The string at an offset, or the empty place for a value. Undefined at names, in other values, and in JSON that is nested too
 * deep. The JSON may be incomplete.
 */
export function stringAt(text: string, offset: number): JsonStringLocation | undefined {
  if (isNestedTooDeep(text)) return undefined;
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  if (isAtPropertyKey || path.length === 0) return undefined;
  if (!previousNode || offset < previousNode.offset || offset > previousNode.offset + previousNode.length) {
    return { path, start: offset, end: offset, typed: '', value: '' };
  }
  if (previousNode.type !== 'string') return undefined;
  const start = previousNode.offset;
  const typed = text.slice(start + 1, Math.max(start + 1, offset));
  return { path, start, end: start + previousNode.length, typed, value: String(previousNode.value) };
}
