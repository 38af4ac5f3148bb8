import assert from 'node:assert/strict';
import { forEachLimit } from '../../../../../src/core/common/async/forEachLimit';
import { type Deferred, deferred, settled } from '../../../../support/fakes';

describe('forEachLimit', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  let begun: Map<string, Deferred<undefined>>;
  const work = async (item: string) => {
    const run = deferred<undefined>();
    begun.set(item, run);
    await run.promise;
  };
  const end = async (item: string, error?: Error) => {
    const run = begun.get(item) ?? assert.fail(`${item} has not begun`);
    if (error) run.reject(error);
    else run.resolve(undefined);
    await settled();
  };

  beforeEach(() => {
    begun = new Map();
  });

  it('starts as many as the limit in their order, and the next as soon as one ends', async () => {
    const done = forEachLimit(2, items, work);
    assert.equal([...begun.keys()].join(''), 'ab');
    await end('b');
    assert.equal([...begun.keys()].join(''), 'abc');
    for (const item of ['c', 'd', 'e', 'a']) await end(item);
    await done;
    assert.equal([...begun.keys()].join(''), 'abcde');
  });

  it('starts nothing more after it was aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const rejected = assert.rejects(forEachLimit(2, items, work, controller.signal), reason);
    controller.abort(reason);
    await end('a');
    await rejected;
    await end('b');
    assert.equal(begun.size, 2);
  });

  it('starts nothing when it was aborted before', async () => {
    await assert.rejects(forEachLimit(2, items, work, AbortSignal.abort()));
    assert.equal(begun.size, 0);
  });

  it('rejects with the first error, and starts nothing more', async () => {
    const error = new Error('no');
    const rejected = assert.rejects(forEachLimit(2, items, work), error);
    await end('b', error);
    await rejected;
    await end('a');
    assert.equal(begun.size, 2);
  });

  it('does nothing without items', async () => {
    await forEachLimit(6, [], work);
    assert.equal(begun.size, 0);
  });
});
