import type { ConfigurationAccess } from '../../core/configurationAccess';
import type { Problem } from '../../core/problem';

/** What is known of the configuration access that can be proved from this machine. */
export type Health =
  | { readonly is: 'looking' }
  | { readonly is: 'failed'; readonly problem: Problem }
  | { readonly is: 'seen'; readonly access: readonly ConfigurationAccess[] };
