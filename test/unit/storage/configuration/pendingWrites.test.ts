import assert from 'node:assert/strict';
import { type PendingWrite, PendingWrites } from '../../../../src/storage/configuration/pendingWrites';
import { problemOf, StorageFaults } from '../../../support/fakes';
import { FakeFiles } from '../../configuration/windowFixture';

describe('PendingWrites', () => {
  let faults: StorageFaults;
  let files: FakeFiles;
  let notes: PendingWrites;

  beforeEach(() => {
    faults = new StorageFaults();
    files = new FakeFiles(faults);
    notes = new PendingWrites(files);
  });

  const note = (recordId: string, at = 1): PendingWrite => ({
    ...{
      recordId,
      profileId: 'p1',
      origin: 'https://login.example',
      customerId: 'customer',
      owner: 'host 1',
    },
    ...{ does: 'replace', kind: 'clients', id: 'c', title: 'C', text: '{}', at },
  });
  const ids = async (of = notes) => (await of.all()).map(({ recordId }) => recordId);

  it('are there for other windows, the oldest first, until they are removed', async () => {
    await Promise.all([
      ...[notes.put(note('a', 2)), notes.put(note('b', 1))],
      new PendingWrites(files).put(note('c', 3)),
    ]);
    assert.deepEqual(await ids(new PendingWrites(files)), ['b', 'a', 'c']);
    await notes.remove(note('b'));
    assert.deepEqual(await ids(), ['a', 'c']);
  });

  it('that another window removed is removed', async () => {
    await notes.put(note('a'));
    await new PendingWrites(files).remove(note('a'));
    await notes.remove(note('a'));
    assert.deepEqual(await ids(), []);
  });

  it('that cannot be removed stays, and is reported', async () => {
    await notes.put(note('a'));
    faults.fails = (_, step) => step.startsWith('files.remove');
    await problemOf(notes.remove(note('a')), 'storage');
    assert.deepEqual(await ids(new PendingWrites(files)), ['a']);
    // Its window knows that the write has ended, and removes the record as soon as it can.
    assert.deepEqual(await ids(), []);
    faults.fails = () => false;
    assert.deepEqual(await ids(), []);
    assert.deepEqual(await ids(new PendingWrites(files)), []);
  });

  it('tell of each that is gone, and come back where they are put again', async () => {
    const gone: string[] = [];
    const watched = new PendingWrites(files, ({ recordId }) => {
      gone.push(recordId);
      return Promise.resolve();
    });
    await watched.put(note('a'));
    await watched.remove(note('a'));
    assert.deepEqual([gone, await ids(watched)], [['a'], []]);
    await watched.put({ ...note('a'), isTold: true });
    assert.deepEqual(await watched.all(), [{ ...note('a'), isTold: true }]);
  });

  it('of an earlier version, which had another name for its ID, is read and removed', async () => {
    const { recordId, ...record } = note('a');
    files.texts.set('unfinishedWrites/a.json', JSON.stringify({ noteId: recordId, ...record }));
    const [found] = await notes.all();
    assert.deepEqual(found, note('a'));
    await notes.remove(note('a'));
    assert.equal(files.texts.size, 0);
  });

  const others: [what: string, text: string][] = [
    ['no JSON', '{'],
    ['a list', '[]'],
    ['one of another version', JSON.stringify({ ...note('y'), does: 'move' })],
    ['one of another kind', JSON.stringify({ ...note('y'), kind: 'webhooks' })],
    ['one without a time', JSON.stringify({ ...note('y'), at: 'today' })],
    ['one of no service', JSON.stringify({ ...note('y'), origin: '' })],
  ];
  for (const [what, text] of others) {
    it(`ignores ${what}`, async () => {
      files.texts.set('unfinishedWrites/y.json', text);
      await notes.put(note('a'));
      assert.deepEqual(await ids(), ['a']);
    });
  }

  it('takes the place of one with the same id', async () => {
    await notes.put(note('a'));
    await notes.put({ ...note('a'), id: 'found' });
    assert.deepEqual(await notes.all(), [{ ...note('a'), id: 'found' }]);
  });

  it('is not there when it could not be written: nothing was sent then', async () => {
    await notes.put(note('a'));
    faults.fails = (_, step) => step.startsWith('files.write');
    const problem = await problemOf(notes.put(note('b')), 'storage');
    assert.match(problem.message, /nothing was sent/);
    assert.deepEqual(await ids(), ['a']);
  });

  it('rejects if the records cannot be listed, instead of reporting none', async () => {
    await notes.put(note('a'));
    faults.fails = (_, step) => step.startsWith('files.list');
    await problemOf(notes.all(), 'storage');
  });
});
