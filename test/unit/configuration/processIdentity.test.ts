import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hasProcessEnded, currentProcess } from '../../../src/configuration/processIdentity';

describe('isProcessGone', () => {
  const [host = ''] = currentProcess().split(' ');

  it('tells that this process is there', () => {
    assert.equal(hasProcessEnded(currentProcess()), false);
  });

  it('tells when another one has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", () => process.exit())']);
    const name = `${host} ${String(child.pid)}`;
    assert.equal(hasProcessEnded(name), false);
    child.stdin.write('end');
    await once(child, 'exit');
    assert.equal(hasProcessEnded(name), true);
  });

  for (const name of ['', 'elsewhere 1', host, `${host} x`, `${host} 1 2`]) {
    it(`cannot tell of “${name.replace(host, 'this host')}”`, () => {
      assert.equal(hasProcessEnded(name), false);
    });
  }
});
