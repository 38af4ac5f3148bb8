import type { Plan } from './plan';
import type { PlanEntry } from './planEntry';

/** Whether two plans of one service would do the same: what the user saw is what will be sent. */
export function isSamePlan(one: Plan, other: Plan): boolean {
  const [before, now] = [one, other].map(plan =>
    plan.entries.filter(isWrite).map(entry => meaningOf(plan, entry)),
  );
  return JSON.stringify(before) === JSON.stringify(now);
}

function isWrite({ result }: PlanEntry): boolean {
  return result !== 'same' && result !== 'unmanaged';
}

/** What is sent for an entry. References are in the changes, as the IDs that are sent. */
function meaningOf({ files }: Plan, { address, result, id, changes }: PlanEntry): unknown {
  return [address, result, id, files.get(address)?.text, changes];
}
