import { rename } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Drafts } from '../storage/configuration/drafts';
import { PulledVersions } from '../storage/configuration/pulledVersions';
import { ResourceHistory } from '../storage/configuration/resourceHistory';
import type { TextFiles } from '../storage/textFiles';
import { isNotFound } from './documents/isNotFound';

/** Files below a storage folder of the extension. */
export function storageFiles(root: vscode.Uri): TextFiles {
  const { fs } = vscode.workspace;
  const at = (path: string) => vscode.Uri.joinPath(root, path);
  return {
    list: async folder => {
      const entries = await fs.readDirectory(at(folder)).then(undefined, (error: unknown) => {
        if (isNotFound(error)) return [];
        throw error;
      });
      // An interrupted write leaves a `.part` file.
      return entries.map(([name]) => name).filter(name => !name.endsWith('.part'));
    },
    read: async path => new TextDecoder().decode(await fs.readFile(at(path))),
    write: async (path, text) => {
      const part = at(`${path}.part`);
      await fs.writeFile(part, new TextEncoder().encode(text));
      await replace(part, at(path));
    },
    remove: path => Promise.resolve(fs.delete(at(path))),
  };
}

/** Moves a file to where there may be another one. VS Code deletes that first: a window that closes then would leave none. */
async function replace(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  if (from.scheme === 'file') {
    try {
      await rename(from.fsPath, to.fsPath);
      return;
    } catch (error) {
      // Another window has just moved its own text there.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
      // Windows refuses it while another program reads the file; VS Code tries again for a while.
    }
  }
  await vscode.workspace.fs.rename(from, to, { overwrite: true });
}

/** What was pulled into the folders of this workspace. */
export function createPulledVersions(
  { storageUri, globalStorageUri }: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>,
  warn: (message: string, error: unknown) => void,
): PulledVersions {
  // Without a workspace VS Code has no storage for it.
  const root = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'configurationFiles');
  return new PulledVersions(storageFiles(root), warn);
}

interface MachineDeps {
  readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'secrets'>;
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** The versions before our writes, kept on this machine. */
export function createHistory({ context, now, warn }: MachineDeps): ResourceHistory {
  const root = vscode.Uri.joinPath(context.globalStorageUri, 'history');
  return new ResourceHistory(storageFiles(root), now, warn);
}

/** The drafts of this machine. */
export function createDrafts({ context, now, warn }: MachineDeps): Drafts {
  const files = storageFiles(context.globalStorageUri);
  return new Drafts({ files, secrets: context.secrets, newId: () => crypto.randomUUID(), now, warn });
}
