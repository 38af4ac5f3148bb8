import assert from 'node:assert/strict';
import { MutedFiles } from '../../../src/storage/mutedFiles';
import { FakeState, problemOf, StorageFaults } from '../../support/fakes';

describe('MutedFiles', () => {
  const file = 'file:///a.txt';

  it('remembers a file across a reload, until it is unmuted', async () => {
    const state = new FakeState('workspaceState', new StorageFaults());
    await new MutedFiles(state).set(file, true);
    assert.ok(new MutedFiles(state).has(file));
    assert.ok(!new MutedFiles(state).has('file:///b.txt'));
    await new MutedFiles(state).set(file, false);
    assert.ok(!new MutedFiles(state).has(file));
  });

  it('remembers an untitled document only in this window', async () => {
    const state = new FakeState('workspaceState', new StorageFaults());
    const files = new MutedFiles(state);
    await files.set('untitled:Untitled-1', true);
    assert.ok(files.has('untitled:Untitled-1'));
    assert.ok(!new MutedFiles(state).has('untitled:Untitled-1'));
    await files.set('untitled:Untitled-1', false);
    assert.ok(!files.has('untitled:Untitled-1'));
  });

  it('remembers the last two hundred', async () => {
    const files = new MutedFiles(new FakeState('workspaceState', new StorageFaults()));
    for (let count = 0; count <= 200; count++) await files.set(`file:///${count}`, true);
    assert.deepEqual(
      ['file:///0', 'file:///1', 'file:///200'].map(each => files.has(each)),
      [false, true, true],
    );
  });

  for (const value of [null, 7, 'file:///a.txt', { a: 1 }, [7, null]]) {
    it(`reads ${JSON.stringify(value)} as none`, async () => {
      const state = new FakeState('workspaceState', new StorageFaults());
      await state.update('hostedLogin.mutedFiles', value);
      assert.ok(!new MutedFiles(state).has(file));
    });
  }

  it('says so when it cannot be remembered', async () => {
    const faults = new StorageFaults();
    const files = new MutedFiles(new FakeState('workspaceState', faults));
    faults.fails = () => true;
    await problemOf(files.set(file, true), 'storage');
    faults.fails = () => false;
    assert.ok(!files.has(file));
  });
});
