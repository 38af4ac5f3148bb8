import * as vscode from 'vscode';
import { t, useBundle } from '../../core/common/l10n';
import type { Command } from '../../ui/commands/commandRegistry';
import { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import type { publicMigrationCommands } from '../../ui/ids';
import { compareIssuerCommand } from './compareIssuerCommand';
import type { MigrationDeps } from './deps';
import { exportForMigration } from './exportCommand';
import { openImportTerminal } from './importTerminal';

export type MigrationCommands = Readonly<Record<(typeof publicMigrationCommands)[number], Command>>;

/** Creates the commands of the migration. */
export function createMigrationCommands(deps: MigrationDeps): MigrationCommands {
  useBundle(vscode.l10n.bundle);
  const texts = new ReadOnlyDocuments(
    'hosted-login-migration',
    t('This comparison is out of date. Run the command again.'),
  );
  deps.context.subscriptions.push(texts);
  return {
    exportForMigration: exportForMigration(deps, texts),
    compareIssuer: compareIssuerCommand(deps, texts),
    openImportTerminal: openImportTerminal(deps),
  };
}
