// The problems with which the journal of writes refuses to send a write.
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';

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
