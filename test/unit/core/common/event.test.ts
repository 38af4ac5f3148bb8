import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/common/event';

describe('Emitter', () => {
  it('calls every listener in order until it is disposed', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const one = emitter.event(value => heard.push(`one ${value}`));
    emitter.event(value => heard.push(`two ${value}`));
    emitter.fire(1);
    one.dispose();
    one.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ['one 1', 'two 1', 'two 2']);
  });

  it('calls a function twice that subscribed twice, and once after one is disposed', () => {
    const emitter = new Emitter<void>();
    let count = 0;
    const listener = () => (count += 1);
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire();
    first.dispose();
    emitter.fire();
    assert.equal(count, 3);
  });

  it('calls those who were subscribed when it began', () => {
    const emitter = new Emitter<void>();
    const heard: string[] = [];
    emitter.event(() => {
      heard.push('one');
      emitter.event(() => heard.push('late'));
    });
    const two = emitter.event(() => heard.push('two'));
    emitter.event(() => {
      two.dispose();
    });
    emitter.fire();
    assert.deepEqual(heard, ['one', 'two']);
  });

  it('continues after a listener throws, and reports the error', () => {
    const reported: unknown[] = [];
    const emitter = new Emitter<void>(error => reported.push(error));
    const error = new Error('listener');
    let isTold = false;
    emitter.event(() => {
      throw error;
    });
    emitter.event(() => (isTold = true));
    emitter.fire();
    assert.deepEqual([isTold, reported], [true, [error]]);
  });
});
