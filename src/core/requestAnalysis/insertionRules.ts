import { t } from '../common/l10n';
import type { Profile } from '../profile/profile';
import { shortenTarget } from '../requests/doubtReasons';
import { isLoginEndpoint, mayBeHost, urlParts } from '../requests/host';
import { isHostedLoginRequest } from './hostedLoginRequests';
import { matchProfiles } from './matchProfiles';
import type { PossibleUrl, RequestTarget } from './readTarget';

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

/**
 * The first of these beginnings of URLs that leads to no profile; one that is no guess, with all of its variables filled in, is
 * preferred.
 */
function otherUrlAmong(urls: readonly PossibleUrl[], profiles: readonly Profile[]): PossibleUrl | undefined {
  const others = urls.filter(({ url }) => {
    const { host } = urlParts(url);
    return host !== undefined && !profiles.some(({ origin }) => mayBeHost(host, origin));
  });
  const written = others.filter(({ isGuess }) => !isGuess);
  return written.find(({ url }) => !url.includes('{{')) ?? written[0] ?? others[0];
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
    if (isLiteral || !isForThem) return { kind: 'unknown', reason: where.reason };
    const other = otherUrlAmong(target.possibleUrls ?? [], profiles);
    if (other === undefined) return { kind: 'fine' };
    const reason = other.isGuess
      ? t('its file may send it to another host')
      : t('its file may send it to {0}', shortenTarget(other.url));
    return { kind: 'unknown', reason };
  };
}
