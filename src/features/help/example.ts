import * as vscode from 'vscode';
import type { Profile } from '../../core/profile/profile';
import { listRequests } from '../../core/requests/findRequests';
import { runCommand } from '../../ui/commands/runCommand';
import { commands } from '../../ui/ids';
import { toLines } from '../../ui/requestFiles/requestFiles';
import { showUntitledHttpFile } from '../../ui/requestFiles/untitledRequestFile';

/** The name of the untitled file. */
const name = 'hosted-login';

/**
 * Opens the example requests with the values of a profile, so that they can be sent unchanged (contract). Opens them beside
 * an editor without text, such as the walkthrough. The cursor is in the first request.
 */
export async function openExample(
  extensionUri: vscode.Uri,
  profile: Profile | undefined,
): Promise<{ readonly uri: string }> {
  const { document } = await showExample(extensionUri, profile);
  return { uri: document.uri.toString() };
}

/**
 * Does a step of the walkthrough in the example, and opens it first if needed: inserts the header into its first request,
 * sends that request, or completes the scope of the last one.
 */
export async function tryExample(
  extensionUri: vscode.Uri,
  profile: Profile | undefined,
  what: unknown,
): Promise<void> {
  const editor = (await showOpenExample()) ?? (await showExample(extensionUri, profile));
  if (what === 'scope') {
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    const scope = lineAfter(editor.document, 'scope=') ?? end;
    goTo(editor, scope);
    await runCommand('editor.action.triggerSuggest');
    return;
  }
  goToFirstRequest(editor);
  await runCommand(what === 'send' ? commands.send : commands.insertAuthorizationHeader);
}

async function showExample(
  extensionUri: vscode.Uri,
  profile: Profile | undefined,
): Promise<vscode.TextEditor> {
  const file = vscode.Uri.joinPath(extensionUri, 'examples', 'hosted-login.http');
  const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const editor = await showUntitledHttpFile(name, withProfile(template, profile), columnBesideNonText());
  // The next steps of the walkthrough change and send the request at the cursor.
  goToFirstRequest(editor);
  return editor;
}

/** Shows the example if it is open in any editor group. */
async function showOpenExample(): Promise<vscode.TextEditor | undefined> {
  for (const { tabs, viewColumn } of vscode.window.tabGroups.all) {
    for (const { input } of tabs) {
      if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== 'untitled') continue;
      if (!new RegExp(`^/?${name}(?:-\\d+)?\\.http$`).test(input.uri.path)) continue;
      return vscode.window.showTextDocument(input.uri, { viewColumn });
    }
  }
  return undefined;
}

function columnBesideNonText(): vscode.ViewColumn | undefined {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab && !(activeTab.input instanceof vscode.TabInputText)
    ? vscode.ViewColumn.Beside
    : undefined;
}

function goToFirstRequest(editor: vscode.TextEditor): void {
  const [first] = listRequests(toLines(editor.document), 'http');
  goTo(editor, new vscode.Position(first?.requestLine ?? 0, 0));
}

function goTo(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The end of the last line that ends with a text. */
function lineAfter(document: vscode.TextDocument, ending: string): vscode.Position | undefined {
  for (let line = document.lineCount - 1; line >= 0; line--) {
    const { text, range } = document.lineAt(line);
    if (text.endsWith(ending)) return range.end;
  }
  return undefined;
}

/** With functions, because a value may contain `$&`. */
function withProfile(template: string, profile: Profile | undefined): string {
  if (!profile) return template;
  return template
    .replace(/^@origin *=.*$/m, () => `@origin = ${profile.origin}`)
    .replace(/^@customerId *=.*$/m, () => `@customerId = ${profile.customerId}`);
}
