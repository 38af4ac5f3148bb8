import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { plainText } from '../../../core/common/redaction';
import type { Profile } from '../../../core/profile/profile';
import { describeScopeList, missingScopes } from '../../../core/scopes/scope';
import { validateScope } from '../../../core/scopes/validateScope';
import { type AccessToken, isLive, outlivesRequest } from '../../../core/tokens/accessToken';
import { findCoveringToken } from '../../../core/tokens/coveringToken';
import { grantWarning } from '../../../core/tokens/grantWarning';
import type { TokenService } from '../../../tokens/tokenService';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { showWarning } from '../../../ui/notifications';
import { withTokenProgress } from '../../../ui/progress';
import { askPick, cancelled, type PickItem } from '../../../ui/quickInput';

interface TokenChoiceDeps {
  readonly tokenService: TokenService;
  readonly now: () => number;
}

/**
 * Makes a live token that covers the scope active: the active one, another live one, the active one renewed, or a new
 * one, in this order. Asks the user for the scope of a new one if `isInteractive`. Rejects with a `Problem`.
 * @param scope the narrowest for the request; undefined if any token will do
 * @param fileScope the narrowest for all requests of the file
 */
export async function ensureToken(
  deps: TokenChoiceDeps,
  profile: Profile,
  scope: string | undefined,
  fileScope: string,
  isInteractive: boolean,
): Promise<AccessToken> {
  const { tokenService } = deps;
  const covers = ({ grantedScope }: AccessToken) =>
    scope === undefined || missingScopes(scope, grantedScope).length === 0;
  const active = tokenService.status.token;
  if (active && covers(active) && outlivesRequest(active, deps.now())) {
    tokenService.usage.record(profile, active);
    return active;
  }
  const other = scope === undefined ? undefined : await liveToken(deps, profile, scope);
  if (other) {
    await tokenService.activate(profile, other);
    return other;
  }
  const token =
    active && covers(active)
      ? await request(deps, profile, active.requestedScope, isInteractive)
      : await newToken(deps, profile, scope, fileScope, isInteractive);
  const warning = isInteractive ? grantWarning(token) : undefined;
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
  { tokenService, now }: TokenChoiceDeps,
  profile: Profile,
  scope: string,
): Promise<AccessToken | undefined> {
  const live = await tokenService.listLive(profile);
  return findCoveringToken(
    scope,
    live.filter(token => outlivesRequest(token, now())),
    now(),
  );
}

async function newToken(
  deps: TokenChoiceDeps,
  profile: Profile,
  scope: string | undefined,
  fileScope: string,
  isInteractive: boolean,
): Promise<AccessToken> {
  if (scope === undefined && !isInteractive) {
    throw new Problem(
      'noToken',
      t('“{0}” has no live access token.', profile.name),
      t('Request an access token first.'),
    );
  }
  const chosen = scope === undefined || !isInteractive ? scope : await askForScope(profile, scope, fileScope);
  if (chosen !== undefined) return request(deps, profile, validateScope(chosen), isInteractive);
  await runCommand(commands.requestToken);
  const { token, profile: owner } = deps.tokenService.status;
  // The command has shown the reason.
  if (!token || owner?.id !== profile.id || !isLive(token, deps.now())) throw cancelled();
  return token;
}

interface ScopeItem extends PickItem {
  readonly scope: string | undefined;
}

/** Asks for the scope to request. Undefined if the user wants to choose another one. Rejects with `cancelled`. */
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
  { tokenService }: TokenChoiceDeps,
  profile: Profile,
  scope: string,
  isInteractive: boolean,
): Promise<AccessToken> {
  return withTokenProgress(profile.name, isInteractive, signal =>
    tokenService.acquireAndActivate(profile, scope, signal),
  );
}
