import assert from 'node:assert/strict';
import { forEachLimit, settleEachLimit } from '../../../../src/core/common/forEachLimit';
import { type Deferred, deferred, settled } from '../../../support/fakes';

describe('forEachLimit and settleEachLimit', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  let begun: Map<string, Deferred<string>>;
  const work = (item: string) => {
    const run = deferred<string>();
    begun.set(item, run);
    return run.promise;
  };
  const end = async (item: string, error?: Error) => {
    const run = begun.get(item) ?? assert.fail(`${item} has not begun`);
    if (error) run.reject(error);
    else run.resolve(item.toUpperCase());
    await settled();
  };

  beforeEach(() => {
    begun = new Map();
  });

  it('start a limited number in order, and the next as soon as one ends', async () => {
    const done = settleEachLimit(2, items, work);
    assert.equal([...begun.keys()].join(''), 'ab');
    await end('b');
    assert.equal([...begun.keys()].join(''), 'abc');
    for (const item of ['c', 'd', 'e', 'a']) await end(item);
    assert.deepEqual(
      await done,
      items.map(item => ({ value: item.toUpperCase() })),
    );
  });

  it('continue after a failure, and return both outcomes', async () => {
    const done = settleEachLimit(1, ['a', 'b'], work);
    const error = new Error('no');
    await end('a', error);
    await end('b');
    assert.deepEqual(await done, [{ error }, { value: 'B' }]);
  });

  it('continue after a failure at once', async () => {
    const outcomes = await settleEachLimit(6, items, item => {
      if (item === 'b') throw new Error('at once');
      return Promise.resolve(item);
    });
    assert.equal(outcomes.filter(outcome => 'value' in outcome).length, 4);
  });

  it('start nothing more after an abort', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const rejected = assert.rejects(settleEachLimit(2, items, work, controller.signal), reason);
    controller.abort(reason);
    await end('a');
    await rejected;
    await end('b');
    assert.equal(begun.size, 2);
  });

  it('reject also if the last ones have started before the abort', async () => {
    const controller = new AbortController();
    const rejected = assert.rejects(settleEachLimit(2, ['a', 'b'], work, controller.signal));
    controller.abort();
    await end('a');
    await end('b', new Error('aborted'));
    await rejected;
  });

  it('start nothing if aborted before', async () => {
    await assert.rejects(settleEachLimit(2, items, work, AbortSignal.abort()));
    assert.equal(begun.size, 0);
  });

  it('reject with the first error, and start nothing more', async () => {
    const error = new Error('no');
    const rejected = assert.rejects(
      forEachLimit(2, items, item => work(item).then(() => undefined)),
      error,
    );
    await end('b', error);
    await rejected;
    await end('a');
    assert.equal(begun.size, 2);
  });

  it('resolve without items', async () => {
    assert.deepEqual(await settleEachLimit(6, [], work), []);
  });
});
