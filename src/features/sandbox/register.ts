import * as vscode from 'vscode';
import type { CommandRegistry } from '../../ui/commands/commandRegistry';
import { commands } from '../../ui/ids';
import type { SandboxDeps } from './commands';
import type { RunningSandbox } from './runningSandbox';

/** Starts and stops the sandbox. `stop` removes its profile too. */
export function registerSandbox(
  registry: CommandRegistry,
  deps: SandboxDeps,
): { readonly commands: vscode.Disposable; readonly stop: () => Promise<void> } {
  let running: RunningSandbox | undefined;
  // Loaded at first use: few windows start a sandbox.
  const load = async () => {
    const loaded = await import('./commands');
    running ??= loaded.createSandbox(deps);
    return { ...loaded, sandbox: running };
  };
  return {
    commands: vscode.Disposable.from(
      registry.register(commands.startSandbox, async () => {
        const { startSandbox, sandbox } = await load();
        return startSandbox(sandbox);
      }),
      registry.register(commands.stopSandbox, async () => {
        const { stopSandbox, sandbox } = await load();
        return stopSandbox(sandbox);
      }),
    ),
    stop: async () => running?.stop(),
  };
}
