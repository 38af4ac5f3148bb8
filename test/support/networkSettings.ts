import * as vscode from 'vscode';

/** VS Code's own settings about the network that tests change. */
export type NetworkSetting = 'proxy' | 'noProxy';

const changed = new Set<NetworkSetting>();

/** Sets one of VS Code's `http.…` settings for the user; `restoreNetworkSettings` resets it. */
export async function setNetwork(name: NetworkSetting, value: unknown): Promise<void> {
  changed.add(name);
  await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
}

/** Resets every setting that a test has changed. */
export async function restoreNetworkSettings(): Promise<void> {
  for (const name of changed) await setNetwork(name, undefined);
  changed.clear();
}
