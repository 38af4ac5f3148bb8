import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { commands, publicMigrationCommands } from '../../ui/ids';
import type { MigrationDeps } from './deps';
import type { MigrationCommands } from './lazy';

/** Registers the commands of the migration. Their code is a bundle of its own, loaded on first use. */
export function registerMigration(
  registry: CommandRegistry,
  getDeps: () => Promise<MigrationDeps>,
): vscode.Disposable {
  let created: MigrationCommands | undefined;
  const load = async () => {
    const { createMigrationCommands } = await import('./lazy');
    const deps = await getDeps();
    return (created ??= createMigrationCommands(deps));
  };
  return vscode.Disposable.from(
    ...publicMigrationCommands.map(name =>
      registry.register(commands[name], async () => (await load())[name]),
    ),
  );
}
