// Merges two changes of a resource that have the same base.
import { updateFileText } from '../configurationFiles/text/updateFileText';
import { changedMembers } from '../resources/draftText';

/** Two changes of a text, merged. */
interface MergedChanges {
  /** Our own text, with what only the other side changed. */
  readonly text: string;
  /** The members that only the other side changed. */
  readonly taken: readonly string[];
  /** The members that both changed to different values. The text has our values. */
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
  const [isOwn, isDifferent] = [new Set(byOwn), new Set(different)];
  const changed = byOther.filter(name => isDifferent.has(name));
  const taken = changed.filter(name => !isOwn.has(name));
  const conflicting = changed.filter(name => isOwn.has(name));
  return { text: updateFileText(own, other, taken), taken, conflicting };
}
