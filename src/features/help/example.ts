import * as vscode from 'vscode';
import type { Profile } from '../../core/profile/profile';
import { listRequests } from '../../core/requests/document';
import { runCommand } from '../../ui/commands/runCommand';
import { toLines } from '../../ui/documents/requestFiles';
import { showUntitledHttpFile } from '../../ui/documents/untitledRequestFile';
import { commands } from '../../ui/ids';

/** What the untitled file of the example is called. */
const name = 'hosted-login';

/**
 * Opens the example requests, with the values of a profile where there is one, so that they can be sent as they are;
 * beside what is no text, such as the walkthrough. The cursor is in the first request.
 */
export async function openExample(
  extensionUri: vscode.Uri,
  profile: Profile | undefined,
): Promise<{ readonly uri: string }> {
  const { document } = await showExample(extensionUri, profile);
  return { uri: document.uri.toString() };
}

/**
 * A step of the walkthrough in the example, which is opened where it is not: inserts the header into its first request,
 * sends that, or completes the scope of its last one.
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
  // What comes next, inserting the header or sending, is for the request at the cursor.
  goToFirstRequest(editor);
  return editor;
}

/** The example where it is open already, wherever that is. */
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

/** Not as a pattern of `replace`: a value may hold `$&`. */
function withProfile(template: string, profile: Profile | undefined): string {
  if (!profile) return template;
  return template
    .replace(/^@origin *=.*$/m, () => `@origin = ${profile.origin}`)
    .replace(/^@customerId *=.*$/m, () => `@customerId = ${profile.customerId}`);
}
