import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isProcessGone, ownProcess } from '../../../src/features/configuration/processes';

describe('isProcessGone', () => {
  const [host = ''] = ownProcess().split(' ');

  it('tells that this process is there', () => {
    assert.equal(isProcessGone(ownProcess()), false);
  });

  it('tells when another one has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", () => process.exit())']);
    const name = `${host} ${String(child.pid)}`;
    assert.equal(isProcessGone(name), false);
    child.stdin.write('end');
    await once(child, 'exit');
    assert.equal(isProcessGone(name), true);
  });

  for (const name of ['', 'elsewhere 1', host, `${host} x`, `${host} 1 2`]) {
    it(`cannot tell of “${name.replace(host, 'this host')}”`, () => {
      assert.equal(isProcessGone(name), false);
    });
  }
});
