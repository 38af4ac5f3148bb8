import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { isLoopback } from '../../core/profile';
import type { Sandbox } from '../../sandbox/index';
import type { CommandRegistry } from '../../ui/commands';
import { setContextKey } from '../../ui/contextKeys';
import { commands, contextKeys } from '../../ui/ids';
import { showInformation } from '../../ui/notifications';
import type { ProfileStore } from '../../vault/profileStore';
import type { TokenKeeper } from '../../vault/tokenKeeper';

/** The name of the sandbox's profile (DESIGN §2: fixed). */
const profileName = 'Sandbox';

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
  const { profiles } = rooms;
  let starting: Promise<Sandbox> | undefined;

  const start = async () => {
    refuseToReplaceOwnProfile(profiles);
    starting ??= startSandbox();
    try {
      const sandbox = await starting;
      await activateProfile(rooms, sandbox);
      setContextKey(contextKeys.sandboxRuns, true);
      return sandbox;
    } catch (error) {
      starting = undefined;
      throw error;
    }
  };

  const stop = async () => {
    const sandbox = await starting;
    starting = undefined;
    setContextKey(contextKeys.sandboxRuns, false);
    if (!sandbox) return;
    await sandbox.stop();
    const profile = profiles.byName(profileName);
    if (profile?.origin !== sandbox.origin) return;
    await rooms.keeper.forget(profile);
    await profiles.remove(profile);
  };

  return {
    commands: vscode.Disposable.from(
      registry.register(commands.startSandbox, () => async argument => {
        const isRunning = starting !== undefined;
        const { origin, customerId, clientId } = await start();
        if (!argument) void tell(origin, isRunning);
        return { name: profileName, origin, customerId, clientId };
      }),
      registry.register(commands.stopSandbox, () => stop),
    ),
    stop,
  };
}

/** Loaded at first use: most people start it once. */
async function startSandbox(): Promise<Sandbox> {
  const bundle = await import('../../sandbox/index');
  return bundle.startSandbox();
}

async function activateProfile({ profiles, keeper, mask }: Rooms, sandbox: Sandbox): Promise<void> {
  const { origin, customerId, clientId, clientSecret } = sandbox;
  mask(clientSecret);
  const values = { name: profileName, origin, customerId, clientId };
  const existing = profiles.byName(profileName);
  if (!existing) {
    await profiles.add(values, clientSecret);
  } else if (existing.origin === origin && existing.customerId === customerId) {
    await profiles.switchTo(existing);
  } else {
    await keeper.forget(existing);
    await profiles.update({ ...values, id: existing.id }, clientSecret, true);
  }
}

/** A profile of that name that leads elsewhere is the user's own: nothing of it is replaced. */
function refuseToReplaceOwnProfile(profiles: ProfileStore): void {
  const existing = profiles.byName(profileName);
  if (!existing || isLoopback(new URL(existing.origin).hostname)) return;
  throw new Problem(
    'invalidInput',
    t('There is a profile “{0}” that leads to {1}.', existing.name, new URL(existing.origin).host),
    t('Rename it, then start the sandbox.'),
  );
}

function tell(origin: string, isRunning: boolean): Promise<void> {
  return showInformation(
    isRunning
      ? t('The sandbox runs already, at {0}; its profile is the active one.', origin)
      : t('A Hosted Login service for trying things out runs at {0}, until this window closes.', origin),
    { title: t('Request Access Token…'), command: commands.requestToken },
    { title: t('Open Example Requests'), command: commands.openExample },
  );
}
