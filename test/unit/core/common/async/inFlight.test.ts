import assert from 'node:assert/strict';
import { InFlight } from '../../../../../src/core/common/async/inFlight';
import { type Deferred, deferred, settled } from '../../../../support/fakes';

describe('InFlight', () => {
  let inFlight: InFlight<string>;
  let runs: (Deferred<string> & { readonly signal: AbortSignal })[];

  beforeEach(() => {
    inFlight = new InFlight();
    runs = [];
  });

  const ask = (signal?: AbortSignal, key = 'a') =>
    inFlight.run(
      key,
      running => {
        const run = deferred<string>();
        runs.push({ ...run, signal: running });
        return run.promise;
      },
      signal,
    );

  it('runs once for a thousand callers, and again for the next', async () => {
    const answers = Array.from({ length: 1000 }, () => ask());
    assert.deepEqual([runs.length, inFlight.keys.length], [1, 1]);
    runs[0]?.resolve('x');
    assert.deepEqual(new Set(await Promise.all(answers)), new Set(['x']));
    assert.deepEqual([inFlight.keys.length, runs[0]?.signal.aborted], [0, false]);
    const next = ask();
    runs[1]?.resolve('y');
    assert.equal(await next, 'y');
  });

  it('rejects for all of them, and runs again for the next', async () => {
    const answers = Array.from({ length: 3 }, () => ask());
    runs[0]?.reject(new Error('no'));
    for (const answer of answers) await assert.rejects(answer, { message: 'no' });
    assert.equal(inFlight.keys.length, 0);
    void ask();
    assert.equal(runs.length, 2);
  });

  it('runs for each key on its own', () => {
    void ask();
    void ask(undefined, 'b');
    assert.deepEqual([runs.length, inFlight.keys.length], [2, 2]);
  });

  it('lets one caller leave while the others wait', async () => {
    const controller = new AbortController();
    const stays = ask();
    const leaves = ask(controller.signal);
    controller.abort();
    await assert.rejects(leaves, { name: 'AbortError' });
    assert.deepEqual([runs[0]?.signal.aborted, inFlight.keys.length], [false, 1]);
    runs[0]?.resolve('x');
    assert.equal(await stays, 'x');
  });

  it('aborts when all have left, and starts a new run for the next caller', async () => {
    const controller = new AbortController();
    const answers = [ask(controller.signal), ask(controller.signal)];
    controller.abort();
    for (const answer of answers) await assert.rejects(answer, { name: 'AbortError' });
    assert.deepEqual([runs[0]?.signal.aborted, inFlight.keys.length], [true, 0]);
    const next = ask();
    assert.equal(runs.length, 2);
    // The old run ends late: it must not remove the new one.
    runs[0]?.reject(new Error('aborted'));
    await settled();
    assert.equal(inFlight.keys.length, 1);
    runs[1]?.resolve('y');
    assert.equal(await next, 'y');
  });

  it('does not start for a caller that is aborted before', async () => {
    await assert.rejects(ask(AbortSignal.abort()), { name: 'AbortError' });
    assert.equal(runs.length, 0);
  });

  it('rejects with an error if the reason is not one', async () => {
    const controller = new AbortController();
    const answer = ask(controller.signal);
    controller.abort('because');
    await assert.rejects(answer, Error);
  });

  it('ignores an abort after the result', async () => {
    const controller = new AbortController();
    const answer = ask(controller.signal);
    runs[0]?.resolve('x');
    assert.equal(await answer, 'x');
    controller.abort();
    await settled();
    assert.equal(runs[0]?.signal.aborted, false);
  });
});
