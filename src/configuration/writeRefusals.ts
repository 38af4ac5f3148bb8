// What writes are refused with, and what to do when one took access.
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import type { WriteKind } from '../storage/configuration/pendingWrites';

/** @param maxMinutes how long other writes wait at most if the outcome cannot be found out */
export function otherWriteProblem(title: string, maxMinutes: number): Problem {
  return new Problem(
    'changedMeanwhile',
    t(
      'A change of “{0}” may also affect configuration access. It is not finished, or its outcome is not known yet. Nothing was sent.',
      title,
    ),
    t(
      'Try again when its outcome is reported. If it cannot be found out, other changes are allowed about {0} minutes after that change, once configuration access is proved.',
      maxMinutes,
    ),
  );
}

/** Reads may not show yet what this machine sent: what is made from them would take that back. */
export function outOfDateProblem(name: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t(
      'The service still shows “{0}” as it was before the last change from this machine. Nothing was sent.',
      name,
    ),
    t('Try again in a few minutes. Ten minutes after that change, it is sent in any case.'),
  );
}

/** The service has another version than the one that is replaced or deleted. */
export function changedProblem(title: string, does: WriteKind): Problem {
  return new Problem(
    'changedMeanwhile',
    does === 'delete'
      ? t('Somebody else changed “{0}” in the meantime. Nothing was deleted.', title)
      : t('Somebody else changed “{0}” in the meantime. Nothing was sent.', title),
    t('Check what changed, then try again.'),
  );
}

/** Another window of this machine, or this one, is changing the same resource. */
export function unfinishedChangeProblem(title: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t('Another change of “{0}” from this machine is not finished. Nothing was sent.', title),
    t('Try again when that change is finished.'),
  );
}

/** After a write that may have taken the last configuration access: what can still restore it. */
export function restoreAccessAdvice(): string {
  return t('Do not close this window. Run Create Spare Configuration Access now, before its token expires.');
}

export function otherCreationProblem(title: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t(
      '“{0}” is being created already, or it is not known yet whether it was. Nothing was sent for it.',
      title,
    ),
    t('Compare again in a few minutes.'),
  );
}

export function tooLongProblem(title: string): Problem {
  return new Problem(
    'timeout',
    t('The checks before the change of “{0}” took more than two minutes. Nothing was sent.', title),
    t('Try again.'),
  );
}
