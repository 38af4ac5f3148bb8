import fs from 'node:fs';
import path from 'node:path';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { shareWindow, type Started } from '../../support/useWindow';

const useWindow = shareWindow({
  settings: { 'hostedLogin.scopePresets': [{ label: 'Just the clients', scope: '.:config/clients**' }] },
});

/**
 * The window with a new sandbox, for the tests of a `describe`.
 * @param files which the workspace has meanwhile, by name
 */
export function useTokensWindow(
  files: (sandbox: Sandbox) => Readonly<Record<string, string>>,
  given: (started: Started) => void,
): void {
  let sandbox: Sandbox;
  let started: Omit<Started, 'sandbox'>;
  let names: readonly string[] = [];
  const fileOf = (name: string) => path.join(started.session.workspace, name);

  useWindow(opened => {
    started = opened;
  });
  before(async () => {
    sandbox = await startSandbox();
    const texts = files(sandbox);
    names = Object.keys(texts);
    for (const name of names) fs.writeFileSync(fileOf(name), texts[name] ?? '');
    given({ ...started, sandbox });
  });

  after(async () => {
    for (const name of names) fs.rmSync(fileOf(name), { force: true });
    await sandbox.stop();
  });
}
