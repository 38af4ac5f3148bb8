import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { dialectOf } from '../../ui/httpFiles';
import { commands, httpYacId } from '../../ui/ids';
import { registerRequestLenses } from '../../ui/requestLenses';
import { whenOpened } from '../../ui/whenOpened';
import type { HttpYacHooks } from './httpyac';
import type { SendingRooms } from './send';

/** The command and the lens that send with a fresh token, and the hooks in httpYac. */
export function registerSending(registry: CommandRegistry, ports: SendingRooms): vscode.Disposable {
  let hooks: Promise<HttpYacHooks> | undefined;
  const hookHttpYac = async () => {
    if (!vscode.extensions.getExtension(httpYacId)) return () => false;
    hooks ??= import('./httpyac').then(late => new late.HttpYacHooks(ports));
    const own = await hooks;
    await own.hook();
    return () => own.isAsked;
  };
  const rooms = { ...ports, hookHttpYac };
  return vscode.Disposable.from(
    registry.register(commands.send, async () => (await import('./send')).send(rooms)),
    registry.registerInternal(commands.sendRequest, async (uri, lens) => {
      if (uri instanceof vscode.Uri) await (await import('./send')).sendRequest(rooms, uri, lens);
    }),
    registerRequestLenses(ports.profiles, async (document, active) =>
      (await import('./codeLens')).sendLenses(document, active),
    ),
    // httpYac itself begins with the first of these files.
    whenOpened(
      document => dialectOf(document) === 'http',
      () => {
        void hookHttpYac();
        return vscode.extensions.onDidChange(() => void hookHttpYac());
      },
    ),
    new vscode.Disposable(() => {
      void hooks?.then(each => {
        each.dispose();
      });
    }),
  );
}
