import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import type { CommandLink } from '../../../ui/commands/commandLink';
import { commands, httpYacId } from '../../../ui/ids';
import { showWarning } from '../../../ui/notifications';
import { isSharedWithExtensions, renewMode } from '../../../ui/settings';
import { type Hooked, hookIntoHttpYac, type HookDeps } from './httpyacHooks';
import { refusalMessage } from './httpyacRefusal';
import { type SentTokens, tokensToSend } from './httpyacTokens';
import type { SendingDeps } from './requestToSend';

/** Keeps httpYac's extension hooked, also if it is installed or activated again later. */
export class HttpYacIntegration implements vscode.Disposable {
  /** By the exports object that was hooked into. */
  readonly #hooked = new Map<unknown, Hooked | undefined>();
  readonly #hookDeps: HookDeps;
  readonly #shown = new Set<string>();
  #hasFailed = false;
  #isDisposed = false;

  constructor(private readonly deps: SendingDeps) {
    const { profiles, tokenService, redact, warn } = deps;
    this.#hookDeps = {
      tokensFor: request =>
        tokensToSend(
          {
            ...deps,
            isShared: isSharedWithExtensions,
            mayRenew: () => renewMode() === 'whileInUse',
          },
          request,
        ),
      refused: refusal => {
        this.#warnOnce(refusal);
      },
      // Reading them makes the log mask them. The secret storage may have lost a secret.
      learnSecrets: async () => {
        const read = await Promise.allSettled(
          profiles.all.flatMap(profile => [
            tokenService.listLive(profile),
            profiles.readClientSecret(profile).catch(() => undefined),
          ]),
        );
        for (const each of read) if (each.status === 'rejected') throw each.reason;
      },
      redact,
      warn,
    };
  }

  /** Whether httpYac, as far as the last file that it read shows, asks us for a token whenever a request is sent. */
  get isAsked(): boolean {
    const [hooked] = [...this.#hooked.values()].slice(-1);
    return hooked?.isAsked() ?? false;
  }

  /** Activates httpYac, whose files these are, and hooks into it once. Never rejects. */
  async hook(): Promise<void> {
    try {
      const exported: unknown = await vscode.extensions.getExtension<unknown>(httpYacId)?.activate();
      if (this.#isDisposed || this.#hooked.has(exported)) return;
      this.#hooked.set(exported, hookIntoHttpYac(exported, this.#hookDeps));
    } catch (error) {
      // It is tried again with each tick of the token.
      if (!this.#hasFailed) this.deps.warn('httpYac could not be hooked into', error);
      this.#hasFailed = true;
    }
  }

  /** Once for each host: a second message would say the same. */
  #warnOnce(refusal: NonNullable<SentTokens['refusal']>): void {
    const message = refusalMessage(refusal, this.deps.redact);
    if (this.#shown.has(message)) return;
    this.#shown.add(message);
    const add: readonly CommandLink[] =
      refusal.reason === undefined ? [{ title: t('Add Profile…'), command: commands.addProfile }] : [];
    void showWarning(message, ...add);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const hooked of this.#hooked.values()) hooked?.takeBack();
    this.#hooked.clear();
  }
}
