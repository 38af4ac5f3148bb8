import { getLocation } from 'jsonc-parser';
import { isNestedTooDeep } from '../common/jsonTree';

/** A value of a JSON text, or where one is to be written. */
export interface JsonStringLocation {
  /** The names and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  /** The characters of the string, quotes included; an empty span where nothing is yet. */
  readonly start: number;
  readonly end: number;
  /** The string as far as it goes up to the place; empty where nothing is yet. */
  readonly typed: string;
  /** The whole string; empty where nothing is yet. */
  readonly value: string;
}

/** The string that holds an offset, or the place for a value. Undefined at names, in values that are no strings, and in JSON nested too deep. Takes JSON that is being typed. */
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
