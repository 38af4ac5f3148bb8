import type { Profile } from '../profile/profile';
import { isLoginEndpoint } from '../requests/host';
import { mayAllow } from '../scopes/compareScopes';
import { isUserScope, parseScopeList, type ScopeListItem } from '../scopes/parseScope';
import { type AccessToken, tokenState } from '../tokens/accessToken';
import { isHostedLoginRequest } from './hostedLoginRequests';
import { matchProfiles, configPath } from './matchProfiles';
import { neededScope } from './neededScopes';
import type { ReferencingRequest, TokenReference } from './tokenReferences';

/** The state that decides whether a request with a reference to the shared token works. */
export interface ReferenceState {
  readonly profiles: readonly Profile[];
  /** The active profile. */
  readonly profile: Profile | undefined;
  /** Its active token, perhaps expired. */
  readonly token: Pick<AccessToken, 'grantedScope' | 'expiresAt'> | undefined;
  readonly now: number;
  /** How long before expiry a token gets a finding. */
  readonly warnMilliseconds: number;
  readonly sharing: Sharing;
  /** Whether the variable holds a value that is not ours. */
  readonly isSetByOthers: boolean;
  /** Whether REST Client sends request files. It does not know the references of other clients. */
  readonly sendsWithRestClient: boolean;
  /** Whether the client gets a renewed token from us if this one has expired. */
  readonly renewsAtSending: boolean;
  /** Whether an extension that reads the variable may be installed where it is shared. */
  readonly mayHaveClient: boolean;
}

/** Where the user allows the token to be shared. */
interface Sharing {
  readonly isTrusted: boolean;
  readonly withExtensions: boolean;
  readonly withTerminals: boolean;
}

/** Why a request with the shared token fails, or soon will. The names are the codes of the diagnostics. */
export type ReferenceFinding =
  | { readonly code: 'otherClient'; readonly reader: TokenReference['reader'] }
  /** The header does not say `Bearer`. `token`: what has to follow it. */
  | { readonly code: 'otherScheme'; readonly token: string }
  | { readonly code: 'noProfile' }
  /** `origin`: as written if it has variables; they cannot make it the profile's. */
  | { readonly code: 'otherHost'; readonly origin: string; readonly fitting: readonly Profile[] }
  | { readonly code: 'otherCustomer'; readonly customerId: string; readonly fitting: readonly Profile[] }
  | { readonly code: 'untrustedWorkspace' }
  | { readonly code: 'notShared'; readonly reader: TokenReference['reader'] }
  | { readonly code: 'noToken' }
  | { readonly code: 'expiredToken'; readonly isRenewedAtSending: boolean }
  | { readonly code: 'nothingGranted' }
  | { readonly code: 'scopeTooNarrow'; readonly need: RequestNeed }
  | { readonly code: 'tokenEnds'; readonly minutes: number }
  | { readonly code: 'noClient' };

/** The scope that a request to the configuration needs. */
export interface RequestNeed {
  readonly method: string;
  /** Below the customer; `*` for variables that only the REST client knows. */
  readonly path: string;
  /** The narrowest scope that certainly allows it. */
  readonly scope: string;
}

const minute = 60_000;

export interface ReferenceWithFinding {
  readonly reference: TokenReference;
  readonly finding: ReferenceFinding;
}

/**
 * Finds for each reference the problem to fix first. None for what only may be wrong: a host or a path with variables, a
 * granted scope of an undocumented form.
 */
export function checkReferences(
  references: readonly TokenReference[],
  state: ReferenceState,
): ReferenceWithFinding[] {
  const granted = parseScopeList(state.token?.grantedScope ?? '');
  return references.flatMap(reference => {
    const finding = findingOf(reference, state, granted);
    return finding ? [{ reference, finding }] : [];
  });
}

/** Findings that are the same for every request of a window. */
const ofWindow: ReadonlySet<ReferenceFinding['code']> = new Set([
  'noProfile',
  'untrustedWorkspace',
  'notShared',
  'noToken',
  'expiredToken',
  'nothingGranted',
  'tokenEnds',
  'noClient',
]);

