import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { Leak, LeakSearch } from '../../core/leaks/secretSearch';
import type { MutedFiles } from '../../storage/mutedFiles';
import { commandLink, type LeakFix } from '../../ui/commands/commandLink';
import { createQuickFix } from '../../ui/documents/diagnostics';
import { readUnasked } from '../../ui/documents/documentSnapshot';
import { commands } from '../../ui/ids';
import { clientFor } from '../../ui/requestFiles/clientOfDocument';
import { isLeakDiagnostic } from './diagnostic';
import { leakEdits } from './leakEdits';
import type { TrackedSecret } from './secretTracker';

/** The quick fixes for the leaks at a place, from its diagnostics. */
export async function codeActionsFor(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  search: LeakSearch<TrackedSecret>,
  mutedFiles: MutedFiles,
): Promise<vscode.CodeAction[]> {
  const client = await clientFor(document);
  const read = readUnasked(document, 'secrets', () => {
    const pointedOut = leaksOf(document, diagnostics.filter(isLeakDiagnostic), search);
    const edits = leakEdits(
      document,
      client,
      pointedOut.map(({ leak }) => leak),
    );
    return { pointedOut, edits };
  });
  if (!read) return [];
  const { pointedOut, edits } = read;
  return pointedOut.flatMap(({ diagnostic, leak: { secret } }, index) => {
    const edit = edits[index];
    if (!edit) return [];
    const { range, newText, replacement } = edit;
    const titles = {
      reference: t('Replace with reference ({0})', newText),
      placeholder: t('Replace with the placeholder {0}', newText),
      nothing: t('Remove the client secret here'),
    };
    const here = createQuickFix(titles[replacement], [diagnostic], change => {
      change.replace(document.uri, range, newText);
    });
    here.isPreferred = true;
    const uri = document.uri.toString();
    const command = (title: string, fix: LeakFix['fix']) =>
      createQuickFix(title, [diagnostic], commandLink(title, commands.fixLeak, { fix, id: secret.id, uri }));
    const others =
      secret.kind === 'secret'
        ? [command(t('Remove the client secret from all files of the workspace'), 'workspace')]
        : [
            command(t('Replace with reference in all files of the workspace'), 'workspace'),
            command(t('Revoke this token'), 'revoke'),
          ];
    if (document.isUntitled) return [here, ...others];
    const isMuted = mutedFiles.has(uri);
    const muting = isMuted
      ? command(t('Warn again when this file is saved'), 'unmute')
      : command(t('Do not warn when this file is saved'), 'mute');
    return [here, ...others, muting];
  });
}

/** The leaks of these diagnostics that are still in the document, top to bottom. */
function leaksOf(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  search: LeakSearch<TrackedSecret>,
): { readonly diagnostic: vscode.Diagnostic; readonly leak: Leak<TrackedSecret> }[] {
  // Search the lines again, because they may have changed since.
  const read = new Map<number, ReadonlyMap<number, Leak<TrackedSecret>>>();
  const leaksIn = (line: number) => {
    const known = read.get(line);
    if (known) return known;
    const found = search.find(document.lineAt(line).text);
    const leaks = new Map(found.map(leak => [leak.start, leak]));
    read.set(line, leaks);
    return leaks;
  };
  return diagnostics
    .flatMap(diagnostic => {
      const { line, character } = diagnostic.range.start;
      const leak = line < document.lineCount ? leaksIn(line).get(character) : undefined;
      if (!leak) return [];
      const offset = document.offsetAt(new vscode.Position(line, 0));
      const { secret, start, end } = leak;
      return [{ diagnostic, leak: { secret, start: offset + start, end: offset + end } }];
    })
    .sort((one, other) => one.leak.start - other.leak.start);
}
