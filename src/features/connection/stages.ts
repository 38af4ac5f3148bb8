// The stages of the check and their results.
import type { ProblemKind } from '../../core/common/problem';

/** The stages in order. The names are part of the contract. */
const stageNames = ['name', 'tcp', 'tls', 'discovery', 'credentials', 'grantedScope', 'read'] as const;

export type StageName = (typeof stageNames)[number];

/** The result of a stage. */
export type Outcome =
  | { readonly state: 'passed'; readonly message: string }
  | {
      readonly state: 'failed';
      readonly message: string;
      readonly nextStep: string;
      readonly kind: ProblemKind;
    }
  | { readonly state: 'notReached' };

/** A stage with its result. */
export type Stage = Outcome & { readonly name: StageName };

/** All stages in order; those after a failed one were not reached. */
export function allStages(outcomes: readonly Outcome[]): readonly Stage[] {
  return stageNames.map((name, index) => ({ ...(outcomes[index] ?? { state: 'notReached' }), name }));
}
