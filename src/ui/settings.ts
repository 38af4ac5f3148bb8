import * as vscode from 'vscode';
import { presetsOfSetting, type ScopePreset } from '../core/scopePresets';

const section = 'hostedLogin';

/** The value as VS Code has it; anything may stand in a settings file. */
const raw = (name: string): unknown => vscode.workspace.getConfiguration(section).get(name);

/** What Insert Authorization Header writes. */
export function headerMode(): 'reference' | 'literal' {
  return raw('authorizationHeader.mode') === 'literal' ? 'literal' : 'reference';
}

/** How many minutes before its end a token is shown with the warning background. */
export function warnMinutes(): number {
  const value = raw('statusBar.warnMinutes');
  return typeof value === 'number' && value >= 0 ? value : 5;
}

/** Whether the token is shared with the other extensions of this extension host. */
export function isSharedWithExtensions(): boolean {
  return raw('share.extensions') !== false;
}

/** The user's own scope presets; entries that are not as they should be are left out (the editor points at them). */
export function ownPresets(): readonly ScopePreset[] {
  return presetsOfSetting(raw('scopePresets'));
}

/** Calls back when any of our settings changed. */
export function onDidChangeSettings(callback: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(section)) callback();
  });
}
