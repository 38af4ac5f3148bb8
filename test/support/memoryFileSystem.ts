import * as vscode from 'vscode';

/** A file system in memory, as extensions provide for virtual workspaces. */
export class MemoryFileSystem implements vscode.FileSystemProvider {
  readonly #files = new Map<string, { readonly content: Uint8Array; readonly time: number }>();
  readonly #folders = new Set(['/']);
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  #time = 0;
  /** In bytes. If there is too little space, a file keeps only the beginning of its text, as on a disk. */
  capacity = Infinity;
  /** Called before a file is read, which waits for it. */
  onRead: (path: string) => unknown = () => undefined;

  /** Registers the file system until the result is disposed. */
  register(scheme: string, options: { readonly isReadonly?: boolean } = {}): vscode.Disposable {
    return vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true, ...options });
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const file = this.#files.get(path);
    if (!file && !this.#folders.has(path)) throw vscode.FileSystemError.FileNotFound(path);
    const type = file ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 0, mtime: file?.time ?? 0, size: file?.content.byteLength ?? 0 };
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    if (!this.#folders.has(path)) throw vscode.FileSystemError.FileNotFound(path);
    const childOf = (child: string) => {
      const prefix = path === '/' ? path : `${path}/`;
      return child.startsWith(prefix) && child !== path && !child.slice(prefix.length).includes('/')
        ? child.slice(prefix.length)
        : '';
    };
    return [
      ...[...this.#files.keys()].map(file => [childOf(file), vscode.FileType.File] as const),
      ...[...this.#folders].map(folder => [childOf(folder), vscode.FileType.Directory] as const),
    ].flatMap(([name, type]): [string, vscode.FileType][] => (name === '' ? [] : [[name, type]]));
  }

  createDirectory({ path }: vscode.Uri): void {
    this.#folders.add(path);
  }

  async readFile({ path }: vscode.Uri): Promise<Uint8Array> {
    await this.onRead(path);
    const file = this.#files.get(path);
    if (!file) throw vscode.FileSystemError.FileNotFound(path);
    return file.content;
  }

  /** Rejects instead of throwing: otherwise VS Code would wait forever with the next write of the file. */
  writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const type = this.#files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.#time += 1;
    this.#files.delete(uri.path);
    const room = this.capacity - this.size;
    this.#files.set(uri.path, { content: content.slice(0, Math.max(0, room)), time: this.#time });
    this.#changed.fire([{ type, uri }]);
    return content.byteLength > room
      ? Promise.reject(new vscode.FileSystemError('ENOSPC: no space left on device'))
      : Promise.resolve();
  }

  /** Of all files, in bytes. */
  get size(): number {
    return [...this.#files.values()].reduce((sum, { content }) => sum + content.byteLength, 0);
  }

  /** The texts of all files, by path. */
  get texts(): ReadonlyMap<string, string> {
    const decoded = [...this.#files].map(
      ([path, { content }]) => [path, new TextDecoder().decode(content)] as const,
    );
    return new Map(decoded);
  }

  delete({ path }: vscode.Uri): void {
    for (const file of this.#files.keys()) {
      if (file === path || file.startsWith(`${path}/`)) this.#files.delete(file);
    }
    for (const folder of this.#folders) {
      if (folder === path || folder.startsWith(`${path}/`)) this.#folders.delete(folder);
    }
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}
