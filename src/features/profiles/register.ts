import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { commands } from '../../ui/ids';
import type { ProfileDeps } from './commands';

/** Add, edit, switch and remove profiles. */
export function registerProfiles(
  registry: CommandRegistry,
  services: Omit<ProfileDeps, 'unfinished'>,
): vscode.Disposable {
  const deps = { ...services, unfinished: {} };
  const load = () => import('./commands');
  return vscode.Disposable.from(
    registry.register(commands.addProfile, async () => (await load()).addProfile(deps)),
    registry.register(commands.editProfile, async () => (await load()).editProfile(deps)),
    registry.register(commands.switchProfile, async () => (await load()).switchProfile(deps)),
    registry.register(commands.removeProfile, async () => (await load()).removeProfile(deps)),
  );
}
