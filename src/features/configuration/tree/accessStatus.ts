import type { Problem } from '../../../core/common/problem';
import type { ConfigurationAccess } from '../../../core/resourceRules/configurationAccess';

/** What is known of the configuration access that can be proved from this machine. */
export type ConfigurationAccessStatus =
  | { readonly is: 'looking' }
  | { readonly is: 'failed'; readonly problem: Problem }
  | { readonly is: 'seen'; readonly access: readonly ConfigurationAccess[] };
