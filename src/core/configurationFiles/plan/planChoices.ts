import type { Plan } from './plan';
import { needsTyping, type PlannedSteps, planSteps, type StepOptions } from './planSteps';

/** What a person can choose from when files are applied. */
export interface PlanChoices {
  /** Without deletions, unless they were chosen by name. */
  readonly without: PlannedSteps;
  /** With deletions; the same object if there is nothing more to choose. */
  readonly all: PlannedSteps;
  /** The number of deletions in `all`. */
  readonly deletions: number;
}

/**
 * Plans files that were chosen by name, or all. Of all, what cannot be applied, or only after its title was typed, is left out and
 * does not hinder the rest; nor do deletions that are refused. Throws like `planSteps`.
 */
export function planChoices(
  plan: Plan,
  { only, typed = [] }: Pick<StepOptions, 'only' | 'typed'>,
): PlanChoices {
  const options: StepOptions = { only, typed, leaveOutUnfit: true };
  const deletes = plan.entries.filter(
    entry => entry.result === 'delete' && (only ? only.has(entry.address) : !needsTyping(entry)),
  ).length;
  if (only || deletes === 0) {
    const planned = planSteps(plan, { ...options, deletes });
    return { without: planned, all: planned, deletions: deletes };
  }
  const all = planSteps(plan, { ...options, deletes });
  const deletions = all.steps.filter(({ action }) => action === 'delete').length;
  return { without: deletions === 0 ? all : planSteps(plan, { ...options, deletes: false }), all, deletions };
}
