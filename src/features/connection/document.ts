import * as vscode from 'vscode';
import { t } from '../../core/l10n';

const scheme = 'hosted-login-check';

/** The documents that checklists are shown in: read-only, never a file, one for each profile. */
export class ChecklistDocuments {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: uri =>
      // VS Code opens the tab again after a reload, when what it showed may not be true any more.
      this.#texts.get(uri.toString()) ??
      t('This was an earlier check. Run “Hosted Login: Check Connection” again.'),
  });

  /** Shows a text, in place of what was shown for the same profile before. */
  async show(profileName: string, text: string): Promise<void> {
    const name = t('Connection of {0}', profileName).replaceAll(/[/\\]/g, '-');
    // Markdown: VS Code wraps its long lines.
    const uri = vscode.Uri.from({ scheme, path: `/${name}.md` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
