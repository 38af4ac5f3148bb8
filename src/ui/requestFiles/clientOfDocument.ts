import * as vscode from 'vscode';
import { detectClient } from '../../core/formats/environmentFiles';
import { type RequestFileClient, insertionClient } from '../../core/formats/httpFormat';
import { readBytes } from '../documents/fileAccess';
import { httpYacId, restClientId } from '../ids';
import { headerClient, ownHeaderClient } from '../settings';
import { dependsOnClient } from './requestFormats';

/** The environment files of clients, which are beside a request file. */
const environmentFiles = ['http-client.env.json', 'http-client.private.env.json'];

/** In bytes: they are read and parsed while the user types. */
const maxEnvironmentSize = 200_000;

/**
 * The client that a document is written for: the one asked for, else that of the settings (`insertionClient`). For `auto`,
 * the installed client; if none is installed, the one that the environment files beside the document belong to.
 */
export async function clientFor(
  document: vscode.TextDocument,
  {
    asked,
    isLiteral = false,
  }: { readonly asked?: RequestFileClient | 'auto' | undefined; readonly isLiteral?: boolean } = {},
): Promise<RequestFileClient> {
  const hasRestClient = isInstalled(restClientId);
  const client = asked ?? insertionClient(ownHeaderClient(), headerClient(), { isLiteral, hasRestClient });
  if (client !== 'auto') return client;
  if (hasRestClient) return 'restClient';
  if (isInstalled(httpYacId)) return 'httpYac';
  const texts = dependsOnClient(document) ? await environmentTexts(document) : [];
  return detectClient(texts) ?? 'restClient';
}

/** The environment files beside a document, without those that are too large; empty if there are none. */
export async function environmentTexts({ uri, isUntitled }: vscode.TextDocument): Promise<string[]> {
  if (isUntitled) return [];
  const folder = vscode.Uri.joinPath(uri, '..');
  const texts = await Promise.all(
    environmentFiles.map(async name => {
      try {
        return new TextDecoder().decode(
          await readBytes(vscode.Uri.joinPath(folder, name), maxEnvironmentSize),
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
