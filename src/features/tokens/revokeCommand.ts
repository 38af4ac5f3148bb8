import { revokeToken as revokeAtService } from '../../api/token/revocation';
import { t } from '../../core/common/l10n';
import { isProblem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import type { AccessToken } from '../../core/tokens/accessToken';
import { commandLink } from '../../ui/commands/commandLink';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { commands } from '../../ui/ids';
import { showProblem, showStatusBarMessage } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { TokenArgs } from './commands';
import { type TokenDeps } from './deps';
import { readProfileClient } from './profileClient';
import { revokeAndForget } from './revocations';
import { askWhichTokens } from './tokenPicker';

/** Revokes tokens at the service, then forgets them (contract). Asks the user which, if there are several. */
export function revokeToken(deps: TokenDeps): Command {
  return defineCommand(TokenArgs, async args => {
    const profile = deps.profiles.get(args?.profile);
    if (args) await withProgress(undefined, signal => revoke(deps, profile, args.scope, signal));
    else await revokeInteractively(deps, profile);
  });
}

async function revokeInteractively(deps: TokenDeps, profile: Profile): Promise<void> {
  const live = await deps.tokenService.listLive(profile);
  const { scope, isOne } = await askWhichTokens(deps, profile, live, {
    title: t('Revoke Access Token: {0}', profile.name),
    all: t('All {0} access tokens of “{1}”', live.length, profile.name),
    detail: t('Which one do you want to revoke? It stops working at once, wherever it is in use.'),
  });
  const title = isOne
    ? t('Revoking the access token of “{0}”…', profile.name)
    : t('Revoking the access tokens of “{0}”…', profile.name);
  try {
    await withProgress(title, signal => revoke(deps, profile, scope, signal));
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled' || error.kind === 'noToken') throw error;
    const options = { profile: profile.name, ...(scope !== undefined && { scope }) };
    await showProblem(
      deps.problemOf(commands.revokeToken, error),
      commandLink(t('Forget'), commands.forgetToken, options),
    );
    return;
  }
  showStatusBarMessage(t('Revoked and forgotten'));
}

async function revoke(
  deps: TokenDeps,
  asked: Profile,
  scope: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { tokenService, send, mask, warn } = deps;
  const { profile, client } = await readProfileClient(deps, asked);
  const end = async ({ value }: AccessToken) => {
    mask(value);
    await revokeAtService(send, profile, client, value, signal);
    tokenService.notifyRevoked(value);
  };
  await revokeAndForget({ tokenService, revoke: end, warn }, profile, scope);
}
