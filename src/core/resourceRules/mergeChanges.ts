// Merges two changes of a resource that have the same base.
import type { Edit } from 'jsonc-parser';
import { applyEdits, endOf, memberName, memberValues, parseJsonTree } from '../json/jsonTree';
import { changedMembers } from '../resources/draftText';
import { createRestoreEdits } from './resourceFindings';

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
  const theirs = memberValues(parseJsonTree(other));
  const text = applyEdits(own, createRestoreEdits(own, other)(taken));
  const removed = new Set(taken.filter(name => !theirs.has(name)));
  return { text: applyEdits(text, removalEdits(text, removed)), taken, conflicting };
}

/** Removes members, each with one comma and the white space before it. */
function removalEdits(text: string, names: ReadonlySet<string>): readonly Edit[] {
  const edits: Edit[] = [];
  /** The end of the last member before this one; undefined until one is kept. */
  let end: number | undefined;
  const members = parseJsonTree(text)?.children ?? [];
  for (const [index, member] of members.entries()) {
    const { offset } = member;
    const next = endOf(member);
    const isRemoved = names.has(memberName(member));
    if (isRemoved && end === undefined)
      edits.push({ offset, length: (members[index + 1]?.offset ?? next) - offset, content: '' });
    else if (isRemoved && end !== undefined) edits.push({ offset: end, length: next - end, content: '' });
    if (!isRemoved || end !== undefined) end = next;
  }
  return edits;
}
