import type { Profile } from '../profile/profile';
import { isLoginEndpoint } from '../requests/host';
import { isHostedLoginRequest } from './hostedLoginRequests';
import { matchProfiles, type RequestTarget } from './requestTarget';

/**
 * Whether a request may get the token. `login`: its endpoint takes the client's own credentials, and no access token.
 * `stray`: it goes to somebody else. `unknown`: nobody can tell here where it goes.
 */
export type InsertionCheck =
  | { readonly kind: 'fine' | 'login' }
  | { readonly kind: 'stray'; readonly host: string; readonly customerId: string | undefined }
  | {
      readonly kind: 'unknown';
      /** In words without a full stop. */
      readonly reason: string;
    };

/** Says of a request by its target whether it may get the token. */
export type InsertionChecker = (target: RequestTarget) => InsertionCheck;

/**
 * The judge for the token of these profiles. A reference may go where the text shows that it is for one of them, though
 * only the REST client knows the host; the token itself (`isLiteral`) only where it surely goes to one of them.
 */
export function createInsertionChecker(profiles: readonly Profile[], isLiteral: boolean): InsertionChecker {
  return target => {
    const where = matchProfiles(target, profiles);
    if (where.kind === 'no') return { kind: 'stray', host: where.host, customerId: where.customerId };
    if (isLoginEndpoint(target.text)) return { kind: 'login' };
    if (where.kind === 'yes') return { kind: 'fine' };
    const isAtProfile = target.host?.kind === 'origin' && where.profiles.length > 0;
    const isFine =
      !isLiteral && where.isByVariables && (isAtProfile || isHostedLoginRequest(target, profiles));
    if (isFine) return { kind: 'fine' };
    return { kind: 'unknown', reason: where.reason };
  };
}
