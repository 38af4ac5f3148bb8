// How long the extension host stalls while documents are typed in.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { tokenReference } from '../../src/ui/ids';
import { installed, ourId } from './activation';
import type { TypingFigures } from './figures';

/** In ms. */
const keyInterval = 40;
/** Longer than the pauses after which we check documents and VS Code asks for lenses. */
const pause = 900;
const keys = 8;
const rounds = 3;

const address = 'https://v1.api.us.janrain.com/1ab23c45-6789-0123-d4ef-5g678h90ijk1';

/** Ten lines for each kind of file, with a request to the service and a scope. */
const parts: Readonly<Record<string, readonly string[]>> = {
  http: [
    '### A request',
    `PUT ${address}/config/clients/1 HTTP/1.1`,
    `Authorization: ${tokenReference}`,
    'Content-Type: application/json',
    '',
    '{',
    '  "name": "a name", "scope": "*:config/clients/** .:config/**",',
    '  "redirectURIs": ["https://nordhaven.example/in"]',
    '}',
    '',
  ],
  json: Array.from({ length: 10 }, () => '  { "scope": "*:config/** .:config/**", "list": [1, 2, 3] },'),
  md: [
    '## A request',
    'It changes a client. The next paragraph says how.',
    '```http',
    `GET ${address}/config/clients`,
    `Authorization: ${tokenReference}`,
    '```',
    '```sh',
    `curl -d 'scope=*:config/**' "${address}/login/token"`,
    '```',
    '',
  ],
};

/**
 * The longest stalls of the extension host while documents are opened and typed in.
 * @param withUs with a live token; otherwise what VS Code and its own extensions need for the same documents
 */
export async function measureTyping(withUs: boolean): Promise<TypingFigures[]> {
  // See `installMeasured`: nothing but this call activates us.
  if (withUs) await installed(ourId).activate();
  const figures: TypingFigures[] = [];
  for (const language of Object.keys(parts)) {
    for (const lineCount of [200, 2_000, 20_000]) figures.push(await measure(language, lineCount));
  }
  return figures;
}

/** A document with a request to the service, or a scope, every ten lines. @param language a file extension */
export function textOf(language: string, lineCount: number): string {
  const part = parts[language] ?? [];
  return Array.from({ length: lineCount }, (_, index) => part[index % part.length] ?? '').join('\n');
}

export function fileInWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('There is no workspace.');
  return vscode.Uri.joinPath(folder.uri, name);
}

async function measure(language: string, lineCount: number): Promise<TypingFigures> {
  const text = textOf(language, lineCount);
  const uri = fileInWorkspace(`typing-${lineCount}.${language}`);
  const openingMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // A text of its own: what VS Code or we know of the one before must not count.
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${text}\n${round}`));
    openingMs.push(
      await longestStall(async () => {
        await vscode.window.showTextDocument(uri);
        await delay(pause);
      }),
    );
    if (round < rounds - 1) await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  }
  const middle = new vscode.Position(lineCount / 2 + 1, 0);
  const typingMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { activeTextEditor } = vscode.window;
    if (!activeTextEditor) throw new Error('There is no editor.');
    activeTextEditor.selection = new vscode.Selection(middle, middle);
    typingMs.push(
      await longestStall(async () => {
        for (let key = 0; key < keys; key++) {
          await vscode.commands.executeCommand('type', { text: 'x' });
          await delay(keyInterval);
        }
        await delay(pause);
      }),
    );
  }
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  return { language, lineCount, openingMs, typingMs };
}

/** In ms. */
async function longestStall(work: () => Promise<void>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  histogram.disable();
  return histogram.max / 1e6;
}
