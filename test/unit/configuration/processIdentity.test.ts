import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hasProcessEnded, currentProcess } from '../../../src/configuration/processIdentity';

describe('hasProcessEnded', () => {
  const [host = ''] = currentProcess().split(' ');

  it('is false for this process', () => {
    assert.equal(hasProcessEnded(currentProcess()), false);
  });

  it('is true for a process that ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", () => process.exit())']);
    const name = `${host} ${String(child.pid)}`;
    assert.equal(hasProcessEnded(name), false);
    child.stdin.write('end');
    await once(child, 'exit');
    assert.equal(hasProcessEnded(name), true);
  });

  for (const name of ['', 'elsewhere 1', host, `${host} x`, `${host} 1 2`]) {
    it(`is false for “${name.replace(host, 'this host')}”`, () => {
      assert.equal(hasProcessEnded(name), false);
    });
  }
});
