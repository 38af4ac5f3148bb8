import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import type { Profile } from '../core/profile/profile';

/* The problems of the token service, loaded when there is one. */

/** The profile has no token, or none with that scope. */
export function noTokenProblem({ name }: Profile, scope: string | undefined): Problem {
  return new Problem(
    'noToken',
    scope === undefined
      ? t('“{0}” has no access token.', name)
      : t('“{0}” has no access token with the scope {1}.', name, scope),
    t('Request an access token first.'),
  );
}

/** The profile has another client, or is gone. */
export function profileChangedProblem({ name }: Profile, nextStep = t('Refresh, then try again.')): Problem {
  return new Problem(
    'profileChanged',
    t('The profile “{0}” was changed or removed in the meantime.', name),
    nextStep,
  );
}

export function expiredProblem({ name }: Profile): Problem {
  return new Problem('noToken', t('The access token of “{0}” has expired.', name), t('Request it again.'));
}

/** The error of a token that was issued, but not stored: it says that the token can be used for now. */
export function notStoredProblem({ detail }: Problem): Problem {
  return new Problem(
    'storage',
    t('VS Code could not store the access token. This window uses it until it is closed.'),
    t('Check that the system keyring is unlocked, then renew the access token.'),
    detail,
  );
}
