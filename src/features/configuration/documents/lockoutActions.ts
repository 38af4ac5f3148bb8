import type * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import type { Problem } from '../../../core/common/problem';
import { type CommandLink, commandLink } from '../../../ui/commands/commandLink';
import { commands } from '../../../ui/ids';

/** What helps where the guard refused a write to the resource of a document: spare configuration access, of the same profile. */
export function lockoutActions(uri: vscode.Uri, { kind }: Problem): readonly CommandLink[] {
  return kind === 'lockOut' ? [commandLink(t('Create Spare Access'), commands.createSpareAccess, uri)] : [];
}
