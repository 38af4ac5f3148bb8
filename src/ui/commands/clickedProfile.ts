import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';

/**
 * The profile of the node that a command was called on in the view; undefined if it was called elsewhere. Throws a `Problem` of
 * kind `profileChanged` if that profile was removed: the active one was not meant.
 */
export function clickedProfile(
  profiles: { readonly all: readonly Profile[] },
  [node]: readonly unknown[],
): Profile | undefined {
  if (typeof node !== 'object' || node === null || !('profile' in node)) return undefined;
  const { profile: clicked } = node as { readonly profile: unknown };
  if (typeof clicked !== 'object' || clicked === null || !('id' in clicked)) return undefined;
  const found = profiles.all.find(({ id }) => clicked.id === id);
  if (found) return found;
  const { name } = clicked as { readonly name?: unknown };
  throw new Problem(
    'profileChanged',
    typeof name === 'string'
      ? t('The profile “{0}” was removed.', plainText(name))
      : t('This profile was removed.'),
    t('Choose another one.'),
  );
}
