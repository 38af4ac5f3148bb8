import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';

const scheme = 'hosted-login-migration';

/** Read-only texts for diff editors, kept in memory. */
export class VirtualTexts {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: uri =>
      this.#texts.get(uri.toString()) ?? t('This comparison is out of date. Run the command again.'),
  });
  #count = 0;

  /** @param path the last part is what editors show */
  add(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${path}`, query: String(++this.#count) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
