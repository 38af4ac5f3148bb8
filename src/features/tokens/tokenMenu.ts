import * as vscode from 'vscode';
import { isLive } from '../../core/accessToken';
import { t } from '../../core/l10n';
import { describeScopeList } from '../../core/scope';
import { dialectOf } from '../../ui/httpFiles';
import { type CommandId, commands } from '../../ui/ids';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import type { TokenStatus } from '../../vault/tokenKeeper';

interface MenuItem extends PickItem {
  readonly command: CommandId;
}

/**
 * What a click on the status bar item does: renews an expired token, requests one where there is none, and shows the
 * menu of a live one.
 */
export async function showTokenMenu({ profile, token }: TokenStatus, now: number): Promise<void> {
  if (!profile || !token) {
    await vscode.commands.executeCommand(commands.requestToken);
    return;
  }
  if (!isLive(token, now)) {
    await vscode.commands.executeCommand(commands.renewToken);
    return;
  }
  const items: MenuItem[] = [
    { icon: 'refresh', label: t('Renew'), description: token.requestedScope, command: commands.renewToken },
    ...(isInRequestFile()
      ? [
          {
            icon: 'insert',
            label: t('Insert Authorization Header'),
            command: commands.insertAuthorizationHeader,
          },
        ]
      : []),
    { icon: 'copy', label: t('Copy Access Token'), command: commands.copyToken },
    { icon: 'search', label: t('Inspect Access Token'), command: commands.inspectToken },
    { icon: 'key', label: t('Request Access Token…'), command: commands.requestToken },
    { icon: 'arrow-swap', label: t('Switch Profile…'), command: commands.switchProfile },
    { icon: 'trash', label: t('Forget Access Token'), command: commands.forgetToken },
    { icon: 'circle-slash', label: t('Revoke Access Token'), command: commands.revokeToken },
  ];
  const choice = await askPick({
    title: t('Hosted Login: {0}', profile.name),
    placeholder: describeScopeList(token.grantedScope).join('; '),
    items,
  });
  if (typeof choice === 'symbol') throw cancelled();
  await vscode.commands.executeCommand(choice.command);
}

function isInRequestFile(): boolean {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && dialectOf(document) !== undefined;
}
