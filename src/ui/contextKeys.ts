import * as vscode from 'vscode';
import type { contextKeys } from './ids';

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Sets a context key, which `when` clauses in package.json read. */
export function setContextKey(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
