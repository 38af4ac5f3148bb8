import { addToList } from '../../common/collections';
import { t } from '../../common/l10n';
import type { PlanEntry } from './planEntry';

/** Files to create that refer to each other in a circle: none of them can be the first. */
export function refuseCircles(entries: readonly PlanEntry[]): PlanEntry[] {
  const created = createdOf(entries);
  const waiting = new Map(
    Array.from(created, ([address, { references }]) => [
      address,
      new Set(references.filter(each => created.has(each))),
    ]),
  );
  const users = new Map<string, string[]>();
  for (const [address, references] of waiting) {
    for (const reference of references) addToList(users, reference, address);
  }
  const ready = [...waiting.keys()].filter(address => waiting.get(address)?.size === 0);
  for (const address of ready) {
    waiting.delete(address);
    for (const user of users.get(address) ?? []) {
      const references = waiting.get(user);
      references?.delete(address);
      if (references?.size === 0) ready.push(user);
    }
  }
  return entries.map(entry => {
    const references = waiting.get(entry.address);
    if (!references || entry.result !== 'create') return entry;
    const message = t(
      'It refers to {0}, which does not exist yet and refers back to it. Leave one reference out, apply, then add it.',
      [...references].join(', '),
    );
    return { ...entry, result: 'invalid', messages: [message] };
  });
}

function createdOf(entries: readonly PlanEntry[]): ReadonlyMap<string, PlanEntry> {
  return new Map(entries.filter(({ result }) => result === 'create').map(entry => [entry.address, entry]));
}

/** In the same order, but so that what is created refers only to what is there then. */
export function inCreationOrder(sorted: readonly PlanEntry[]): readonly PlanEntry[] {
  const created = createdOf(sorted);
  const done = new Set<PlanEntry>();
  const withNeeded = (entry: PlanEntry) => ({
    entry,
    needed: (entry.result === 'create' ? entry.references : []).values(),
  });
  for (const each of sorted) {
    // Without recursion: a chain may be long. Circles were refused by the plan.
    const waiting = [withNeeded(each)];
    for (let last = waiting.at(-1); last; last = waiting.at(-1)) {
      const { value, done: isComplete } = last.needed.next();
      if (isComplete) {
        done.add(last.entry);
        waiting.pop();
        continue;
      }
      const needed = created.get(value);
      if (needed && !done.has(needed)) waiting.push(withNeeded(needed));
    }
  }
  return [...done];
}
