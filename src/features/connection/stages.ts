import type { ProblemKind } from '../../core/common/problem';

/** The stages in turn; the names are of the contract. */
export const stageNames = ['name', 'tcp', 'tls', 'discovery', 'credentials', 'grantedScope', 'read'] as const;

export type StageName = (typeof stageNames)[number];

/** How a stage ended. */
export type Outcome =
  | { readonly state: 'passed'; readonly message: string }
  | {
      readonly state: 'failed';
      readonly message: string;
      readonly nextStep: string;
      readonly kind: ProblemKind;
    }
  | { readonly state: 'notReached' };

/** A stage and how it ended. */
export type Stage = Outcome & { readonly name: StageName };

/** All stages, in turn: what is missing behind a failed one was not reached. */
export function allStages(outcomes: readonly Outcome[]): readonly Stage[] {
  return stageNames.map((name, index) => ({ ...(outcomes[index] ?? { state: 'notReached' }), name }));
}
