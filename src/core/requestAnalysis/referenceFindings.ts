import type { Profile } from '../profile/profile';
import { isUserScope, mayAllow, parseScopeList, type ScopeListItem } from '../scopes/scope';
import { type AccessToken, tokenState } from '../tokens/accessToken';
import { neededScope } from './neededScopes';
import { matchProfiles, configPath } from './requestTarget';
import type { ReferencingRequest, TokenReference } from './tokenReferences';

/** What decides whether a reference to the shared token leads to a request that works. */
export interface ReferenceState {
  /** All profiles. */
  readonly profiles: readonly Profile[];
  /** The active one. */
  readonly profile: Profile | undefined;
  /** Its active token, perhaps expired. */
  readonly token: Pick<AccessToken, 'grantedScope' | 'expiresAt'> | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long before its end a token is told of. */
  readonly warnMilliseconds: number;
  readonly sharing: Sharing;
  /** Whether the variable holds something else than a token of ours, which is then what is sent. */
  readonly isSetByOthers: boolean;
  /** Whether REST Client sends what stands in request files, which knows no reference of the others. */
  readonly sendsWithRestClient: boolean;
  /** Whether the client that sends gets a renewed token from us where this one has ended. */
  readonly renewsAtSending: boolean;
  /** Whether an extension that reads the variable is where it is shared, or may be. */
  readonly mayHaveClient: boolean;
}

/** Where the user lets the token go. */
interface Sharing {
  readonly isTrusted: boolean;
  readonly withExtensions: boolean;
  readonly withTerminals: boolean;
}

/** Why a request that is authorized by the shared token fails, or soon will. The names are the diagnostics' codes. */
export type ReferenceFinding =
  | { readonly code: 'otherClient'; readonly reader: TokenReference['reader'] }
  | { readonly code: 'noProfile' }
  /** `origin`: as it is written where variables are in it, which can not make it the profile's. */
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

/** What a request below the configuration needs of a token. */
export interface RequestNeed {
  readonly method: string;
  /** Below the customer; `*` in the place of what only the REST client knows. */
  readonly path: string;
  /** The narrowest scope that surely allows it. */
  readonly scope: string;
}

const minute = 60_000;

/** A reference and the one thing to say about it. */
export interface ReferenceWithFinding {
  readonly reference: TokenReference;
  readonly finding: ReferenceFinding;
}

/**
 * The one thing to say about each reference: what has to be mended first. Nothing where all is right, and where it only
 * may be wrong: a host or a path that a variable names, a granted scope of an undocumented form.
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

/** What is so for every request of a window, whatever stands in it. */
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

/** The findings as they are pointed out in a document: what is so for every request once, at the first one. */
export function withoutRepeatedFindings(findings: readonly ReferenceWithFinding[]): ReferenceWithFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ finding }) => {
    if (!ofWindow.has(finding.code)) return true;
    const about = finding.code === 'notShared' ? `${finding.code} ${finding.reader}` : finding.code;
    return !seen.has(about) && seen.add(about);
  });
}

function findingOf(
  { request, reader }: TokenReference,
  state: ReferenceState,
  granted: readonly ScopeListItem[],
): ReferenceFinding | undefined {
  const { profile, sharing } = state;
  const isUnread = reader === 'extension' && !state.mayHaveClient;
  if (reader !== 'extension' && state.sendsWithRestClient) return { code: 'otherClient', reader };
  if (reader === 'jetBrains') return undefined;
  // What is sent is theirs then, and nothing is known of it.
  if (state.isSetByOthers) return isUnread ? { code: 'noClient' } : undefined;
  if (!profile) return { code: 'noProfile' };
  const otherTarget = request && otherTargetFinding(request, profile, state.profiles);
  if (otherTarget) return otherTarget;
  if (!sharing.isTrusted) return { code: 'untrustedWorkspace' };
  // A client in a terminal may send what is written for one in VS Code too.
  const isShared = sharing.withTerminals || (reader === 'extension' && sharing.withExtensions);
  if (!isShared) return { code: 'notShared', reader };
  return tokenFinding(request, profile, state, granted) ?? (isUnread ? { code: 'noClient' } : undefined);
}

/** What a request needs of a token of this profile; undefined where it is none to its configuration. */
export function toRequestNeed(
  request: ReferencingRequest | undefined,
  profile: Profile,
): RequestNeed | undefined {
  if (!request) return undefined;
  const { method, target } = request;
  const path = configPath(target, profile);
  return path === undefined ? undefined : { method, path, scope: neededScope({ method, path }) };
}

/** Whether a granted scope list may allow what is needed; false only where it surely does not. */
export function mayBeAllowed(grantedScope: string, need: RequestNeed): boolean {
  return mayBeAllowedBy(parseScopeList(grantedScope), need);
}

function mayBeAllowedBy(granted: readonly ScopeListItem[], { method, path }: RequestNeed): boolean {
  return granted.some(({ text, scope }) =>
    // What an undocumented form allows, the service decides.
    scope ? mayAllow([scope], method, path) : !isUserScope(text),
  );
}

/** The request goes to somebody else than the active profile's customer, and the token with it. */
function otherTargetFinding(
  { target }: ReferencingRequest,
  profile: Profile,
  profiles: readonly Profile[],
): ReferenceFinding | undefined {
  const own = matchProfiles(target, [profile]);
  if (own.kind !== 'no') return undefined;
  const { host: origin, customerId } = own;
  const any = matchProfiles(target, profiles);
  const fitting = any.kind === 'no' ? [] : any.profiles;
  if (customerId === undefined) return { code: 'otherHost', origin, fitting };
  return { code: 'otherCustomer', customerId, fitting };
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