/** Keeps a finding that is the same for every request only at the first one. */
export function withoutRepeatedFindings(findings: readonly ReferenceWithFinding[]): ReferenceWithFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ finding }) => {
    if (!ofWindow.has(finding.code)) return true;
    const about = finding.code === 'notShared' ? `${finding.code} ${finding.reader}` : finding.code;
    return !seen.has(about) && seen.add(about);
  });
}

function findingOf(
  reference: TokenReference,
  state: ReferenceState,
  granted: readonly ScopeListItem[],
): ReferenceFinding | undefined {
  const { request, reader } = reference;
  const { profile, sharing } = state;
  const isUnread = reader === 'extension' && !state.mayHaveClient;
  if (reader !== 'extension' && state.sendsWithRestClient) return { code: 'otherClient', reader };
  const otherScheme = otherSchemeFinding(reference, state.profiles);
  if (reader === 'jetBrains') return otherScheme;
  // Then the value is not ours, and we know nothing about it.
  if (state.isSetByOthers) return isUnread ? { code: 'noClient' } : undefined;
  if (!profile) return { code: 'noProfile' };
  const otherTarget = request && otherTargetFinding(request, profile, state.profiles);
  if (otherTarget ?? otherScheme) return otherTarget ?? otherScheme;
  if (!sharing.isTrusted) return { code: 'untrustedWorkspace' };
  // A client in a terminal can also read references that are written for VS Code.
  const isShared = sharing.withTerminals || (reader === 'extension' && sharing.withExtensions);
  if (!isShared) return { code: 'notShared', reader };
  return tokenFinding(request, profile, state, granted) ?? (isUnread ? { code: 'noClient' } : undefined);
}

/** What a request needs of this profile's token; undefined if it does not go to its configuration. */
export function toRequestNeed(
  request: ReferencingRequest | undefined,
  profile: Profile,
): RequestNeed | undefined {
  if (!request) return undefined;
  const { method, target } = request;
  const path = configPath(target, profile);
  return path === undefined ? undefined : { method, path, scope: neededScope({ method, path }) };
}

/** Whether a granted scope list may allow the request; false only if it certainly does not. */
export function mayBeAllowed(grantedScope: string, need: RequestNeed): boolean {
  return mayBeAllowedBy(parseScopeList(grantedScope), need);
}

function mayBeAllowedBy(granted: readonly ScopeListItem[], { method, path }: RequestNeed): boolean {
  return granted.some(({ text, scope }) =>
    // Only the service knows what an undocumented form allows.
    scope ? mayAllow([scope], method, path) : !isUserScope(text),
  );
}

/** The finding for a request that goes to another host or customer than the active profile's. */
function otherTargetFinding(
  { target }: ReferencingRequest,
  profile: Profile,
  profiles: readonly Profile[],
): ReferenceFinding | undefined {
  const own = matchProfiles(target, [profile]);
  if (own.kind !== 'no') return undefined;
  const { host: origin, customerId } = own;
  const match = matchProfiles(target, profiles);
  const fitting = match.kind === 'no' ? [] : match.profiles;
  if (customerId === undefined) return { code: 'otherHost', origin, fitting };
  return { code: 'otherCustomer', customerId, fitting };
}

/** The finding for a header of another scheme than Bearer, which the service answers with 401. */
function otherSchemeFinding(
  { request, wantsBearer: token }: TokenReference,
  profiles: readonly Profile[],
): ReferenceFinding | undefined {
  if (token === undefined || !request || isLoginEndpoint(request.target.text)) return undefined;
  return isHostedLoginRequest(request.target, profiles) ? { code: 'otherScheme', token } : undefined;
}

function tokenFinding(
  request: ReferencingRequest | undefined,
  profile: Profile,
  { token, now, warnMilliseconds, renewsAtSending }: ReferenceState,
  granted: readonly ScopeListItem[],
): ReferenceFinding | undefined {
  if (!token) return { code: 'noToken' };
  const life = tokenState(token, now, warnMilliseconds);
  if (life === 'expired') return { code: 'expiredToken', isRenewedAtSending: renewsAtSending };
  if (token.grantedScope === '') return { code: 'nothingGranted' };
  const need = toRequestNeed(request, profile);
  if (need && !mayBeAllowedBy(granted, need)) return { code: 'scopeTooNarrow', need };
  return life === 'expiring'
    ? { code: 'tokenEnds', minutes: Math.ceil((token.expiresAt - now) / minute) }
    : undefined;
}
