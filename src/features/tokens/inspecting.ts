import { introspectToken } from '../../api/introspection';
import { isLive } from '../../core/accessToken';
import type { Disposable } from '../../core/emitter';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { ReadOnlyDocuments } from '../../ui/readOnlyDocuments';
import { Args, type TokenRooms } from './commands';
import { inspectedToken, inspectionText } from './inspectView';
import { serviceClient } from './serviceClient';

/** One for each profile. */
let documents: ReadOnlyDocuments | undefined;

/**
 * The command of the contract: what the service says about a token; for a person as a document.
 * `opened` takes what is to be disposed in the end.
 */
export function inspectToken(rooms: TokenRooms, opened: Disposable[]): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    const title = args ? undefined : t('Inspecting the access token of “{0}”…', profile.name);
    const { inspected, isLost } = await withProgress(title, signal =>
      inspect(rooms, profile, args?.scope, signal),
    );
    if (args) return inspected;
    if (!documents) opened.push((documents = new ReadOnlyDocuments('hosted-login-token')));
    const tab = `${t('Access Token of {0}', profile.name)}.txt`;
    await documents.show(tab, profile.id, inspectionText(inspected, rooms.now()));
    if (isLost) {
      void showWarning(t('The service does not accept the access token of “{0}” any more.', profile.name), {
        title: t('Renew'),
        command: commands.renewToken,
      });
    }
    return undefined;
  });
}

/** `isLost`: the service does not accept it, though by our count it lives. */
async function inspect(rooms: TokenRooms, asked: Profile, scope: string | undefined, signal: AbortSignal) {
  const { profile, client } = await serviceClient(rooms, asked);
  const token = await rooms.keeper.find(profile, scope);
  rooms.mask(token.value);
  const said = await introspectToken(rooms.send, profile, client, token.value, signal);
  const now = rooms.now();
  return {
    inspected: inspectedToken(profile, token, said, now, key => rooms.titleOf(profile, key)),
    isLost: !said.isActive && isLive(token, now),
  };
}
