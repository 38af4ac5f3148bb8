import assert from 'node:assert/strict';
import { type WriteNote, WriteNotes } from '../../../src/vault/writeNotes';
import { FakeState, problemOf, StorageFaults } from '../../support/fakes';

const stateKey = 'hostedLogin.unfinishedWrites';

describe('WriteNotes', () => {
  let faults: StorageFaults;
  let state: FakeState;
  let notes: WriteNotes;

  beforeEach(() => {
    faults = new StorageFaults();
    state = new FakeState('globalState', faults);
    notes = new WriteNotes(state);
  });

  const note = (noteId: string): WriteNote => ({
    ...{
      noteId,
      profileId: 'p1',
      does: 'replace',
      kind: 'clients',
      id: 'c',
      title: 'C',
      owner: 'host 1',
      text: '{}',
      at: 1,
    },
  });
  const ids = (of = notes) => of.all.map(({ noteId }) => noteId);

  it('are there for other windows until they are removed', async () => {
    await Promise.all([notes.put(note('a')), notes.put(note('b')), new WriteNotes(state).put(note('c'))]);
    assert.deepEqual([...ids(new WriteNotes(state))].sort(), ['a', 'b', 'c']);
    await notes.remove({ noteId: 'b' });
    await notes.remove({ noteId: 'never' });
    assert.deepEqual(ids(), ['a', 'c']);
  });

  const others: [what: string, value: unknown][] = [
    ['no list', { a: 1 }],
    ['nothing', undefined],
    ['a text', 'x'],
    ['entries of another version', [null, 7, { noteId: 'x' }, { ...note('y'), does: 'move' }]],
    ['another kind', [{ ...note('y'), kind: 'webhooks' }]],
    ['no time', [{ ...note('y'), at: 'today' }]],
  ];
  for (const [what, value] of others) {
    it(`passes over ${what}`, async () => {
      await state.update(stateKey, value);
      assert.deepEqual(ids(), []);
      await notes.put(note('a'));
      assert.deepEqual(ids(), ['a']);
    });
  }

  it('is there where an older version left it, which did not say what process writes', async () => {
    const { owner: _, ...older } = note('a');
    await state.update(stateKey, [older]);
    assert.deepEqual(notes.all, [{ ...older, owner: '' }]);
  });

  it('takes the place of one with the same id', async () => {
    await notes.put(note('a'));
    await notes.put({ ...note('a'), id: 'found' });
    assert.deepEqual(notes.all, [{ ...note('a'), id: 'found' }]);
  });

  it('is not there where it could not be written: nothing was sent then', async () => {
    await notes.put(note('a'));
    faults.fails = (index, step) => step.startsWith('globalState') && index === 1;
    await problemOf(notes.put(note('b')), 'storage');
    assert.deepEqual([ids(), state.written.get(stateKey)], [['a'], [note('a')]]);
  });
});
