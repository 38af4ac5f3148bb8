import * as vscode from 'vscode';
import { detectClient } from '../../../core/formats/environmentFiles';
import type { HttpClient } from '../../../core/formats/httpFormat';
import { dependsOnClient } from '../../../ui/documents/requestFormats';
import { httpYacId, restClientId } from '../../../ui/ids';
import { headerClient } from '../../../ui/settings';

/** The environment files of clients, which are beside a request file. */
const environmentFiles = ['http-client.env.json', 'http-client.private.env.json'];

/**
 * The client that a document is written for: `client` if given, else the setting. For `auto`, the installed client; if
 * none is installed, the one that the environment files beside the document belong to.
 */
export async function clientFor(
  document: vscode.TextDocument,
  asked: HttpClient | 'auto' = headerClient(),
): Promise<HttpClient> {
  if (asked !== 'auto') return asked;
  if (isInstalled(restClientId)) return 'restClient';
  if (isInstalled(httpYacId)) return 'httpYac';
  const texts = dependsOnClient(document) ? await environmentTexts(document) : [];
  return detectClient(texts) ?? 'restClient';
}

/** The environment files beside a document; empty if there are none. */
export async function environmentTexts({ uri, isUntitled }: vscode.TextDocument): Promise<string[]> {
  if (isUntitled) return [];
  const folder = vscode.Uri.joinPath(uri, '..');
  const texts = await Promise.all(
    environmentFiles.map(async name => {
      try {
        return new TextDecoder().decode(
          await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)),
        );
      } catch {
        return undefined;
      }
    }),
  );
  return texts.filter(text => text !== undefined);
}

function isInstalled(id: string): boolean {
  return vscode.extensions.getExtension(id) !== undefined;
}
