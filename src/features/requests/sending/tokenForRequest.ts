// Gets a token that allows the request to send, and makes it the active one.
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { plainText } from '../../../core/masking/redaction';
import type { Profile } from '../../../core/profile/profile';
import { missingScopes } from '../../../core/scopes/compareScopes';
import { describeScopeList } from '../../../core/scopes/describeScope';
import { validateScope } from '../../../core/scopes/validateScope';
import { type AccessToken, isLive } from '../../../core/tokens/accessToken';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { askPick, cancelled, type PickItem } from '../../../ui/quickInput';
import { warnOfGrant } from '../../../ui/warnOfGrant';
import type { SendingDeps } from './requestToSend';

/**
 * Makes a token that covers the scope active (`TokenService.acquire`, with a live one if there is one). Asks the user for the
 * scope of a new one if `isInteractive`. Rejects with a `Problem`.
 * @param scope the narrowest for the request; undefined if any token will do
 * @param fileScope the narrowest for all requests of the file
 */
export async function ensureToken(
  { tokenService, now }: SendingDeps,
  profile: Profile,
  scope: string | undefined,
  fileScope: string,
  isInteractive: boolean,
): Promise<AccessToken> {
  const usable = await tokenService.findUsable(profile, scope);
  const wanted = usable
    ? (scope ?? usable.requestedScope)
    : await chooseScope(profile, scope, fileScope, isInteractive);
  if (wanted === undefined) {
    await runCommand(commands.requestToken);
    const { token, profile: owner } = tokenService.status;
    // The command has shown the reason.
    if (!token || owner?.id !== profile.id || !isLive(token, now())) throw cancelled();
    return assertCovers(token, scope);
  }
  const token = await tokenService.acquire({
    profile,
    scope: wanted,
    reuse: true,
    activate: true,
    interactive: isInteractive,
  });
  assertCovers(token, scope);
  if (isInteractive && usable !== token) warnOfGrant(token);
  return token;
}

function assertCovers(token: AccessToken, scope: string | undefined): AccessToken {
  if (token.grantedScope !== '' && missingScopes(scope ?? '', token.grantedScope).length === 0) return token;
  throw new Problem(
    'nothingGranted',
    t(
      'This request needs {0}, which the access token does not allow. It was not sent.',
      plainText(scope ?? ''),
    ),
    t('Add it to allowedScopes of the token policy of this client, or use another profile.'),
  );
}

/** The scope of a new token. Undefined if the user wants to choose another one. */
async function chooseScope(
  profile: Profile,
  scope: string | undefined,
  fileScope: string,
  isInteractive: boolean,
): Promise<string | undefined> {
  if (isInteractive) return scope === undefined ? undefined : askForScope(profile, scope, fileScope);
  if (scope !== undefined) return validateScope(scope);
  throw new Problem(
    'noToken',
    t('“{0}” has no live access token.', profile.name),
    t('Request an access token first.'),
  );
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
    label: t('Request for the whole file: {0}', words(fileScope)),
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
  return choice.scope === undefined ? undefined : validateScope(choice.scope);
}
