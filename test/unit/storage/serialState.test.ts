import assert from 'node:assert/strict';
import { SerialState } from '../../../src/storage/serialState';
import type { State } from '../../../src/storage/storageAccess';
import { FakeState, StorageFaults } from '../../support/fakes';

/**
 * The state of VS Code 1.139: an update changes the copy of this window, which is sent a moment later; what is stored is
 * sent back, and replaces the copy.
 */
class EchoingState implements State {
  stored: Record<string, unknown> = {};
  #copy: Record<string, unknown> = {};

  get<T>(key: string, defaultValue?: T): T {
    return (this.#copy[key] ?? defaultValue) as T;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#copy[key] = value;
    await turn();
    await turn();
    this.stored = { ...this.#copy };
    const echo = { ...this.stored };
    await turn();
    this.#copy = echo;
  }
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('SerialState', () => {
  it('loses no update that is made while what was stored comes back', async () => {
    const written = async (state: State, of: EchoingState) => {
      const first = state.update('a', 1);
      await turn();
      await turn();
      await Promise.all([first, state.update('b', 2)]);
      return of.stored;
    };
    const lossy = new EchoingState();
    assert.deepEqual(await written(lossy, lossy), { a: 1 }, 'as VS Code does');
    const state = new EchoingState();
    assert.deepEqual(await written(new SerialState(state), state), { a: 1, b: 2 });
  });

  it('gives the value of an update at once, and that of the last one', async () => {
    const state = new SerialState(new EchoingState());
    const updates = [state.update('a', 1), state.update('a', 2), state.update('b', undefined)];
    assert.deepEqual([state.get('a'), state.get('b')], [2, undefined]);
    await updates[0];
    assert.equal(state.get('a'), 2);
    await Promise.all(updates);
    assert.equal(state.get('a'), 2);
  });

  it('rejects as the state does, and continues', async () => {
    const faults = new StorageFaults();
    const state = new SerialState(new FakeState('state', faults));
    faults.fails = index => index === 0;
    await assert.rejects(state.update('a', 1), { name: 'StorageError' });
    await state.update('a', 2);
    assert.equal(state.get('a'), 2);
  });
});
