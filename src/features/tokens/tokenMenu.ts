import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import { summarizeScopes } from '../../core/scopes/describeScope';
import { type AccessToken, isLive } from '../../core/tokens/accessToken';
import type { PlainCommand } from '../../ui/commands/commandLink';
import { runCommand } from '../../ui/commands/runCommand';
import { commands, configurationViewId } from '../../ui/ids';
import { askPick, type PickItem } from '../../ui/quickInput';
import { detectDialect } from '../../ui/requestFiles/requestFileKind';
import { formatLocalTime, formatTimeLeft } from '../../ui/text/formatDuration';
import type { TokenDeps } from './deps';
import { activateToken } from './tokenActivation';

interface MenuItem extends PickItem {
  readonly run?: () => unknown;
}

/** The status bar item's command: requests a missing token, renews an expired one, or shows the menu of a live one. */
export async function showTokenMenu(deps: TokenDeps): Promise<void> {
  const { profile, token } = deps.tokenService.status;
  if (!profile || !token) {
    await runCommand(commands.requestToken);
    return;
  }
  const now = deps.now();
  if (!isLive(token, now)) {
    await runCommand(commands.renewToken);
    return;
  }
  const renew = item('refresh', t('Renew'), commands.renewToken, token.requestedScope);
  const can = describeAllowed(deps, profile, token) || t('It can do nothing: the service granted no scope.');
  const items: readonly MenuItem[] = [
    {
      ...item('info', can, commands.inspectToken),
      description: token.grantedScope,
      detail: t('Until {0} · Inspect Access Token', formatLocalTime(token.expiresAt, now)),
    },
    separator(t('access token')),
    renew,
    ...(isInRequestFile()
      ? [item('insert', t('Insert Authorization Header'), commands.insertAuthorizationHeader)]
      : []),
    item('copy', t('Copy Access Token'), commands.copyToken),
    item('trash', t('Forget Access Token'), commands.forgetToken),
    item('circle-slash', t('Revoke Access Token'), commands.revokeToken),
    separator(t('another one')),
    ...(await otherTokens(deps, profile, token.value)),
    item('key', t('Request Access Token…'), commands.requestToken),
    separator(t('profile')),
    item('list-tree', t('Show Configuration'), `${configurationViewId}.focus`),
    item('arrow-swap', t('Switch Profile…'), commands.switchProfile),
    item('edit', t('Edit Profile…'), commands.editProfile),
  ];
  const choice = await askPick({
    title: t('Hosted Login: {0}, {1} left', profile.name, formatTimeLeft(token.expiresAt - now)),
    placeholder: t('What to do'),
    items,
    active: renew,
  });
  await choice.run?.();
}

/** What a token may do; empty if it can do nothing. */
function describeAllowed({ titleOf }: TokenDeps, profile: Profile, { grantedScope }: AccessToken): string {
  return summarizeScopes(grantedScope, key => titleOf(profile, key));
}

/** The live tokens of the profile except the active one. */
async function otherTokens(deps: TokenDeps, profile: Profile, active: string): Promise<readonly MenuItem[]> {
  const live = await deps.tokenService.tryListLive(profile);
  return live
    .filter(({ value }) => value !== active)
    .map(token => ({
      icon: 'check',
      label: t('Use: {0}', describeAllowed(deps, profile, token) || t('a token that can do nothing')),
      description: t('live, {0} left', formatTimeLeft(token.expiresAt - deps.now())),
      run: () => activateToken(deps, profile, token.requestedScope),
    }));
}

function item(icon: string, label: string, command: PlainCommand, description = ''): MenuItem {
  return { icon, label, description, run: () => runCommand(command) };
}

function separator(label: string): MenuItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function isInRequestFile(): boolean {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && detectDialect(document) !== undefined;
}
