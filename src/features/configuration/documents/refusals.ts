import * as vscode from 'vscode';
import { isProblem } from '../../../core/common/problem';
import { causingMembers } from '../../../core/resourceRules/lockoutRules';
import { changedMembers } from '../../../core/resources/draftText';
import type { ResourceKind } from '../../../core/resources/resource';

/** Why a text was not sent, and the members that cause it. */
export interface Refusal {
  readonly message: string;
  readonly members: readonly string[];
}

/** The texts that the guard refused to send. A refusal is kept until the text changes. */
export class Refusals {
  readonly #refusals = new Map<string, Refusal & { readonly text: string }>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  /** What is known of a document changed. */
  readonly onDidChange = this.#changed.event;

  dispose(): void {
    this.#changed.dispose();
  }

  /** The refusal of this text. */
  get(uri: vscode.Uri, text: string): Refusal | undefined {
    const found = this.#refusals.get(uri.toString());
    if (found && found.text !== text) this.#refusals.delete(uri.toString());
    return found?.text === text ? found : undefined;
  }

  /** Keeps why a text was not sent, or why the change was rolled back, if the error is a refusal by the guard. */
  add(
    uri: vscode.Uri,
    error: unknown,
    { kind, text, base }: { readonly kind: ResourceKind; readonly text: string; readonly base: string },
  ): void {
    if (!isProblem(error) || error.kind !== 'lockOut') return;
    const { message } = error;
    const members = causingMembers(kind, changedMembers(base, text) ?? []);
    this.#refusals.set(uri.toString(), { message, members, text });
    this.#changed.fire(uri);
  }
}
