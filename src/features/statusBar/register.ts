import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { commands, statusBarId } from '../../ui/ids';
import { escapeMarkdown } from '../../ui/markdown';
import { warnMinutes } from '../../ui/settings';
import type { Countdown } from '../../vault/countdown';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { type StatusBarView, statusBarView } from './view';

/** The countdown in the status bar: redrawn at each tick, written to VS Code only when something reads differently. */
export function registerStatusBar(
  keeper: TokenKeeper,
  countdown: Countdown,
  now: () => number,
): vscode.Disposable {
  let item: vscode.StatusBarItem | undefined;
  let shown = 'undefined';

  const draw = () => {
    const view = statusBarView(keeper.status, now(), warnMinutes());
    const written = JSON.stringify(view);
    if (written === shown) return;
    shown = written;
    if (!view) {
      item?.hide();
      return;
    }
    item ??= createItem();
    render(item, view);
  };

  const ticks = countdown.onDidTick(draw);
  return new vscode.Disposable(() => {
    ticks.dispose();
    item?.dispose();
  });
}

function createItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(statusBarId, vscode.StatusBarAlignment.Right, 100);
  item.name = 'Hosted Login';
  item.command = commands.showTokenMenu;
  return item;
}

function render(item: vscode.StatusBarItem, view: StatusBarView): void {
  item.text = view.text;
  item.tooltip = tooltip(view);
  item.accessibilityInformation = { label: view.label, role: 'button' };
  item.backgroundColor = view.isWarning
    ? new vscode.ThemeColor('statusBarItem.warningBackground')
    : undefined;
  item.show();
}

/** The sentences as text (a profile's name is no Markdown), then links to the commands named here and no others. */
function tooltip(view: StatusBarView): vscode.MarkdownString {
  const offers = {
    token: [renew(), copy(), insert(), switchProfile(), forget()],
    expired: [renew(), switchProfile(), forget()],
    noToken: [{ title: t('Request'), command: commands.requestToken }, switchProfile()],
    nothing: [],
  }[view.offers];
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.isTrusted = { enabledCommands: offers.map(({ command }) => command) };
  const [headline = '', ...sentences] = view.tooltip;
  markdown.appendMarkdown([`**${escapeMarkdown(headline)}**`, ...sentences.map(escapeMarkdown)].join('\n\n'));
  if (offers.length > 0) {
    const links = offers.map(({ title, command }) => `[${title}](command:${command})`).join(' · ');
    markdown.appendMarkdown(`\n\n---\n\n${links}`);
  }
  return markdown;
}

const renew = () => ({ title: t('Renew'), command: commands.renewToken });
const copy = () => ({ title: t('Copy'), command: commands.copyToken });
const insert = () => ({ title: t('Insert'), command: commands.insertAuthorizationHeader });
const switchProfile = () => ({ title: t('Switch Profile'), command: commands.switchProfile });
const forget = () => ({ title: t('Forget'), command: commands.forgetToken });
