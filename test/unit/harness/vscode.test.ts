import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { until } from '../../support/until';

const script = (name: string) => path.resolve('test/harness', name);

interface SpdLog {
  readonly createAsyncRotatingLogger: (
    name: string,
    file: string,
  ) => Promise<{ info(message: string): void; setLevel(level: number): void }>;
}

describe('the log module of the downloaded VS Code', () => {
  it('writes, and never throws: neither when its folder is gone nor when none can be made', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-spdlog-'));
    const { createAsyncRotatingLogger } = (await import(script('spdlog.js'))) as SpdLog;
    const file = path.join(folder, 'logs', 'a.log');
    const log = await createAsyncRotatingLogger('a', file);
    log.info('first');
    assert.match(fs.readFileSync(file, 'utf8'), /\[info\] first$/m);
    fs.rmSync(folder, { recursive: true });
    log.info('second');
    log.setLevel(0);
    log.info('third');
    const none = await createAsyncRotatingLogger('b', path.join(os.devNull, 'logs', 'b.log'));
    none.info('fourth');
    assert.ok(!fs.existsSync(folder));
  });
});

describe('the process of the downloaded VS Code', () => {
  it('ends with the one that started it, also when that is killed', async () => {
    const child = `process.stdout.write(String(process.pid)); setInterval(() => undefined, 1000)`;
    const parent = `require('node:child_process').spawn(process.execPath,
      ['--require', ${JSON.stringify(script('endWithParent.js'))}, '-e', ${JSON.stringify(child)}],
      { stdio: 'inherit', detached: true })`;
    const started = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [pid] = (await once(started.stdout.setEncoding('utf8'), 'data')) as [string];
    assert.ok(isAlive(Number(pid)));
    started.kill('SIGKILL');
    await until('the end of the child', () => (isAlive(Number(pid)) ? undefined : true));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
