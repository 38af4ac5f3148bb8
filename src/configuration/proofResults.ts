// What several proofs of access say together.
import { t } from '../core/common/l10n';
import { Problem, type ProblemKind } from '../core/common/problem';
import { isPermanent } from '../core/resourceRules/configurationAccess';
import type { Proof, ProvedAccess } from './accessProof';
import { isAccessDenied } from './anyAccess';

/** The first access that was proved. Throws the `Problem` of a profile if there is none. */
export function firstAccess(proofs: readonly Proof[]): ProvedAccess {
  const [access] = accessIn(proofs);
  if (access) return access;
  throw (
    untriedIn(proofs) ??
    problemsIn(proofs)[0] ??
    new Problem('forbidden', t('No configuration access can be proved.'))
  );
}

/** The proved access, once for each client: of several profiles, one that VS Code does not lose. */
export function accessIn(proofs: readonly Proof[]): readonly ProvedAccess[] {
  const byClient = new Map<string, ProvedAccess>();
  for (const proof of proofs) {
    if (!('access' in proof)) continue;
    const id = proof.access.client.id.toLowerCase();
    const known = byClient.get(id);
    if (!known || (!isPermanent(known) && isPermanent(proof.access))) byClient.set(id, proof.access);
  }
  return [...byClient.values()];
}

/** Why access could not be proved. */
export function problemsIn(proofs: readonly Proof[]): readonly Problem[] {
  return proofs.flatMap(proof => ('problem' in proof ? [proof.problem] : []));
}

/** The kinds of problems that mean that the client of a profile is not on this machine any more. */
export const goneKinds: readonly ProblemKind[] = ['profileChanged', 'noProfile'];

/** Why a profile could not be tried. */
export function untriedIn(proofs: readonly Proof[]): Problem | undefined {
  return problemsIn(proofs).find(problem => !isAccessDenied(problem));
}

/** The same as sentences, with the names of the profiles. */
export function describeProblems(proofs: readonly Proof[]): readonly string[] {
  return proofs.flatMap(proof =>
    'problem' in proof ? [t('“{0}”: {1}', proof.profile.name, proof.problem.message)] : [],
  );
}
