import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { LeakSearch } from '../../core/leakSearch';
import { commands } from '../../ui/ids';
import type { MutedFiles } from '../../vault/mutedFiles';
import { leakEdit } from './edits';
import type { Fix } from './fixing';
import type { Known } from './knownValues';
import { isOurs } from './pointing';

/** The quick fixes for what was pointed out, of the diagnostics shown at a place. */
export function fixesFor(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  search: LeakSearch<Known>,
  mutedFiles: MutedFiles,
): vscode.CodeAction[] {
  return diagnostics.filter(isOurs).flatMap(diagnostic => {
    const { line, character } = diagnostic.range.start;
    if (line >= document.lineCount) return [];
    // The line is read again, since it may have changed since it was pointed out.
    const leak = search.find(document.lineAt(line).text).find(({ start }) => start === character);
    if (!leak) return [];
    const offset = document.offsetAt(new vscode.Position(line, 0));
    const { about, start, end } = leak;
    const { range, newText, puts } = leakEdit(document, { about, start: offset + start, end: offset + end });
    const titles = {
      reference: t('Replace by reference ({0})', newText),
      placeholder: t('Replace by the placeholder {0}', newText),
      nothing: t('Remove the client secret here'),
    };
    const here = action(titles[puts], diagnostic);
    here.isPreferred = true;
    here.edit = new vscode.WorkspaceEdit();
    here.edit.replace(document.uri, range, newText);
    const command = (title: string, fix: Fix['fix']) => {
      const made = action(title, diagnostic);
      const argument: Fix = { fix, id: about.id, uri: document.uri.toString() };
      made.command = { command: commands.fixLeak, title, arguments: [argument] };
      return made;
    };
    const others =
      about.kind === 'secret'
        ? [command(t('Remove the client secret from all files of the workspace'), 'workspace')]
        : [
            command(t('Replace by reference in all files of the workspace'), 'workspace'),
            command(t('Revoke this token'), 'revoke'),
          ];
    if (document.isUntitled) return [here, ...others];
    const isMuted = mutedFiles.has(document.uri.toString());
    const telling = isMuted
      ? command(t('Tell again when this file is saved'), 'unmute')
      : command(t('Do not tell when this file is saved'), 'mute');
    return [here, ...others, telling];
  });
}

function action(title: string, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [diagnostic];
  return made;
}
