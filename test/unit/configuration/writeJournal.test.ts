import assert from 'node:assert/strict';
import { WriteJournal } from '../../../src/configuration/writeJournal';
import { PendingWrites } from '../../../src/storage/configuration/pendingWrites';
import { ResourceHistory } from '../../../src/storage/configuration/resourceHistory';
import { deferred, problemOf, profileWith } from '../../support/fakes';
import { FakeFiles } from './windowFixture';

describe('WriteJournal', () => {
  let files: FakeFiles;
  let ids = 0;

  beforeEach(() => {
    files = new FakeFiles();
  });

  const journalAt = (origin: string, customerId: string) =>
    new WriteJournal({
      profile: profileWith({ origin, customerId }),
      history: new ResourceHistory(
        files,
        () => 1,
        () => undefined,
      ),
      pendingWrites: new PendingWrites(files),
      ...{ now: () => 1, newId: () => `note${String(++ids)}`, owner: 'window' },
      delay: () => Promise.resolve(),
      onPending: () => undefined,
      warn: () => undefined,
    });

  const remove = (journal: WriteJournal, id: string, send: () => Promise<unknown>) =>
    journal.write(
      { does: 'delete', key: { kind: 'clients', id }, title: id, checkAccess: () => Promise.resolve() },
      send,
      () => Promise.resolve('done'),
    );

  it('refuses a second write that may take access from a customer, also at another host of the service', async () => {
    const [held, sent] = [deferred<null>(), [] as string[]];
    const first = remove(journalAt('https://one.example', 'customer'), 'a', () => held.promise);
    // The record of the first one is kept.
    while ((await new PendingWrites(files).all()).length === 0);
    const second = (customerId: string) =>
      remove(journalAt('https://two.example', customerId), 'b', () => Promise.resolve(sent.push(customerId)));
    await problemOf(second('CUSTOMER'), 'changedMeanwhile');
    await second('other');
    assert.deepEqual(sent, ['other']);
    held.resolve(null);
    await first;
    await second('customer');
    assert.deepEqual(sent, ['other', 'customer']);
  });
});
