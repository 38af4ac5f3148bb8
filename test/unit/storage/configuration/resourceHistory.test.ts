import assert from 'node:assert/strict';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { ResourceHistory } from '../../../../src/storage/configuration/resourceHistory';
import { deferred, problemOf, profileWith, StorageFaults } from '../../../support/fakes';
import { FakeFiles } from '../../configuration/windowFixture';

describe('ResourceHistory', () => {
  const key: ResourceKey = { kind: 'tokenPolicies', id: '../a/b' };
  const acme = profileWith({ id: 'p1' });
  let faults: StorageFaults;
  let files: FakeFiles;
  let time: number;
  let warnings: string[];
  let history: ResourceHistory;

  const another = () =>
    new ResourceHistory(
      files,
      () => time,
      message => void warnings.push(message),
    );

  beforeEach(() => {
    faults = new StorageFaults();
    files = new FakeFiles(faults);
    time = Date.UTC(2026, 0, 1);
    warnings = [];
    history = another();
  });

  const keep = (text: string, of = key, at = history) => at.add(acme, of, 'T', text);
  const texts = async (of = key) => (await history.list(acme, of)).map(({ text }) => text);

  it('lists the versions of a resource, the newest first, and of no other', async () => {
    for (const text of ['a', 'b']) {
      await keep(text);
      time += 1000;
    }
    await keep('other', { kind: 'clients', id: key.id });
    assert.deepEqual(await texts(), ['b', 'a']);
    const [version] = await history.list(acme, key);
    assert.deepEqual(version, {
      ...{ ...key, title: 'T', origin: acme.origin, customerId: acme.customerId },
      ...{ at: Date.UTC(2026, 0, 1) + 1000, text: 'b' },
    });
    assert.deepEqual(await history.list({ ...acme, id: 'p2' }, key), []);
  });

  it('distinguishes what is below a login policy from the policy', async () => {
    const policy = { kind: 'loginPolicies', id: 'l1' } as const;
    await keep('policy', policy);
    await history.add(acme, { ...policy, option: 'pushClaims' }, 'T', 'claims');
    assert.deepEqual(await texts(policy), ['policy']);
    const [version] = await another().list(acme, { ...policy, option: 'pushClaims' });
    assert.deepEqual([version?.option, version?.text], ['pushClaims', 'claims']);
    assert.equal((await history.listNewest(acme)).length, 2);
  });

  it('keeps any id, any title and any text in a folder of its own', async () => {
    const ids = ['..', '.', 'a/../../b', 'x'.repeat(500), 'A', 'a', '\u0000', '🚀'];
    for (const id of ids) await history.add(acme, { kind: 'clients', id }, `${id}/..\n`, `{"id":"${id}"}`);
    for (const id of ids) assert.deepEqual(await texts({ kind: 'clients', id }), [`{"id":"${id}"}`]);
    for (const path of files.texts.keys()) assert.match(path, /^p1\/[0-9a-f]{32}\/[0-9a-f-]+\.json$/);
  });

  it('keeps fifty, and lets the oldest go', async () => {
    for (let count = 1; count <= 53; count++) {
      await keep(String(count));
      time += 1;
    }
    const kept = await texts();
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [50, '53', '4']);
  });

  it('keeps the order when the clock was set back, and in one millisecond', async () => {
    for (const text of ['a', 'b']) await keep(text);
    time -= 3_600_000;
    for (const text of ['c', 'd']) await keep(text);
    assert.deepEqual(await texts(), ['d', 'c', 'b', 'a']);
  });

  it('loses nothing when two windows keep a copy in the same millisecond', async () => {
    // Each lists the files before the other one writes.
    const listed = [deferred<null>(), deferred<null>()] as const;
    const windowOf = (mine: 0 | 1) => {
      const list = async (folder: string) => {
        const names = await files.list(folder);
        listed[mine].resolve(null);
        await listed[mine === 0 ? 1 : 0].promise;
        return names;
      };
      const { read, write, remove } = files;
      return new ResourceHistory(
        { list, read, write, remove },
        () => time,
        () => undefined,
      );
    };
    await Promise.all([keep('a', key, windowOf(0)), keep('b', key, windowOf(1))]);
    assert.deepEqual([...(await texts())].sort(), ['a', 'b']);
  });

  it('leaves out what cannot be read, and what is not a version', async () => {
    await keep('a');
    const [path = ''] = files.texts.keys();
    for (const [name, text] of [
      ['1', ''],
      ['2', '{'],
      ['3', '{"kind":"tokenPolicies"}'],
      ['4', '{"kind":"x","id":"","title":"","text":"","at":1}'],
    ]) {
      files.texts.set(`${path.replace(/[^/]*$/, '')}${name ?? ''}.json`, text ?? '');
    }
    assert.deepEqual(await texts(), ['a']);
    faults.fails = (_, step) => step.startsWith('files.read');
    assert.deepEqual(await texts(), []);
  });

  for (const step of ['files.list', 'files.write']) {
    it(`says that nothing may be written when ${step} fails, without the path`, async () => {
      faults.fails = (_, taken) => taken.startsWith(step);
      const problem = await problemOf(keep('a'), 'storage');
      assert.match(problem.message, /nothing was sent/);
      assert.ok(!`${problem.message} ${problem.nextStep} ${problem.detail}`.includes('p1'));
    });
  }

  it('only warns when an old one cannot be removed', async () => {
    for (let count = 0; count < 50; count++) await keep(String(count));
    faults.fails = (_, step) => step.startsWith('files.remove');
    await keep('new');
    assert.deepEqual([(await texts())[0], warnings], ['new', ['An old version could not be removed']]);
  });

  it('reads only the newest versions to list them, and an older one if that cannot be read', async () => {
    for (const text of ['a', 'b', 'c']) await keep(text);
    const read: string[] = [];
    faults.fails = (_, step) => step.startsWith('files.read') && read.push(step) === 1;
    const found = await history.listNewest(acme);
    assert.deepEqual([found.map(({ text }) => text), read.length], [['b'], 2]);
  });

  it('lists the newest version of each resource, and forgets a profile', async () => {
    await keep('a');
    time += 1;
    await keep('c', { kind: 'clients', id: 'c' });
    time += 1;
    await keep('b');
    assert.deepEqual(
      (await history.listNewest(acme)).map(({ text }) => text),
      ['b', 'c'],
    );
    await history.add({ ...acme, id: 'p2' }, key, 'T', 'z');
    await history.removeProfile('p1');
    assert.deepEqual(
      [await history.listNewest(acme), (await history.listNewest({ ...acme, id: 'p2' })).length],
      [[], 1],
    );
  });
});
