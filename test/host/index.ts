import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * VS Code calls this in the extension host and ends with its result; the same in the desktop and without a screen.
 * Mocha's options come as JSON in `HOSTED_LOGIN_MOCHA`: nobody sees the console of the host, so the reporter writes
 * to a file.
 * @returns when all tests passed; rejects when one failed
 */
export async function run(): Promise<void> {
  const options = JSON.parse(process.env['HOSTED_LOGIN_MOCHA'] ?? '{}') as Mocha.MochaOptions;
  const mocha = new Mocha({ ui: 'bdd', forbidOnly: true, ...options });
  const rejections: unknown[] = [];
  process.on('unhandledRejection', reason => {
    // VS Code's own extensions run in the same host. The one for TypeScript rejects in 1.100, because its package is missing.
    const isAnothers = reason instanceof Error && /[\\/]vscode[\\/]extensions[\\/]/.test(reason.stack ?? '');
    if (!isAnothers) rejections.push(reason);
  });
  mocha.rootHooks({
    afterEach: () => {
      assert.deepEqual(rejections.splice(0), [], 'Nobody handled a rejection.');
    },
  });
  for (const file of fs.readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>(resolve => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
