import * as vscode from 'vscode';
import type { ReferenceState } from '../../../core/requestAnalysis/referenceFindings';
import { isLive } from '../../../core/tokens/accessToken';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import type { ExpiryTimer } from '../../../tokens/expiryTimer';
import type { TokenService } from '../../../tokens/tokenService';
import { httpYacId, restClientId, tokenVariable } from '../../../ui/ids';
import {
  headerClient,
  isSharedWithExtensions,
  isSharedWithTerminals,
  renewMode,
  warnMinutes,
} from '../../../ui/settings';

/** What the findings and hovers of references read. */
export interface ReferenceDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly expiryTimer: ExpiryTimer;
  readonly now: () => number;
  /** Logs a failure that stops nothing. */
  readonly warn: (message: string, error: unknown) => void;
}

/** The state that decides about references; the same for all documents. */
export function currentState({
  profiles,
  tokenService,
  now,
}: ReferenceDeps): Omit<ReferenceState, 'mayHaveClient'> {
  const { profile, token } = tokenService.status;
  const instant = now();
  const inherited = process.env[tokenVariable];
  const own = token && isLive(token, instant) ? token.value : undefined;
  return {
    profiles: profiles.all,
    profile,
    token,
    now: instant,
    warnMilliseconds: warnMinutes() * 60_000,
    sharing: {
      isTrusted: vscode.workspace.isTrusted,
      withExtensions: isSharedWithExtensions(),
      withTerminals: isSharedWithTerminals(),
    },
    sendsWithRestClient: sendsWithRestClient(),
    renewsAtSending: sendsWithHttpYac() && renewMode() === 'whileInUse',
    isSetByOthers: inherited !== undefined && inherited !== '' && inherited !== own,
  };
}

const isInstalled = (id: string) => vscode.extensions.getExtension(id) !== undefined;

/** Whether REST Client sends the requests, and does not have a variable of that name itself. */
function sendsWithRestClient(): boolean {
  const chosen = headerClient();
  const isChosen = chosen === 'restClient' || (chosen === 'auto' && !isInstalled(httpYacId));
  if (!isChosen || !isInstalled(restClientId)) return false;
  const own: unknown = vscode.workspace.getConfiguration('rest-client').get('environmentVariables');
  return own === undefined || !JSON.stringify(own).includes(tokenVariable);
}

/** Whether httpYac sends the requests and asks us for the token when it does. */
function sendsWithHttpYac(): boolean {
  return isInstalled(httpYacId) && headerClient() !== 'restClient' && !isInstalled(restClientId);
}
