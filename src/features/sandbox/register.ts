import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { CommandRegistry } from '../../ui/commands';
import { setContextKey } from '../../ui/contextKeys';
import { commands, contextKeys } from '../../ui/ids';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import type { RunningSandbox } from './running';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly mask: (secret: string) => void;
}

/** Start and stop the Hosted Login service inside the extension. `stop` ends it together with its profile. */
export function registerSandbox(
  registry: CommandRegistry,
  rooms: Rooms,
): { readonly commands: vscode.Disposable; readonly stop: () => Promise<void> } {
  let running: RunningSandbox | undefined;
  // Loaded at first use: most people start it once.
  const load = async () => {
    const { RunningSandbox } = await import('./running');
    running ??= new RunningSandbox({
      ...rooms,
      startService: async () => (await import('../../sandbox/index')).startSandbox(),
      tell: runs => {
        setContextKey(contextKeys.sandboxRuns, runs);
      },
    });
    return running;
  };
  const stop = async () => running?.stop();
  return {
    commands: vscode.Disposable.from(
      registry.register(commands.startSandbox, () => async argument => {
        const { profile, isNew } = await (await load()).start();
        const { name, origin, customerId, clientId } = profile;
        if (!argument) void tell(origin, !isNew);
        return { name, origin, customerId, clientId };
      }),
      registry.register(commands.stopSandbox, () => stop),
    ),
    stop,
  };
}

async function tell(origin: string, isRunning: boolean): Promise<void> {
  const { showInformation } = await import('../../ui/notifications');
  await showInformation(
    isRunning
      ? t('The sandbox runs already, at {0}; its profile is the active one.', origin)
      : t('A Hosted Login service for trying things out runs at {0}, until this window closes.', origin),
    { title: t('Request Access Token…'), command: commands.requestToken },
    { title: t('Open Example Requests'), command: commands.openExample },
  );
}
