import * as vscode from 'vscode';

/** Read-only documents in memory, with their own scheme. */
export class ReadOnlyDocuments {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;

  /** @param fallbackText the text of a document that VS Code reopens after a reload */
  constructor(
    private readonly scheme: string,
    fallbackText?: string,
  ) {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: uri => this.#texts.get(uri.toString()) ?? fallbackText,
    });
  }

  /**
   * Shows a text; replaces the previous text with the same title and id.
   * @param title the tab's, with the extension that decides the language
   * @param id distinguishes documents with the same title
   */
  async show(title: string, id: string, text: string): Promise<void> {
    await vscode.window.showTextDocument(this.put(title, id, text), { preview: true });
  }

  /** As `show`, without showing it. */
  put(title: string, id: string, text: string): vscode.Uri {
    // The last part of the path is the tab's title.
    return this.putAt(`/${title.replaceAll(/[/\\\p{C}]/gu, '-')}`, id, text);
  }

  /** As `put`, at a whole path: VS Code shows two sides of a difference as one file only where their paths are the same. */
  putAt(path: string, id: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: this.scheme, path, query: id });
    const key = uri.toString();
    const isChanged = this.#texts.has(key) && this.#texts.get(key) !== text;
    this.#texts.set(key, text);
    if (isChanged) this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
