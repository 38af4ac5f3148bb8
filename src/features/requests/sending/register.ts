// Registers sending: the command, its lens, and the hooks in httpYac.
import * as vscode from 'vscode';
import type { Event } from '../../../core/common/event';
import { isLive } from '../../../core/tokens/accessToken';
import type { ExpiryTimer } from '../../../tokens/expiryTimer';
import type { CommandRegistry } from '../../../ui/commands/commandRegistry';
import { onceDocumentOpened } from '../../../ui/documents/onceDocumentOpened';
import { commands, httpYacId, tokenVariable } from '../../../ui/ids';
import { isRequestFile, registerRequestCodeLenses } from '../../../ui/requestFiles/requestCodeLenses';
import type { HttpYacIntegration } from './httpyacIntegration';
import type { SendingDeps } from './requestToSend';

interface RegisterDeps extends SendingDeps {
  readonly expiryTimer: ExpiryTimer;
}

/** Fires when another token is active, or the active one ended. */
function activeTokenChanges({ tokenService, expiryTimer, now }: RegisterDeps): Event<void> {
  return listener => {
    let live: string | undefined;
    return expiryTimer.onDidChangeTimeLeft(() => {
      const { token } = tokenService.status;
      const before = live;
      live = token && isLive(token, now()) ? token.value : undefined;
      if (live !== before) listener();
    });
  };
}

/** The command and the lens that send with a fresh token, and the hooks in httpYac. */
export function registerSending(registry: CommandRegistry, deps: RegisterDeps): vscode.Disposable {
  let hooks: Promise<HttpYacIntegration> | undefined;
  const hookHttpYac = async () => {
    if (!vscode.extensions.getExtension(httpYacId)) return () => false;
    hooks ??= import('./httpyacIntegration').then(loaded => new loaded.HttpYacIntegration(deps));
    const own = await hooks;
    await own.hook();
    return () => own.isAsked;
  };
  const sendDeps = { ...deps, hookHttpYac };
  return vscode.Disposable.from(
    registry.register(commands.send, async () => (await import('./send')).send(sendDeps)),
    registry.registerInternal(commands.sendRequest, async (uri, lens) => {
      if (uri instanceof vscode.Uri) await (await import('./send')).sendRequest(sendDeps, uri, lens);
    }),
    registerRequestCodeLenses(
      deps.profiles,
      [deps.tokenService.onDidChangeTokens, activeTokenChanges(deps)],
      async (...asked) => (await import('./codeLens')).sendLenses(deps.tokenService, ...asked),
    ),
    // The first of these files also activates httpYac, which goes by the language alone.
    onceDocumentOpened(isRequestFile, () => {
      void hookHttpYac();
      return vscode.extensions.onDidChange(hookHttpYac);
    }),
    // httpYac also sends files that are not open: its tests.
    deps.expiryTimer.onDidChangeTimeLeft(() => {
      if (process.env[tokenVariable]) void hookHttpYac();
    }),
    new vscode.Disposable(() => {
      void hooks?.then(each => {
        each.dispose();
      });
    }),
  );
}
