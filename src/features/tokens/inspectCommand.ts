import { introspectToken } from '../../api/token/introspection';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import { isLive } from '../../core/tokens/accessToken';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { commands } from '../../ui/ids';
import { showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { TokenArgs } from './commands';
import { type TokenDeps } from './deps';
import { inspectedToken, inspectionText } from './inspectView';
import { readProfileClient } from './profileClient';

/** What the command shows: one document for each profile. */
export function createInspectionDocuments(): ReadOnlyDocuments {
  return new ReadOnlyDocuments('hosted-login-token');
}

/** What the service says about a token (contract); shown to the user in a document. */
export function inspectToken(deps: TokenDeps, getDocuments: () => ReadOnlyDocuments): Command {
  return defineCommand(TokenArgs, async args => {
    const profile = deps.profiles.get(args?.profile);
    const title = args ? undefined : t('Inspecting the access token of “{0}”…', profile.name);
    const { inspected, isLost } = await withProgress(title, signal =>
      inspect(deps, profile, args?.scope, signal),
    );
    if (args) return inspected;
    const tab = `${t('Access Token of {0}', profile.name)}.txt`;
    await getDocuments().show(tab, profile.id, inspectionText(inspected, deps.now()));
    if (isLost) {
      void showWarning(t('The service no longer accepts the access token of “{0}”.', profile.name), {
        title: t('Renew'),
        command: commands.renewToken,
      });
    }
    return undefined;
  });
}

/** `isLost`: the service does not accept a token that should be live. */
async function inspect(deps: TokenDeps, asked: Profile, scope: string | undefined, signal: AbortSignal) {
  const { profile, client } = await readProfileClient(deps, asked);
  const token = await deps.tokenService.find(profile, scope);
  deps.mask(token.value);
  const introspection = await introspectToken(deps.send, profile, client, token.value, signal);
  const now = deps.now();
  return {
    inspected: inspectedToken(profile, token, introspection, now, key => deps.titleOf(profile, key)),
    isLost: !introspection.isActive && isLive(token, now),
  };
}
