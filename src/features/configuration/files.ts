import * as vscode from 'vscode';
import type { Files } from '../../vault/storage';

/** Files below a folder of VS Code's own for us. */
export function storageFiles(root: vscode.Uri): Files {
  const { fs } = vscode.workspace;
  const at = (path: string) => vscode.Uri.joinPath(root, path);
  return {
    list: async folder => {
      const entries = await fs.readDirectory(at(folder)).then(undefined, (error: unknown) => {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
        throw error;
      });
      // What is left of a write that was cut off is no file of ours.
      return entries.map(([name]) => name).filter(name => !name.endsWith('.part'));
    },
    read: async path => new TextDecoder().decode(await fs.readFile(at(path))),
    write: async (path, text) => {
      const part = at(`${path}.part`);
      await fs.writeFile(part, new TextEncoder().encode(text));
      await fs.rename(part, at(path), { overwrite: true });
    },
    remove: path => Promise.resolve(fs.delete(at(path))),
  };
}
