import * as vscode from 'vscode';
import { isLive } from '../../core/accessToken';
import type { ReferenceState } from '../../core/referenceFindings';
import { httpYacId, restClientId, tokenVariable } from '../../ui/ids';
import {
  headerClient,
  isSharedWithExtensions,
  isSharedWithTerminals,
  renewMode,
  warnMinutes,
} from '../../ui/settings';
import type { Countdown } from '../../vault/countdown';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/** What the findings and hovers of references read. */
export interface ReferenceRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly countdown: Countdown;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
}

/** What decides about references at this moment; the same for all documents. */
export function stateNow({ profiles, keeper, now }: ReferenceRooms): Omit<ReferenceState, 'mayHaveClient'> {
  const { profile, token } = keeper.status;
  const instant = now();
  const held = process.env[tokenVariable];
  const ours = token && isLive(token, instant) ? token.value : undefined;
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
    isSetByOthers: held !== undefined && held !== '' && held !== ours,
  };
}

const isHere = (id: string) => vscode.extensions.getExtension(id) !== undefined;

/** Whether REST Client is here, and no other client in its place; and has no variable of the name itself. */
function sendsWithRestClient(): boolean {
  const chosen = headerClient();
  const isChosen = chosen === 'restClient' || (chosen === 'auto' && !isHere(httpYacId));
  if (!isChosen || !isHere(restClientId)) return false;
  const own: unknown = vscode.workspace.getConfiguration('rest-client').get('environmentVariables');
  return own === undefined || !JSON.stringify(own).includes(tokenVariable);
}

/** Whether httpYac is here, which asks us for the token when it sends, and not REST Client in its place. */
function sendsWithHttpYac(): boolean {
  return isHere(httpYacId) && headerClient() !== 'restClient' && !isHere(restClientId);
}
