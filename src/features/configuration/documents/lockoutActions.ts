import type * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import type { Problem } from '../../../core/common/problem';
import { commands } from '../../../ui/ids';
import type { Action } from '../../../ui/notifications';

/** What helps where the guard refused a write to the resource of a document: spare configuration access, of the same profile. */
export function lockoutActions(uri: vscode.Uri, { kind }: Problem): readonly Action[] {
  return kind === 'lockOut'
    ? [{ title: t('Create Spare Access'), command: commands.createSpareAccess, argument: uri }]
    : [];
}
