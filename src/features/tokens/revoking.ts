import * as vscode from 'vscode';
import { revokeToken as revokeAtService } from '../../api/revocation';
import { type AccessToken, isLive } from '../../core/accessToken';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { showProblem } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { cancelled } from '../../ui/quickInput';
import { Args, type TokenRooms } from './commands';
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
  const { length } = await liveTokens(rooms, profile, undefined);
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
  void vscode.window.setStatusBarMessage(t('$(check) Revoked and forgotten'), 3000);
}

async function askToRevoke({ name }: Profile, count: number): Promise<void> {
  const yes = t('Revoke');
  const answer = await vscode.window.showWarningMessage(
    t('Revoke all {0} access tokens of “{1}”?', count, name),
    { modal: true, detail: t('They end at once, wherever they are in use.') },
    yes,
  );
  if (answer !== yes) throw cancelled();
}

/** One after the other, each forgotten as soon as it is revoked: what fails later leaves those that still live. */
async function revoke(
  rooms: TokenRooms,
  asked: Profile,
  scope: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { profile, client } = await serviceClient(rooms, asked);
  const tokens = await liveTokens(rooms, profile, scope);
  for (const [index, { value, requestedScope }] of tokens.entries()) {
    rooms.mask(value);
    try {
      await revokeAtService(rooms.send, profile, client, value, signal);
    } catch (error) {
      throw isProblem(error) ? notRevoked(error, profile, tokens, index) : error;
    }
    await rooms.keeper.forget(profile, requestedScope);
  }
  // Expired ones too, and such that are still under way.
  await rooms.keeper.forget(profile, scope);
}

/** Of the token of that scope, or of all: those that live. Rejects with `noToken` where there is none at all. */
async function liveTokens(
  { keeper, now }: TokenRooms,
  profile: Profile,
  scope: string | undefined,
): Promise<readonly AccessToken[]> {
  const token = await keeper.find(profile, scope);
  if (scope === undefined) return keeper.live(profile);
  return isLive(token, now()) ? [token] : [];
}

/** What became of the tokens when the one with that index was not revoked. */
function notRevoked(
  cause: Problem,
  { name }: Profile,
  tokens: readonly AccessToken[],
  index: number,
): Problem {
  if (cause.kind === 'cancelled') return cause;
  const rest = tokens.slice(index).map(({ requestedScope }) => plainText(requestedScope));
  const message =
    tokens.length === 1
      ? t('The access token of “{0}” was not revoked. {1}', name, cause.message)
      : t(
          '{0} of {1} access tokens of “{2}” were revoked, but not those for {3}. {4}',
          index,
          tokens.length,
          name,
          rest.join('; '),
          cause.message,
        );
  // That nothing was changed is not true any more after the first one.
  const nextStep = cause.kind === 'server' ? t('Try again later.') : cause.nextStep;
  return new Problem(cause.kind, message, nextStep, cause.detail);
}
