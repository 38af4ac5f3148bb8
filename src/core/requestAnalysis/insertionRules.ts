import { parseUrl } from '../common/parseUrl';
import type { Profile } from '../profile/profile';
import { isLoginEndpoint } from '../requests/host';
import { isHostedLoginRequest } from './hostedLoginRequests';
import { matchProfiles } from './matchProfiles';
import type { RequestTarget } from './readTarget';

/**
 * Whether a request may get the token. `login`: its endpoint takes the client's own credentials, and no access token.
 * `stray`: it goes to another service or customer. `unknown`: the file does not say where it goes.
 */
export type InsertionCheck =
  | { readonly kind: 'fine' | 'login' }
  | { readonly kind: 'stray'; readonly host: string; readonly customerId: string | undefined }
  | {
      readonly kind: 'unknown';
      /** Part of a sentence. */
      readonly reason: string;
    };

/** A whole origin in a text; what is only the beginning of a host does not count. */
const origins = /\bhttps?:\/\/[^\s"'`{}()$%!/?#<>]+(?=[/?#"'`\s)}]|$)/gi;

/** Whether an expression of a shell names the origin of no profile: `("https://host/{0}" -f $id)`, `${URL:-https://host}`. */
function namesOtherOrigin(text: string, profiles: readonly Profile[]): boolean {
  const own = new Set(profiles.map(({ origin }) => parseUrl(origin)?.origin));
  return [...text.matchAll(origins)].some(([written]) => !own.has(parseUrl(written)?.origin));
}

export type InsertionChecker = (target: RequestTarget) => InsertionCheck;

/**
 * Checks requests for the token of these profiles. A reference may also go into a request for one of them whose host only
 * the REST client knows; the token itself (`isLiteral`) only into a request that certainly goes to one of them.
 */
export function createInsertionChecker(profiles: readonly Profile[], isLiteral: boolean): InsertionChecker {
  return target => {
    const where = matchProfiles(target, profiles);
    if (where.kind === 'no') return { kind: 'stray', host: where.host, customerId: where.customerId };
    if (isLoginEndpoint(target.text)) return { kind: 'login' };
    if (where.kind === 'yes') return { kind: 'fine' };
    const isForThem = where.isByVariables && isHostedLoginRequest(target, profiles);
    if (!isLiteral && isForThem && !namesOtherOrigin(target.text, profiles)) return { kind: 'fine' };
    return { kind: 'unknown', reason: where.reason };
  };
}
