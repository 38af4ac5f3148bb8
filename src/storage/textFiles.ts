// The small text files in which we keep what several windows write at the same time.

/** Small text files. A path is relative, with slashes. */
export interface TextFiles {
  /** The names in a folder; empty if there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Rejects if there is no such file. */
  readonly read: (path: string) => Promise<string>;
  /** Atomic. Creates folders. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

/** The names in a folder; none if it cannot be read. */
export function namesIn(files: Pick<TextFiles, 'list'>, folder: string): Promise<readonly string[]> {
  return files.list(folder).catch(() => []);
}

/** Removes all files of a folder, but not of the folders in it. Rejects if one cannot be removed. */
export async function removeFilesIn(files: TextFiles, folder: string): Promise<void> {
  for (const name of await namesIn(files, folder)) await files.remove(`${folder}/${name}`);
}

/** A name for a file or folder for any text: the text may be longer than a name, or contain a path. */
export async function digestName(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(digest).subarray(0, 16).toString('hex');
}
