import { revokeToken as revokeAtService } from '../../api/revocation';
import type { AccessToken } from '../../core/accessToken';
import { t } from '../../core/l10n';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { confirm, showProblem, tellBriefly } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { Args, type TokenRooms } from './commands';
import { revokeAndForget } from './revocations';
import { serviceClient } from './serviceClient';

/** The command of the contract: ends tokens at the service, then forgets them. A person revokes all of the profile. */
export function revokeToken(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    if (args) await withProgress(undefined, signal => revoke(rooms, profile, args.scope, signal));
    else await revokeAsPerson(rooms, profile);
  });
}

async function revokeAsPerson(rooms: TokenRooms, profile: Profile): Promise<void> {
  await rooms.keeper.find(profile);
  const { length } = await rooms.keeper.live(profile);
  if (length > 1) await askToRevoke(profile, length);
  const title =
    length === 1
      ? t('Revoking the access token of “{0}”…', profile.name)
      : t('Revoking the access tokens of “{0}”…', profile.name);
  try {
    await withProgress(title, signal => revoke(rooms, profile, undefined, signal));
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled' || error.kind === 'noToken') throw error;
    rooms.warn(commands.revokeToken, error);
    const argument = { profile: profile.name };
    await showProblem(error, { title: t('Forget'), command: commands.forgetToken, argument });
    return;
  }
  tellBriefly(t('Revoked and forgotten'));
}

async function askToRevoke({ name }: Profile, count: number): Promise<void> {
  await confirm(
    t('Revoke all {0} access tokens of “{1}”?', count, name),
    t('Revoke'),
    t('They end at once, wherever they are in use.'),
  );
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
