import * as vscode from 'vscode';
import { type AccessToken, isLive, outlivesRequest } from '../../core/accessToken';
import { coveringToken } from '../../core/coveringToken';
import { grantWarning } from '../../core/grantWarning';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { checkedScope } from '../../core/requestableScope';
import { describeScopeList, missingScopes } from '../../core/scope';
import { commands } from '../../ui/ids';
import { showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import type { TokenKeeper } from '../../vault/tokenKeeper';

interface Rooms {
  readonly keeper: TokenKeeper;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Makes a live token the active one of the active profile: the active one where it will do, else another live one, else
 * the active one renewed, else a new one. With a scope it covers that; a person is asked before a new one is requested,
 * code gets the narrowest. Rejects with a `Problem`.
 * @param fileScope the narrowest for all requests of the file
 */
export async function makeSureOfToken(
  rooms: Rooms,
  profile: Profile,
  scope: string | undefined,
  fileScope: string,
  isCalledByCode: boolean,
): Promise<AccessToken> {
  const { keeper } = rooms;
  const covers = ({ grantedScope }: AccessToken) =>
    scope === undefined || missingScopes(scope, grantedScope).length === 0;
  const active = keeper.status.token;
  if (active && covers(active) && outlivesRequest(active, rooms.now())) {
    keeper.uses.note(profile, active);
    return active;
  }
  const other = scope === undefined ? undefined : await liveToken(rooms, profile, scope);
  if (other) {
    await keeper.use(profile, other);
    return other;
  }
  const token =
    active && covers(active)
      ? await request(rooms, profile, active.requestedScope, isCalledByCode)
      : await newToken(rooms, profile, scope, fileScope, isCalledByCode);
  const warning = isCalledByCode ? undefined : grantWarning(token);
  if (token.grantedScope !== '' && covers(token)) {
    if (warning !== undefined) void showWarning(warning);
    return token;
  }
  throw new Problem(
    'nothingGranted',
    t(
      'This request needs {0}, which the access token does not allow. It was not sent.',
      plainText(scope ?? ''),
    ),
    t('Add it to allowedScopes of the token policy of this client, or use another profile.'),
  );
}

async function liveToken(
  { keeper, now }: Rooms,
  profile: Profile,
  scope: string,
): Promise<AccessToken | undefined> {
  const live = await keeper.live(profile);
  return coveringToken(
    scope,
    live.filter(token => outlivesRequest(token, now())),
    now(),
  );
}

async function newToken(
  rooms: Rooms,
  profile: Profile,
  scope: string | undefined,
  fileScope: string,
  isCalledByCode: boolean,
): Promise<AccessToken> {
  if (scope === undefined && isCalledByCode) {
    throw new Problem(
      'noToken',
      t('“{0}” has no live access token.', profile.name),
      t('Request an access token first.'),
    );
  }
  const chosen = scope === undefined || isCalledByCode ? scope : await askForScope(profile, scope, fileScope);
  if (chosen !== undefined) return request(rooms, profile, checkedScope(chosen), isCalledByCode);
  await vscode.commands.executeCommand(commands.requestToken);
  const { token, profile: owner } = rooms.keeper.status;
  // The command has told why there is none, or was cancelled.
  if (!token || owner?.id !== profile.id || !isLive(token, rooms.now())) throw cancelled();
  return token;
}

interface ScopeItem extends PickItem {
  readonly scope: string | undefined;
}

/**
 * The one question: the scope to request, exactly this one or that of the whole file; undefined for another one.
 * Rejects as cancelled on Escape.
 */
async function askForScope({ name }: Profile, scope: string, fileScope: string): Promise<string | undefined> {
  const words = (each: string) => describeScopeList(each).join('; ');
  const exactly: ScopeItem = {
    icon: 'key',
    label: t('Request: {0}', words(scope)),
    description: scope,
    scope,
  };
  const forFile: ScopeItem = {
    icon: 'files',
    label: t('Request for all requests of this file: {0}', words(fileScope)),
    description: fileScope,
    scope: fileScope,
  };
  const another: ScopeItem = {
    icon: 'list-unordered',
    label: t('Choose Another Scope…'),
    scope: undefined,
  };
  const isWider = fileScope !== '' && missingScopes(fileScope, scope).length > 0;
  const choice = await askPick({
    title: t('Send with Fresh Token: {0}', name),
    placeholder: t('No live token allows this request'),
    items: isWider ? [exactly, forFile, another] : [exactly, another],
  });
  if (typeof choice === 'symbol') throw cancelled();
  return choice.scope;
}

function request(
  { keeper }: Rooms,
  profile: Profile,
  scope: string,
  isCalledByCode: boolean,
): Promise<AccessToken> {
  const title = isCalledByCode ? undefined : t('Requesting an access token for “{0}”…', profile.name);
  return withProgress(title, signal => keeper.request(profile, scope, signal));
}
