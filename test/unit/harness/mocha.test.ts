import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as MochaScript from '../../harness/mocha.mjs';

describe('runWithSecondTry', () => {
  const name = 'second-try-of-a-test';
  const results = (run: string) => path.resolve('out/results', `${run}.jsonl`);
  let printed: string[];
  const { log } = console;

  beforeEach(() => {
    printed = [];
    console.log = (text: string) => void printed.push(text);
  });
  afterEach(() => {
    console.log = log;
    for (const run of [name, `${name}-again`]) fs.rmSync(results(run), { force: true });
  });

  /** Runs tests with these results in the first and the second run. @returns the counts, and the patterns that were tried */
  async function run(
    tries: readonly Record<string, 'failed' | 'passed'>[],
    args: string[] = [],
    more: string[] = [],
  ) {
    const { runWithSecondTry, resultsFile } = (await import(
      pathToFileURL(path.resolve('test/harness/mocha.mjs')).href
    )) as typeof MochaScript;
    const left = [...tries];
    const patterns: (string | undefined)[] = [];
    const counts = await runWithSecondTry(name, args, (run, given) => {
      patterns.push(given[1]);
      const states = Object.entries(left.shift() ?? {});
      const lines = states.map(([title, state]) => JSON.stringify({ state, title }));
      fs.writeFileSync(resultsFile(run), lines.join('\n'));
      const failed = states.filter(([, state]) => state === 'failed').map(([title]) => title);
      return Promise.resolve({ passed: states.length - failed.length, failures: [...failed, ...more] });
    });
    return { counts, patterns };
  }

  it('runs nothing again if all passed', async () => {
    assert.deepEqual(await run([{ 'a › one': 'passed' }]), {
      ...{ counts: { passed: 1, failures: [] }, patterns: [undefined] },
    });
  });

  it('runs a describe again in which a test failed, and prints what passed only then', async () => {
    const first = { 'a (b) › one': 'passed', 'a (b) › two': 'failed', 'c › one': 'passed' } as const;
    const second = { 'a (b) › one': 'passed', 'a (b) › two': 'passed', 'a (b) › three': 'passed' } as const;
    const { counts, patterns } = await run([first, second]);
    assert.deepEqual(counts, { passed: 4, failures: [] });
    const pattern = new RegExp(patterns[1] ?? '');
    assert.deepEqual(
      ['a (b) one', 'a (b)c one', 'c a (b) one'].map(title => pattern.test(title)),
      [true, false, false],
    );
    assert.match(printed.join('\n'), /passed when tried again:\n {4}a \(b\) › two$/);
  });

  it('counts once what the name of the describe matches besides', async () => {
    const first = { 'a › one': 'failed', 'a b › one': 'passed' } as const;
    const { counts } = await run([first, { 'a › one': 'passed', 'a b › one': 'passed' }]);
    assert.deepEqual(counts, { passed: 2, failures: [] });
  });

  it('fails if it fails again', async () => {
    const { counts } = await run([{ 'a › one': 'failed', 'c › one': 'passed' }, { 'a › one': 'failed' }]);
    assert.deepEqual(counts, { passed: 1, failures: ['a › one'] });
  });

  it('runs nothing again if more is broken, a run broke off, or tests were chosen', async () => {
    const three = { 'a › one': 'failed', 'b › one': 'failed', 'c › one': 'failed' } as const;
    assert.deepEqual((await run([three])).counts, { passed: 0, failures: Object.keys(three) });
    assert.deepEqual((await run([{ 'a › one': 'failed' }], [], ['broke off'])).counts, {
      passed: 0,
      failures: ['a › one', 'broke off'],
    });
    assert.deepEqual((await run([{ 'a › one': 'failed' }], ['--grep', 'a'])).counts, {
      passed: 0,
      failures: ['a › one'],
    });
  });
});
