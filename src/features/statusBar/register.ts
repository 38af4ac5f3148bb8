// Shows the countdown in the status bar.
import * as vscode from 'vscode';
import type { Clock } from '../../core/common/clock';
import type { Profile } from '../../core/profile/profile';
import type { ResourceKey } from '../../core/resources/resource';
import type { ExpiryTimer } from '../../tokens/expiryTimer';
import type { TokenService } from '../../tokens/tokenService';
import { commands, statusBarId } from '../../ui/ids';
import { warnMinutes } from '../../ui/settings';
import { StatusItem } from '../../ui/statusItem';
import { type StatusBarView, statusBarView } from './statusBarView';
import type * as Tooltip from './tooltip';

interface StatusBarDeps extends Clock {
  readonly tokenService: TokenService;
  readonly expiryTimer: ExpiryTimer;
  /** The title of a resource of the profile, if it is known. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * Until the tooltip gets its links, in ms: VS Code parses its Markdown in the extension host, where all extensions start at
 * the same time.
 */
const tooltipDelay = 2_000;

/** The countdown in the status bar: updated at each tick, sent to VS Code only if it changed. */
export function registerStatusBar(deps: StatusBarDeps): vscode.Disposable {
  const { tokenService, expiryTimer, now, after, titleOf, warn } = deps;
  let item: StatusItem | undefined;
  let shown = 'undefined';
  let loaded: typeof Tooltip | undefined;
  let cancelLoading: (() => void) | undefined;

  const load = () => {
    import('./tooltip').then(
      module => {
        loaded = module;
        draw();
      },
      (error: unknown) => {
        warn('The tooltip could not be loaded', error);
      },
    );
  };
  const draw = () => {
    const { status } = tokenService;
    const view = statusBarView(status, now(), warnMinutes());
    const sentences = view && sentencesOf(view, status.profile);
    const written = JSON.stringify([view, sentences, loaded !== undefined]);
    if (written === shown) return;
    shown = written;
    if (!view || !sentences) {
      item?.hide();
      return;
    }
    item ??= new StatusItem(statusBarId, commands.showTokenMenu);
    item.show({ ...view, tooltip: loaded?.statusBarTooltip(view, sentences) ?? sentences.join('\n') });
    cancelLoading ??= after(tooltipDelay, load);
  };
  const sentencesOf = (view: StatusBarView, profile: Profile | undefined) =>
    loaded?.tooltipSentences(view, key => profile && titleOf(profile, key)) ?? [
      ...view.tooltip,
      ...(view.more ?? []),
    ];

  const ticks = expiryTimer.onDidChangeTimeLeft(draw);
  return new vscode.Disposable(() => {
    ticks.dispose();
    cancelLoading?.();
    item?.dispose();
  });
}
