import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ProfileRooms } from './commands';

/** Add, edit, switch and remove profiles. */
export function registerProfiles(
  registry: CommandRegistry,
  services: Omit<ProfileRooms, 'unfinished'>,
): vscode.Disposable {
  const rooms = { ...services, unfinished: {} };
  const late = () => import('./commands');
  return vscode.Disposable.from(
    registry.register(commands.addProfile, async () => (await late()).addProfile(rooms)),
    registry.register(commands.editProfile, async () => (await late()).editProfile(rooms)),
    registry.register(commands.switchProfile, async () => (await late()).switchProfile(rooms)),
    registry.register(commands.removeProfile, async () => (await late()).removeProfile(rooms)),
  );
}
