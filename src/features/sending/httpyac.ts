import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { quoted } from '../../core/requestDoubts';
import { commands, httpYacId } from '../../ui/ids';
import { type Action, showWarning } from '../../ui/notifications';
import { isSharedWithExtensions, renewMode } from '../../ui/settings';
import { hookIntoHttpYac, type HookPorts } from './httpyacHooks';
import type { SendingRooms } from './send';
import { type SentTokens, tokensToSend } from './tokenToSend';

/** Keeps httpYac's extension hooked, also where it is installed later or comes back. */
export class HttpYacHooks implements vscode.Disposable {
  /** What takes the hooks back, for each exports object that was hooked into. */
  readonly #hooked = new Map<unknown, (() => void) | undefined>();
  readonly #ports: HookPorts;
  readonly #told = new Set<string>();
  #isDisposed = false;

  constructor(private readonly rooms: SendingRooms) {
    const { profiles, keeper, redact, warn } = rooms;
    this.#ports = {
      tokensFor: request =>
        tokensToSend(
          {
            ...rooms,
            isShared: isSharedWithExtensions,
            mayRenew: () => renewMode() === 'whileInUse',
          },
          request,
        ),
      refused: refusal => {
        this.#tell(refusal);
      },
      learnTokens: async () => {
        // The keeper tells of every token that it reads.
        await Promise.all(profiles.all.map(profile => keeper.live(profile)));
      },
      redact,
      warn,
    };
  }

  /** Activates httpYac, whose files these are, and hooks into it, once. Never rejects. */
  async hook(): Promise<void> {
    try {
      const exported: unknown = await vscode.extensions.getExtension<unknown>(httpYacId)?.activate();
      if (this.#isDisposed || this.#hooked.has(exported)) return;
      this.#hooked.set(exported, hookIntoHttpYac(exported, this.#ports));
    } catch (error) {
      this.rooms.warn('httpYac could not be hooked into', error);
    }
  }

  /** Once for each host: the next answer of the service says no more. */
  #tell({ host, reason }: NonNullable<SentTokens['refusal']>): void {
    const to = host === undefined ? t('an unknown host') : quoted(this.rooms.redact(host));
    const message =
      reason === undefined
        ? t('httpYac sends a request to {0} without an access token: it is the host of no profile.', to)
        : t('httpYac sends a request to {0} without an access token: {1}.', to, reason);
    if (this.#told.has(message)) return;
    this.#told.add(message);
    const add: readonly Action[] =
      reason === undefined ? [{ title: t('Add Profile…'), command: commands.addProfile }] : [];
    void showWarning(message, ...add);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const takeBack of this.#hooked.values()) takeBack?.();
    this.#hooked.clear();
  }
}
