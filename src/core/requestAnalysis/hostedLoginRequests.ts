import type { Lines } from '../common/lines';
import type { Steps } from '../common/steps';
import { customerIdIssue, type Profile } from '../profile/profile';
import type { HttpDialect } from '../requests/blocks';
import { listRequestsInSteps } from '../requests/findRequests';
import { isLoginEndpoint } from '../requests/host';
import { mentionsHostedLogin } from '../requests/hostedLoginMentions';
import type { WrittenRequest } from '../requests/request';
import { readVariablesInSteps } from '../requests/variables/fileVariables';
import { configPath, matchProfiles, readTargetsInSteps } from './matchProfiles';
import { neededScope } from './neededScopes';
import type { RequestTarget } from './readTarget';
import { tokenUseOf } from './tokenReferences';

/**
 * Whether a request is, or may be, for Hosted Login: it goes to one of these profiles, certainly or unless its variables or
 * a script change it, or only the REST client knows its host, and its path names a profile's customer or a resource of the
 * configuration.
 */
export function isHostedLoginRequest(target: RequestTarget, profiles: readonly Profile[]): boolean {
  const where = matchProfiles(target, profiles);
  if (where.kind !== 'unknown') return where.kind === 'yes';
  if (where.isByVariables && target.host?.kind === 'origin' && where.profiles.length > 0) return true;
  const text = target.text.toLowerCase();
  const namesCustomer = where.profiles.some(({ customerId }) =>
    text.includes(`/${customerId.toLowerCase()}/`),
  );
  // `config` follows the customer ID, which may also be in a variable before it.
  const at = target.parts.indexOf('config');
  const customer = at === 1 ? (target.parts[0] ?? '') : '*';
  const isBelowOthers = at > 1 || !mayBeCustomer(customer);
  return namesCustomer || (where.profiles.length > 0 && !isBelowOthers && mentionsHostedLogin(target.text));
}

/** Whether a part of a path is a customer ID, a variable, or a placeholder such as `<customerId>`. */
function mayBeCustomer(part: string): boolean {
  return part.includes('*') || /^(?:%3C|%7B|[:$<])/i.test(part) || customerIdIssue(part) === undefined;
}

export interface HostedLoginRequest extends Pick<WrittenRequest, 'requestLine' | 'method' | 'url'> {
  /** The narrowest scope that allows it; undefined if it is not a request to the configuration. */
  readonly scope: string | undefined;
}

/**
 * The requests of a document that are sent with our token, or could be: those with our reference that may go to the
 * profile, and those without authorization that are for it. Login endpoints take no access token and are left out. Top to
 * bottom, in linear time.
 */
export function* findHostedLoginRequestsInSteps(
  lines: Lines,
  dialect: HttpDialect,
  profile: Profile,
): Steps<HostedLoginRequest[]> {
  const requests = yield* listRequestsInSteps(lines, dialect);
  const fill = yield* readVariablesInSteps(lines, dialect);
  const targetOf = yield* readTargetsInSteps(lines, dialect);
  const isFound = (request: WrittenRequest) => {
    if (isLoginEndpoint(request.url)) return false;
    if (request.authorizations.length === 0) return isHostedLoginRequest(targetOf(request), [profile]);
    return tokenUseOf(request, fill).reads && matchProfiles(targetOf(request), [profile]).kind !== 'no';
  };
  const found: HostedLoginRequest[] = [];
  for (const request of requests) {
    if (isFound(request)) {
      const { requestLine, method, url } = request;
      const path = configPath(targetOf(request), profile);
      found.push({ requestLine, method, url, scope: path && neededScope({ method, path }) });
    }
    yield;
  }
  return found;
}
