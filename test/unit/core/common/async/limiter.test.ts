import assert from 'node:assert/strict';
import { Limiter } from '../../../../../src/core/common/async/limiter';
import { deferred, settled } from '../../../../support/fakes';

describe('Limiter', () => {
  it('runs a limited number at a time, the others in order', async () => {
    const turns = new Limiter(2);
    const begun: number[] = [];
    const works = [0, 1, 2, 3].map(() => deferred<undefined>());
    const done = works.map(({ promise }, index) =>
      turns.run(() => {
        begun.push(index);
        return promise;
      }),
    );
    await settled();
    assert.deepEqual(begun, [0, 1]);
    works[1]?.resolve(undefined);
    await settled();
    assert.deepEqual(begun, [0, 1, 2]);
    for (const { resolve } of works) resolve(undefined);
    await Promise.all(done);
    assert.deepEqual(begun, [0, 1, 2, 3]);
  });

  it('frees its places when tasks fail, and when nobody waits', async () => {
    const turns = new Limiter(1);
    const controller = new AbortController();
    const first = deferred<undefined>();
    const running = turns.run(() => first.promise);
    const left = turns.run(() => assert.fail('begun though nobody waits'), controller.signal);
    controller.abort();
    first.reject(new Error('broken'));
    await assert.rejects(running, /broken/);
    await assert.rejects(left, { name: 'AbortError' });
    assert.equal(await turns.run(() => Promise.resolve('again')), 'again');
  });
});
