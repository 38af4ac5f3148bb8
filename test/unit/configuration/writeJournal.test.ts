import assert from 'node:assert/strict';
import { WriteJournal } from '../../../src/configuration/writeJournal';
import { Problem, type ProblemKind } from '../../../src/core/common/problem';
import { PendingWrites } from '../../../src/storage/configuration/pendingWrites';
import { ResourceHistory } from '../../../src/storage/configuration/resourceHistory';
import { deferred, problemOf, profileWith, settled, StorageFaults } from '../../support/fakes';
import { until } from '../../support/until';
import { FakeFiles } from './windowFixture';

describe('WriteJournal', () => {
  let faults: StorageFaults;
  let files: FakeFiles;
  let ids = 0;
  let time: number;
  /** The bodies of `replace` that arrived. */
  let sent: string[];

  beforeEach(() => {
    sent = [];
    faults = new StorageFaults();
    files = new FakeFiles(faults);
    time = 1;
  });

  const journalAt = (origin: string, customerId: string, owner = 'window') =>
    new WriteJournal({
      profile: profileWith({ origin, customerId }),
      profiles: { all: [profileWith({ id: 'p2', origin, customerId })] },
      creations: new Map(),
      history: new ResourceHistory(
        files,
        () => time,
        () => undefined,
      ),
      pendingWrites: new PendingWrites(files),
      ...{ now: () => time, newId: () => `note${String(++ids)}`, owner },
      delay: () => Promise.resolve(),
      onPending: () => undefined,
      hasProcessEnded: () => false,
      warn: () => undefined,
    });

  const remove = (journal: WriteJournal, id: string, send: () => Promise<unknown>) =>
    journal.write(
      { does: 'delete', key: { kind: 'clients', id }, title: id, checkAccess: () => Promise.resolve() },
      send,
      () => Promise.resolve('done'),
    );

  const replace = (
    journal: WriteJournal,
    before: string,
    after: string,
    send: () => Promise<unknown> = () => Promise.resolve(sent.push(after)),
  ) =>
    journal.write(
      { does: 'replace', key: { kind: 'tokenPolicies', id: 'a' }, title: 'a', before, after },
      send,
      () => Promise.resolve('unknown'),
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

  it('refuses a change while this window or another one changes the same resource', async () => {
    const held = deferred<null>();
    const journal = journalAt('https://one.example', 'customer');
    const first = replace(journal, '{"title":"A"}', '{"title":"B"}', () => held.promise);
    while ((await new PendingWrites(files).all()).length === 0) await settled();
    const other = (customerId: string) => journalAt('https://two.example', customerId, 'another window');
    const second = (at: WriteJournal) => replace(at, '{"title":"A"}', '{"title":"C"}');
    for (const each of [journal, other('CUSTOMER')]) {
      const problem = await problemOf(second(each), 'changedMeanwhile');
      assert.match(problem.message, /is not finished\. Nothing was sent/);
    }
    await second(other('elsewhere'));
    const key = { kind: 'loginPolicies', id: 'a', option: 'pushClaims' } as const;
    const change = { does: 'replace', key, title: 'a', before: 'true', after: 'false' } as const;
    await other('customer').write(
      change,
      () => Promise.resolve(sent.push('option')),
      () => Promise.resolve('done'),
    );
    assert.deepEqual(sent, ['{"title":"C"}', 'option']);
    assert.equal((await new PendingWrites(files).all()).length, 1, 'no record of what was refused');
    time += 2 * 60_000 + 1;
    await second(other('customer'));
    assert.equal(sent.length, 3, 'its window does not answer any more');
    held.resolve(null);
    await first;
    await second(journal);
    assert.equal(sent.length, 4);
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
    assert.equal(await isOutOfDate('{"title":"A","id":"a"}'), true, 'the write before');
    assert.equal(await isOutOfDate('{"title":"B","id":"a"}'), true);
    await replace('{"title":"C","id":"a"}', '{"title":"A","id":"a"}');
    assert.equal(await isOutOfDate('{"title":"A","id":"a"}'), false, 'written again');
    assert.equal(await isOutOfDate('{"title":"C","id":"a"}'), true);
    time += 10 * 60_000;
    assert.equal(await isOutOfDate('{"title":"B","id":"a"}'), false);
  });

  it('knows its last write also after the clock was set back', async () => {
    const journal = journalAt('https://one.example', 'customer');
    const key = { kind: 'tokenPolicies', id: 'a' } as const;
    time = 60 * 60_000;
    await replace(journal, '{"title":"A"}', '{"title":"B"}');
    time -= 5 * 60_000;
    await replace(journal, '{"title":"B"}', '{"title":"C"}');
    assert.equal(await journal.mayBeOutOfDate(key, '{"title":"B"}'), true);
    assert.equal(await journal.mayBeOutOfDate(key, '{"title":"C"}'), false);
  });

  it('sends nothing that would undo what another window sent between the checks', async () => {
    const before = '{"title":"A","lifetime":1}';
    const held = deferred<null>();
    const first = journalAt('https://one.example', 'customer').write(
      {
        ...{ does: 'replace', key: { kind: 'tokenPolicies', id: 'a' }, title: 'a' },
        ...{ before, after: '{"title":"B","lifetime":1}' },
      },
      async (_, noteAccepted) => {
        await held.promise;
        await noteAccepted();
      },
      () => Promise.resolve('unknown'),
    );
    await until(
      'the record of the first write',
      async () => (await new PendingWrites(files).all()).length > 0,
    );
    const { write } = files;
    Object.assign(files, {
      write: async (path: string, text: string) => {
        // The first write ends right before the record of the second one.
        held.resolve(null);
        if (path.includes('unfinishedWrites')) await first;
        return write(path, text);
      },
    });
    const second = replace(
      journalAt('https://one.example', 'customer', 'another window'),
      before,
      '{"title":"A","lifetime":2}',
    );
    await problemOf(second, 'changedMeanwhile');
    assert.deepEqual(sent, []);
  });

  describe('while the service still shows what an accepted change replaced', () => {
    const before = '{"title":"A","lifetime":1}';
    const key = { kind: 'tokenPolicies', id: 'a' } as const;
    let journal: WriteJournal;

    beforeEach(async () => {
      journal = journalAt('https://one.example', 'customer');
      const sentFirst = '{"title":"B","lifetime":1}';
      await journal.write(
        { does: 'replace', key, title: 'a', before, after: sentFirst },
        async (_, noteAccepted) => {
          sent.push(sentFirst);
          await noteAccepted();
        },
        () => Promise.resolve('unknown'),
      );
    });

    it('sends nothing that would undo it, of any profile of the customer and any window', async () => {
      const another = journalAt('https://one.example', 'customer', 'another window');
      for (const each of [journal, another]) {
        const problem = await problemOf(
          replace(each, before, '{"title":"A","lifetime":2}'),
          'changedMeanwhile',
        );
        assert.match(problem.message, /before the last change from this machine. Nothing was sent/);
        // Also said where there is no review.
        assert.doesNotMatch(problem.nextStep, /review/i);
      }
      assert.equal(sent.length, 1);
    });

    it('sends what has the same values, for example the same once more', async () => {
      await replace(journal, before, '{"title":"B","lifetime":1}');
      await replace(journal, before, '{"title":"B","lifetime":2}');
      assert.equal(sent.length, 3);
    });

    it('sends nothing that would undo it after another part of the resource was written', async () => {
      await journal.write(
        {
          does: 'replace',
          key: { ...key, option: 'pushClaims' },
          title: 'a',
          before: 'true',
          after: 'false',
        },
        () => Promise.resolve(),
        () => Promise.resolve('unknown'),
      );
      await problemOf(replace(journal, before, '{"title":"A","lifetime":2}'), 'changedMeanwhile');
    });

    it('sends anything once a read has shown it, also if the earlier version comes back', async () => {
      await replace(journal, '{"title":"B","lifetime":1}', '{"title":"B","lifetime":2}');
      await replace(journal, before, '{"title":"D","lifetime":1}');
      assert.equal(sent.length, 3);
    });

    it('says so if only the last read before a write is out of date', async () => {
      const write = journal.write(
        {
          ...{ does: 'replace', key, title: 'a', before: '{"title":"B","lifetime":1}' },
          ...{ after: '{"title":"B","lifetime":2}', readAgain: () => Promise.resolve(before) },
        },
        () => Promise.resolve(sent.push('')),
        () => Promise.resolve('unknown'),
      );
      assert.match(
        (await problemOf(write, 'changedMeanwhile')).message,
        /before the last change from this machine/,
      );
      assert.equal(sent.length, 1);
    });

    it('sends anything once a read shows another version', async () => {
      await replace(journal, '{"title":"Theirs","lifetime":1}', before);
      await replace(journal, before, '{"title":"D","lifetime":1}');
      assert.equal(sent.length, 3);
    });

    it('sends anything after ten minutes, and to another customer', async () => {
      await replace(journalAt('https://one.example', 'other'), before, '{"title":"D","lifetime":1}');
      time += 10 * 60_000;
      await replace(journal, before, '{"title":"D","lifetime":1}');
      assert.equal(sent.length, 3);
    });
  });

  it('sends other values than a write that failed and may not have been made', async () => {
    const journal = journalAt('https://one.example', 'customer');
    const [before, after] = ['{"title":"A"}', '{"title":"B"}'];
    const failed = new Problem('server', 'broken', '', '', { isOutcomeUnknown: true });
    await problemOf(
      replace(journal, before, after, () => Promise.reject(failed)),
      'server',
    );
    await replace(journal, before, '{"title":"C"}');
    assert.deepEqual(sent, ['{"title":"C"}']);
  });

  it('knows what another profile of the customer replaced', async () => {
    const key = { kind: 'tokenPolicies', id: 'a' } as const;
    const owner = (id: string) => profileWith({ id, origin: 'https://one.example', customerId: 'customer' });
    const keep = (id: string, text: string) =>
      new ResourceHistory(
        files,
        () => time,
        () => undefined,
      ).add(owner(id), key, 'a', text);
    await keep('p2', '{"title":"A"}');
    await keep('p3', '{"title":"B"}');
    const isOutOfDate = (customerId: string, text: string) =>
      journalAt('https://one.example', customerId).mayBeOutOfDate(key, text);
    assert.equal(await isOutOfDate('customer', '{"title":"A"}'), true);
    assert.equal(await isOutOfDate('customer', '{"title":"B"}'), false, 'of a removed profile');
    assert.equal(await isOutOfDate('other', '{"title":"A"}'), false, 'of another customer');
  });

  it('knows what any window of this machine is writing now', async () => {
    const [held, key] = [deferred<null>(), { kind: 'clients', id: 'a' } as const];
    const writing = remove(journalAt('https://one.example', 'customer'), 'a', () => held.promise);
    while ((await new PendingWrites(files).all()).length === 0);
    const isBeingWritten = (customerId: string, id: string) =>
      journalAt('https://two.example', customerId).isBeingWritten({ ...key, id });
    assert.equal(await isBeingWritten('CUSTOMER', 'A'), true);
    assert.equal(await isBeingWritten('customer', 'b'), false);
    assert.equal(await isBeingWritten('other', 'a'), false);
    time += 2 * 60_000 + 1;
    assert.equal(await isBeingWritten('customer', 'a'), false, 'its window does not answer any more');
    held.resolve(null);
    await writing;
  });

  it('sends nothing if the checks took so long that other windows take the write for one that has ended', async () => {
    const sent: string[] = [];
    const journal = journalAt('https://one.example', 'customer');
    const checkAccess = () => Promise.resolve(void (time += 2 * 60_000 + 1));
    const writing = journal.write(
      { does: 'replace', key: { kind: 'clients', id: 'a' }, title: 'a', before: '{}', checkAccess },
      () => Promise.resolve(sent.push('a')),
      () => Promise.resolve('done'),
    );
    await problemOf(writing, 'timeout');
    assert.deepEqual([sent, files.texts.size], [[], 0]);
  });

  it('keeps no copy of a version that a write did not replace', async () => {
    const journal = journalAt('https://one.example', 'customer');
    const key = { kind: 'tokenPolicies', id: 'a' } as const;
    const fail = (kind: ProblemKind) => Promise.reject(new Problem(kind, ''));
    const replace = (send: () => Promise<unknown>, checkAccess?: () => Promise<void>) =>
      journal.write({ does: 'replace', key, title: 'a', before: '{"title":"A"}', checkAccess }, send, () =>
        Promise.resolve('done'),
      );
    const isOutOfDate = () => journal.mayBeOutOfDate(key, '{"title":"A"}');
    await problemOf(
      replace(() => fail('invalidInput')),
      'invalidInput',
    );
    assert.equal(await isOutOfDate(), false, 'refused by the service');
    await problemOf(
      replace(
        () => Promise.resolve(),
        () => fail('lockOut'),
      ),
      'lockOut',
    );
    assert.equal(await isOutOfDate(), false, 'refused by the guard');
    faults.fails = (_, step) => step.startsWith('files.write unfinishedWrites/');
    await problemOf(
      replace(() => Promise.resolve()),
      'storage',
    );
    faults.fails = () => false;
    assert.deepEqual(files.texts.size, 0, 'not recorded, so not sent');
    // The service has no version that a later copy could hold.
    await problemOf(
      replace(() => fail('gone')),
      'gone',
    );
    assert.equal(await isOutOfDate(), true, 'deleted by somebody else');
  });
});
