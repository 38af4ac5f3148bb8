import * as vscode from 'vscode';
import type { HttpClient } from '../core/formats/http';

const section = 'hostedLogin';

/** The value of a setting as VS Code has it; anything may stand in a settings file. */
export const rawSetting = (name: string): unknown => vscode.workspace.getConfiguration(section).get(name);

/** What Insert Authorization Header writes. */
export function headerMode(): 'reference' | 'literal' {
  return rawSetting('authorizationHeader.mode') === 'literal' ? 'literal' : 'reference';
}

/** The client that request files are written for; `auto` where what is there decides. */
export function headerClient(): HttpClient | 'auto' {
  const value = rawSetting('authorizationHeader.client');
  return value === 'restClient' || value === 'httpYac' || value === 'jetBrains' || value === 'kulala'
    ? value
    : 'auto';
}

/** How many minutes before its end a token is shown with the warning background. */
export function warnMinutes(): number {
  const value = rawSetting('statusBar.warnMinutes');
  return typeof value === 'number' && value >= 0 ? value : 5;
}

/** Whether the token is shared with the other extensions of this extension host: never in an untrusted workspace. */
export function isSharedWithExtensions(): boolean {
  return vscode.workspace.isTrusted && rawSetting('share.extensions') !== false;
}

/** What is done shortly before a token ends. */
export function renewMode(): 'whileInUse' | 'ask' | 'never' {
  const value = rawSetting('renew');
  return value === 'ask' || value === 'never' ? value : 'whileInUse';
}

/** Whether new terminals get the token: never in an untrusted workspace. */
export function isSharedWithTerminals(): boolean {
  return vscode.workspace.isTrusted && rawSetting('share.terminals') === true;
}

/** Calls back when any of our settings changed. */
export function onDidChangeSettings(callback: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(section)) callback();
  });
}
