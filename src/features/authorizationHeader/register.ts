import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { setContextKey } from '../../ui/contextKeys';
import { dialectOf, httpFiles } from '../../ui/httpFiles';
import { commands, contextKeys } from '../../ui/ids';
import { whenOpened } from '../../ui/whenOpened';
import type { HeaderRooms } from './commands';

/** The commands, and the lens above requests without a header. */
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
      () => registerLens(rooms),
    ),
  );
}

function registerLens({ profiles }: HeaderRooms): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    profiles.onDidChange(() => {
      changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(httpFiles, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async document => {
        const { active } = profiles;
        return active ? (await import('./codeLens')).authorizeLenses(document, active) : [];
      },
    }),
  );
}
