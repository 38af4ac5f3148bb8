import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import type { TokenService } from '../../tokens/tokenService';
import { commands, statusBarId } from '../../ui/ids';
import { warnMinutes } from '../../ui/settings';
import { StatusItem } from '../../ui/statusItem';
import { createTrustedMarkdown } from '../../ui/text/trustedMarkdown';
import { type StatusBarView, statusBarView } from './view';

interface StatusBarDeps {
  readonly tokenService: TokenService;
  readonly expiryTimer: ExpiryTimer;
  readonly now: () => number;
  /** What a resource of the profile is called, where that is known. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
}

/** The countdown in the status bar: redrawn at each tick, written to VS Code only when something reads differently. */
export function registerStatusBar({
  tokenService,
  expiryTimer,
  now,
  titleOf,
}: StatusBarDeps): vscode.Disposable {
  let item: StatusItem | undefined;
  let shown = 'undefined';

  const draw = () => {
    const view = statusBarView(tokenService.status, now(), warnMinutes(), titleOf);
    const written = JSON.stringify(view);
    if (written === shown) return;
    shown = written;
    if (!view) {
      item?.hide();
      return;
    }
    item ??= new StatusItem(statusBarId, commands.showTokenMenu);
    item.show({ ...view, tooltip: tooltip(view) });
  };

  const ticks = expiryTimer.onDidChangeTimeLeft(draw);
  return new vscode.Disposable(() => {
    ticks.dispose();
    item?.dispose();
  });
}

function tooltip({ tooltip: [headline = '', ...sentences], offers }: StatusBarView): vscode.MarkdownString {
  return createTrustedMarkdown(
    headline,
    sentences,
    {
      nothingGranted: [request(), switchProfile(), forget()],
      token: [renew(), copy(), insert(), switchProfile(), forget()],
      expired: [renew(), switchProfile(), forget()],
      noToken: [request(), switchProfile()],
      nothing: [],
    }[offers],
  );
}

const request = () => ({ title: t('Request'), command: commands.requestToken });
const renew = () => ({ title: t('Renew'), command: commands.renewToken });
const copy = () => ({ title: t('Copy'), command: commands.copyToken });
const insert = () => ({ title: t('Insert'), command: commands.insertAuthorizationHeader });
const switchProfile = () => ({ title: t('Switch Profile'), command: commands.switchProfile });
const forget = () => ({ title: t('Forget'), command: commands.forgetToken });
