import { modify } from 'jsonc-parser';
import { applyEdits } from '../json/jsonTree';
import { changedMembers } from '../resources/draftText';
import { createRestoreEdits } from './resourceFindings';

/** Two changes of a text, merged. */
export interface MergedChanges {
  /** The own text, with what only the other side changed. */
  readonly text: string;
  /** The members that only the other side changed. */
  readonly taken: readonly string[];
  /** The members that both changed to different values. The text has the own ones. */
  readonly conflicting: readonly string[];
}

/**
 * Merges two changes of the same base, member by member. Undefined if a text is not a JSON object. Unchanged text stays to
 * the byte.
 */
export function mergeChanges(base: string, own: string, other: string): MergedChanges | undefined {
  const [byOwn, byOther, different] = [
    changedMembers(base, own),
    changedMembers(base, other),
    changedMembers(own, other),
  ];
  if (!byOwn || !byOther || !different) return undefined;
  const taken = byOther.filter(name => different.includes(name) && !byOwn.includes(name));
  const conflicting = byOther.filter(name => different.includes(name) && byOwn.includes(name));
  const removed = taken.filter(name => !hasMember(other, name));
  let text = applyEdits(own, createRestoreEdits(own, other)(taken));
  for (const name of removed) text = applyEdits(text, modify(text, [name], undefined, {}));
  return { text, taken, conflicting };
}

function hasMember(text: string, name: string): boolean {
  return Object.hasOwn(JSON.parse(text) as object, name);
}
