import assert from 'node:assert/strict';
import { WriteJournal } from '../../../src/configuration/writeJournal';
import { PendingWrites } from '../../../src/storage/configuration/pendingWrites';
import { ResourceHistory } from '../../../src/storage/configuration/resourceHistory';
import { deferred, problemOf, profileWith } from '../../support/fakes';
import { FakeFiles } from './windowFixture';

describe('WriteJournal', () => {
  let files: FakeFiles;
  let ids = 0;
  let time: number;

  beforeEach(() => {
    files = new FakeFiles();
    time = 1;
  });

  const journalAt = (origin: string, customerId: string) =>
    new WriteJournal({
      profile: profileWith({ origin, customerId }),
      history: new ResourceHistory(
        files,
        () => time,
        () => undefined,
      ),
      pendingWrites: new PendingWrites(files),
      ...{ now: () => time, newId: () => `note${String(++ids)}`, owner: 'window' },
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

  it('knows what its last write replaced, which reads may show for a while', async () => {
    const journal = journalAt('https://one.example', 'customer');
    const key = { kind: 'tokenPolicies', id: 'a' } as const;
    const replace = (before: string, after: string) =>
      journal.write(
        { does: 'replace', key, title: 'a', before, after },
        () => Promise.resolve(),
        () => Promise.resolve('done'),
      );
    const isOutOfDate = (text: string) => journal.mayBeOutOfDate(key, text);
    assert.equal(await isOutOfDate('{"title":"A"}'), false);
    await replace('{"title":"A","id":"a"}', '{"title":"B","id":"a"}');
    assert.equal(await isOutOfDate('{ "id": "a", "title": "A" }'), true);
    assert.equal(await isOutOfDate('{"title":"B","id":"a"}'), false);
    await replace('{"title":"B","id":"a"}', '{"title":"C","id":"a"}');
    assert.equal(await isOutOfDate('{"title":"A","id":"a"}'), false);
    assert.equal(await isOutOfDate('{"title":"B","id":"a"}'), true);
    time += 10 * 60_000;
    assert.equal(await isOutOfDate('{"title":"B","id":"a"}'), false);
  });
});
