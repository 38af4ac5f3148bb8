import type { Problem } from '../../../core/common/problem';
import type { ConfigurationAccess } from '../../../core/resourceRules/configurationAccess';

/** Which configuration access can be proved from this machine. */
export type ConfigurationAccessStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'loaded'; readonly access: readonly ConfigurationAccess[] };
