import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { planScheme } from '../../ui/ids';

/** Read-only documents in memory: plans, and what the service has. */
export class ShownTexts {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(planScheme, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: uri =>
      this.#texts.get(uri.toString()) ?? t('This is out of date. Run Compare Files with Service… again.'),
  });

  /**
   * Keeps a text; replaces the previous one with the same title and id.
   * @param title the name of the tab, with the extension that tells the language
   */
  put(title: string, id: string, text: string): vscode.Uri {
    const path = `/${title.replaceAll(/[/\\\p{C}]/gu, '-')}`;
    const uri = vscode.Uri.from({ scheme: planScheme, path, query: id });
    const key = uri.toString();
    const isChanged = this.#texts.has(key) && this.#texts.get(key) !== text;
    this.#texts.set(key, text);
    if (isChanged) this.#changed.fire(uri);
    return uri;
  }

  /** Drops the texts that no editor shows any more. */
  prune(): void {
    const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const key of this.#texts.keys()) if (!open.has(key)) this.#texts.delete(key);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
