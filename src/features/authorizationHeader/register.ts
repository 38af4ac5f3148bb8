import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { setContextKey } from '../../ui/contextKeys';
import { dialectOf, httpFiles } from '../../ui/httpFiles';
import { commands, contextKeys } from '../../ui/ids';
import { whenOpened } from '../../ui/whenOpened';
import type { HeaderRooms } from './commands';

/** The commands, and the completion of the header's value. */
export function registerAuthorizationHeader(
  registry: CommandRegistry,
  ports: Omit<HeaderRooms, 'inserted'>,
): vscode.Disposable {
  const inserted = () => {
    setContextKey(contextKeys.headerInserted, true);
  };
  const rooms: HeaderRooms = { ...ports, inserted };
  const late = () => import('./commands');
  return vscode.Disposable.from(
    registry.register(commands.insertAuthorizationHeader, async () =>
      (await late()).insertAuthorizationHeader(rooms),
    ),
    registry.register(commands.removeAuthorizationHeader, async () =>
      (await late()).removeAuthorizationHeader(),
    ),
    registry.register(commands.copyAuthorizationAs, async () =>
      (await import('./copyAs')).copyAuthorizationAs(rooms),
    ),
    registry.registerInternal(commands.authorizeRequest, async (uri, line) => {
      if (uri instanceof vscode.Uri && typeof line === 'number') {
        await (await late()).authorizeRequest(rooms, uri, line);
      }
    }),
    whenOpened(
      document => dialectOf(document) !== undefined,
      () =>
        vscode.languages.registerCompletionItemProvider(
          httpFiles,
          {
            provideCompletionItems: async (document, position) =>
              (await import('./completion')).completionsAt(document, position, rooms.profiles.active),
          },
          ...[':', ' ', '{'],
        ),
    ),
  );
}
