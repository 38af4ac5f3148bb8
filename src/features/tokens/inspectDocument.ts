import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';

/** A scheme of its own: what it holds is in memory only, and read-only. */
const scheme = 'hosted-login-token';

/** The documents about inspected tokens, one for each profile. Closed ones can be opened again. */
export class InspectDocuments implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  // Last: whether there is an `onDidChange` is looked at when it is registered, and never again.
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Shows a text about the profile's token, in the place of the one before. */
  async show({ id, name }: Profile, text: string): Promise<void> {
    // The last part of the path is the tab's title.
    const title = t('Access Token of {0}', name).replace(/[\\/]/g, '-');
    const uri = vscode.Uri.from({ scheme, path: `/${title}.txt`, query: id });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
