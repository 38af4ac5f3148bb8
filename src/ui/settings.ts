// The settings of the extension.
import * as vscode from 'vscode';
import { type InspectedValues, strictestValue, userValue } from '../core/common/strictestValue';
import type { RequestFileClient } from '../core/formats/httpFormat';

const section = 'hostedLogin';

/** The value of a setting. It may have any type, because users edit the file. */
export const rawSetting = (name: string): unknown => vscode.workspace.getConfiguration(section).get(name);

/** The values of a setting that only the user may loosen: a workspace or a remote machine makes it stricter, never the reverse. */
const strictestSetting = <T>(name: string, fromStrictToLoose: readonly T[]): T | undefined =>
  strictestValue(fromStrictToLoose, inspected(name));

const inspected = (name: string): InspectedValues =>
  vscode.workspace.getConfiguration(section).inspect(name) ?? {};

/** What Insert Authorization Header writes. */
export function headerMode(): 'reference' | 'literal' {
  return strictestSetting('authorizationHeader.mode', ['reference', 'literal'] as const) ?? 'reference';
}

/** The client that request files are written for; `auto` if it is to be detected. */
export function headerClient(): RequestFileClient | 'auto' {
  return clientIn(rawSetting('authorizationHeader.client'));
}

/**
 * The client that the user chose. The value of a workspace does not count: it could choose a client that stores the
 * token.
 */
export function ownHeaderClient(): RequestFileClient | 'auto' {
  return clientIn(userValue(inspected('authorizationHeader.client')));
}

function clientIn(value: unknown): RequestFileClient | 'auto' {
  return value === 'restClient' || value === 'httpYac' || value === 'jetBrains' || value === 'kulala'
    ? value
    : 'auto';
}

/** How many minutes before a token expires the countdown gets the warning background. */
export function warnMinutes(): number {
  const value = rawSetting('statusBar.warnMinutes');
  return typeof value === 'number' && value >= 0 ? value : 5;
}

/** Whether the token is shared with the other extensions of this extension host: never in an untrusted workspace. */
export function isSharedWithExtensions(): boolean {
  return vscode.workspace.isTrusted && strictestSetting('share.extensions', [false, true]) === true;
}

/** What happens shortly before a token expires. */
export function renewMode(): 'whileInUse' | 'ask' | 'never' {
  return strictestSetting('renew', ['never', 'ask', 'whileInUse'] as const) ?? 'whileInUse';
}

/** Whether new terminals get the token: never in an untrusted workspace. */
export function isSharedWithTerminals(): boolean {
  return vscode.workspace.isTrusted && strictestSetting('share.terminals', [false, true]) === true;
}

/** Whether a save by hand opens the review of a configuration document. */
export function reviewsOnSave(): boolean {
  return rawSetting('reviewOnSave') !== false;
}

/** Calls back when any of our settings changed. */
export function onDidChangeSettings(callback: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(section)) callback();
  });
}
