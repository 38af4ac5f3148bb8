import { revokeToken as revokeAtService } from '../../api/revocation';
import type { AccessToken } from '../../core/accessToken';
import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { showProblem, tellBriefly } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { Args, type TokenRooms } from './commands';
import { revokeAndForget } from './revocations';
import { serviceClient } from './serviceClient';
import { askWhichTokens } from './whichTokens';

/** The command of the contract: ends tokens at the service, then forgets them. A person says which, where there are several. */
export function revokeToken(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    if (args) await withProgress(undefined, signal => revoke(rooms, profile, args.scope, signal));
    else await revokeAsPerson(rooms, profile);
  });
}

async function revokeAsPerson(rooms: TokenRooms, profile: Profile): Promise<void> {
  const live = await rooms.keeper.live(profile);
  const { scope, isOne } = await askWhichTokens(rooms, profile, live, {
    title: t('Revoke Access Token: {0}', profile.name),
    all: t('All {0} access tokens of “{1}”', live.length, profile.name),
    detail: t('Which one to revoke? It ends at once, wherever it is in use.'),
  });
  const title = isOne
    ? t('Revoking the access token of “{0}”…', profile.name)
    : t('Revoking the access tokens of “{0}”…', profile.name);
  try {
    await withProgress(title, signal => revoke(rooms, profile, scope, signal));
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled' || error.kind === 'noToken') throw error;
    rooms.warn(commands.revokeToken, error);
    const argument = { profile: profile.name, ...(scope !== undefined && { scope }) };
    await showProblem(error, { title: t('Forget'), command: commands.forgetToken, argument });
    return;
  }
  tellBriefly(t('Revoked and forgotten'));
}

async function revoke(
  rooms: TokenRooms,
  asked: Profile,
  scope: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { keeper, send, mask, warn } = rooms;
  const { profile, client } = await serviceClient(rooms, asked);
  const end = async ({ value }: AccessToken) => {
    mask(value);
    await revokeAtService(send, profile, client, value, signal);
    keeper.tellRevoked(value);
  };
  await revokeAndForget({ keeper, revoke: end, warn }, profile, scope);
}
