import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { checkLockout, keepsAccess, type ResourceWrite } from '../../core/resourceRules/lockoutRules';
import type { Resource } from '../../core/resources/resource';
import type { LockoutGuard } from '../lockoutGuard';
import { assertAllowed } from './prepareChange';

/** A write of a plan, with what the check of access needs. */
export interface PlanWrite {
  readonly address: string;
  readonly write: ResourceWrite;
  readonly current: Resource;
  /** The title that was typed for it. */
  readonly typed: string | undefined;
}

/**
 * Checks the writes that concern access before the first one is sent: each alone, and all together, because each may leave
 * only what another one takes. Each is checked again when it is its turn. Rejects with `lockOut` or `needsTyping`.
 */
export async function checkPlanAccess(
  guard: Pick<LockoutGuard, 'affectsAccess' | 'check' | 'findConfigurationAccess'>,
  writes: readonly PlanWrite[],
  signal = new AbortController().signal,
): Promise<void> {
  const checked: PlanWrite[] = [];
  for (const planned of writes) {
    const { write, current, typed } = planned;
    if (!(await guard.affectsAccess(write, current))) continue;
    assertAllowed(await guard.check(write, current, signal), typed, write.key);
    checked.push(planned);
  }
  if (checked.length < 2) return;
  const notProved: string[] = [];
  let left = await guard.findConfigurationAccess(signal).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!isProblem(error)) throw error;
    notProved.push(error.message);
    return [];
  });
  for (const { address, write, current } of checked) {
    const check = checkLockout({ proved: left, notProved, ownClientId: '', now: current }, write);
    if (check.kind === 'blocked') {
      throw new Problem(
        'lockOut',
        t('{0} cannot be applied together with the changes before it. {1}', address, check.why),
        t('Nothing was sent. Apply one of them alone, then run Show Configuration Access.'),
      );
    }
    left = left.filter(access => keepsAccess(access, write));
  }
}
