import * as vscode from 'vscode';
import type { contextKeys } from './ids';

type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

const lastValues = new Map<ContextKey, boolean>();

/** Sets a context key; writes to VS Code only when the value changes. */
export function setContextKey(key: ContextKey, value: boolean): void {
  if ((lastValues.get(key) ?? false) === value) return;
  lastValues.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
