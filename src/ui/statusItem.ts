// An item in the status bar.
import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';

/** What a status bar item of ours shows. */
interface StatusItemView {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: vscode.MarkdownString | string;
  /** What a screen reader says. */
  readonly label: string;
  readonly isWarning: boolean;
}

/** An item in the status bar. Its text is shown literally after the icon. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;

  constructor(id: string, command: string) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Right, 100);
    this.#item.name = 'Hosted Login';
    this.#item.command = command;
  }

  show({ icon, text, tooltip, label, isWarning }: StatusItemView): void {
    this.#item.text = `$(${icon}) ${escapeMarkup(text)}`;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label, role: 'button' };
    this.#item.backgroundColor = isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    this.#item.show();
  }

  hide(): void {
    this.#item.hide();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
