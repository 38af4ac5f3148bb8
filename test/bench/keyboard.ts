// What runs in the extension host while scripts/bench/keyboard.mjs presses keys.
import * as vscode from 'vscode';
import { installed, ourId } from './activation';
import { addProfile } from './tokenCommand';
import { startTokenEndpoint } from './tokenEndpoint';
import { fileInWorkspace, textOf } from './typing';

/** In characters. */
const longLine = 250_000;

/** Lets scripts/bench/keyboard.mjs request tokens with keys. @param lineCount of the request file that is open; 0 for none */
export async function serveChoices(lineCount: number): Promise<void> {
  const { origin, stop } = await startTokenEndpoint(0);
  await addProfile(`choices ${Date.now()}`, origin);
  if (lineCount > 0) await open(`choices.http`, textOf('http', lineCount));
  await keysPressed();
  await stop();
}

/** Lets it type in one line of JSON. @param withUs whether we are active */
export async function serveLongLine(withUs: boolean): Promise<void> {
  if (withUs) await installed(ourId).activate();
  const item = '{ "name": "a name", "scope": "*:config/** .:config/**", "list": [1, 2, 3] }';
  const text = `[${`${item}, `.repeat(longLine / item.length)}${item}]`;
  const editor = await open('line.json', text);
  const place = new vscode.Position(0, text.length - 2);
  editor.selection = new vscode.Selection(place, place);
  await keysPressed();
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

async function open(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = fileInWorkspace(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(uri);
}

/** Shows in the status bar that keys may be pressed, and waits for the last one. */
async function keysPressed(): Promise<void> {
  const item = vscode.window.createStatusBarItem('bench', vscode.StatusBarAlignment.Left);
  let chosen = 0;
  const bare = vscode.commands.registerCommand('bench.bareQuickPick', async () => {
    if ((await vscode.window.showQuickPick(['a', 'b', 'c'])) !== undefined) item.text = `bench ${++chosen}`;
  });
  let done: vscode.Disposable | undefined;
  const pressed = new Promise<void>(resolve => {
    done = vscode.commands.registerCommand('bench.done', resolve);
  });
  item.text = 'bench';
  item.show();
  await pressed;
  vscode.Disposable.from(item, bare, ...(done ? [done] : [])).dispose();
}
