import type * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import type { Problem } from '../../../core/common/problem';
import { type CommandLink, commandLink } from '../../../ui/commands/commandLink';
import { commands } from '../../../ui/ids';

/** After the guard refused a write: offers to create spare configuration access with the profile of the document. */
export function lockoutActions(uri: vscode.Uri, { kind }: Problem): readonly CommandLink[] {
  return kind === 'lockOut' ? [commandLink(t('Create Spare Access'), commands.createSpareAccess, uri)] : [];
}
