import * as vscode from 'vscode';
import { listRequests } from '../../core/httpDocument';
import type { Profile } from '../../core/profile';
import { documentLines } from '../../ui/httpFiles';
import { showUntitledHttpFile } from '../../ui/untitledHttpFile';

/** Opens the example requests, with the values of a profile where there is one, so that they can be sent as they are. */
export async function openExample(
  extensionUri: vscode.Uri,
  profile: Profile | undefined,
): Promise<{ readonly uri: string }> {
  const file = vscode.Uri.joinPath(extensionUri, 'examples', 'hosted-login.http');
  const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const editor = await showUntitledHttpFile('hosted-login', withProfile(template, profile));
  // On the first request: what comes next, inserting the header or sending, is for the request at the cursor.
  const [first] = listRequests(documentLines(editor.document), 'http');
  const line = first?.requestLine ?? 0;
  editor.selection = new vscode.Selection(line, 0, line, 0);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return { uri: editor.document.uri.toString() };
}

/** Not as a pattern of `replace`: a value may hold `$&`. */
function withProfile(template: string, profile: Profile | undefined): string {
  if (!profile) return template;
  return template
    .replace(/^@origin *=.*$/m, () => `@origin = ${profile.origin}`)
    .replace(/^@customerId *=.*$/m, () => `@customerId = ${profile.customerId}`);
}
