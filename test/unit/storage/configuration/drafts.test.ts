import assert from 'node:assert/strict';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toRequestBody } from '../../../../src/core/resources/resourceText';
import { lostSecret, secretPlaceholder } from '../../../../src/core/resources/secretPlaces';
import type { Draft } from '../../../../src/storage/configuration/draftFiles';
import { Drafts } from '../../../../src/storage/configuration/drafts';
import { FakeSecrets, problemOf, profileWith, settled, StorageFaults } from '../../../support/fakes';
import { FakeFiles } from '../../configuration/windowFixture';

describe('Drafts', () => {
  const acme = profileWith({ id: 'p1' });
  const key: ResourceKey = { kind: 'tokenPolicies', id: '../a/b' };
  const base = '{"title": "T"}';
  let faults: StorageFaults;
  let files: FakeFiles;
  let secrets: FakeSecrets;
  let warnings: string[];
  let ids = 0;
  let time: number;
  let drafts: Drafts;

  /** Another window, or this one after a reload. */
  const open = async () => {
    const opened = new Drafts({
      ...{ files, secrets, newId: () => `r${++ids}`, now: () => ++time },
      warn: message => void warnings.push(message),
    });
    await opened.whenLoaded();
    return opened;
  };

  beforeEach(async () => {
    faults = new StorageFaults();
    files = new FakeFiles(faults);
    secrets = new FakeSecrets(faults);
    warnings = [];
    time = Date.UTC(2026, 0, 1);
    drafts = await open();
  });

  const put = (text: string, previous?: Draft, at = drafts) =>
    at.put(acme, key, { base, text, previous: previous?.revision });
  const textsIn = (at: Drafts) =>
    [at.get(acme, key), ...at.others(acme, key)].flatMap(draft => draft?.text ?? []);
  /** The contents of all files. */
  const inFiles = () => JSON.stringify([...files.texts]);

  it('keeps the text with its base across a reload, and replaces it at the next save', async () => {
    const first = await put('{"title": "A"}');
    const second = await put('{"title": "B"}', first);
    const [found, ...others] = (await open()).of(acme);
    assert.deepEqual(found, second);
    assert.deepEqual([second.base, second.title, others.length], [base, 'T', 0]);
    assert.equal(files.texts.size, 1);
  });

  it('keeps one megabyte to the byte', async () => {
    const text = JSON.stringify({ title: 'T', note: '\u00e9'.repeat(500_000) });
    await put(text);
    assert.equal((await open()).get(acme, key)?.text, text);
  });

  it('keeps both drafts if two windows save the same resource, each its own first', async () => {
    const first = await put('{"title": "first"}');
    const other = await open();
    await put('{"title": "here"}', first);
    await put('{"title": "there"}', first, other);
    await drafts.refresh();
    await other.refresh();
    assert.deepEqual(textsIn(drafts), ['{"title": "here"}', '{"title": "there"}']);
    assert.deepEqual(textsIn(other), ['{"title": "there"}', '{"title": "here"}']);
    assert.deepEqual(textsIn(await open()), ['{"title": "there"}', '{"title": "here"}'], 'the newest first');
    assert.equal(drafts.of(acme).length, 1);
  });

  it('continues what was sent only if it replaced that, at once or after others, however equal its base is', async () => {
    const sent = await put('{"title": "A"}');
    const between = await put('{"title": "AA"}', sent);
    assert.ok(drafts.isContinuation(between, sent.revision));
    const mine = await put('{"title": "AB"}', between);
    assert.ok(drafts.isContinuation(mine, sent.revision));
    assert.ok(drafts.isContinuation(mine, undefined), 'text that was sent without a draft');
    const other = await open();
    const theirs = await put('{"title": "ABC"}', mine, other);
    const apart = await put('{"title": "D"}', undefined, await open());
    assert.deepEqual(
      [
        [theirs, mine.revision],
        [theirs, undefined],
        [apart, mine.revision],
        [apart, undefined],
      ].map(([draft, revision]) => drafts.isContinuation(draft as Draft, revision as string | undefined)),
      [true, false, false, false],
    );
  });

  it('does not continue what another window saved and this one sent, unless it is edited further', async () => {
    const sent = await put('{"title": "A"}', undefined, await open());
    await drafts.refresh();
    const apart = await put('{"title": "D"}');
    const later = await put('{"title": "DE"}', apart);
    assert.ok(!drafts.isContinuation(later, sent.revision));
    const first = await put('{"title": "AB"}', sent);
    const second = await put('{"title": "ABC"}', first);
    assert.ok(drafts.isContinuation(second, sent.revision));
  });

  it('reports what another window saved and removed', async () => {
    let changes = 0;
    const other = await open();
    drafts.onDidChange(() => (changes += 1));
    const saved = await put('{"title": "A"}', undefined, other);
    assert.equal(await drafts.refresh(), true);
    assert.deepEqual(textsIn(drafts), ['{"title": "A"}']);
    assert.equal(await drafts.refresh(), false);
    await other.remove(saved);
    assert.equal(await drafts.refresh(), true);
    assert.deepEqual([textsIn(drafts), changes], [[], 2]);
  });

  it('has no draft for another customer of the same profile', async () => {
    await put('{"title": "A"}');
    const elsewhere = { ...acme, customerId: 'another' };
    assert.deepEqual([drafts.of(elsewhere), drafts.get(elsewhere, key)], [[], undefined]);
    assert.equal(drafts.of(acme).length, 1);
  });

  it('says once that a draft is removed, if two remove it at the same time', async () => {
    const saved = await put('{"title": "A"}');
    assert.deepEqual(await Promise.all([drafts.remove(saved), drafts.remove(saved)]), [true, false]);
  });

  it('removes what belongs to a removed profile, and nothing else', async () => {
    await put('{"title": "A"}');
    const second = profileWith({ id: 'p2' });
    await drafts.put(second, key, { base, text: '{"title": "B"}' });
    await drafts.removeProfile(acme.id);
    assert.deepEqual([drafts.of(acme).length, (await open()).of(second).length], [0, 1]);
  });

  it('finds those for customers that the profile was for before', async () => {
    await put('{"title": "A"}');
    const now = { ...acme, origin: 'https://other.example' };
    await drafts.put(now, key, { base, text: '{"title": "B"}' });
    const texts = (owner: typeof acme) => drafts.ofOtherCustomers(owner).map(({ text }) => text);
    assert.deepEqual([texts(now), texts(acme)], [['{"title": "A"}'], ['{"title": "B"}']]);
  });

  describe('with a secret', () => {
    const typed = 'typed-by-a-person';
    const text = `{"a": {"clientSecret": "${typed}", "otherSecret": "${secretPlaceholder}"}}`;

    it('keeps it out of files, and gives it back', async () => {
      await put(text);
      assert.doesNotMatch(inFiles(), new RegExp(typed));
      assert.equal((await open()).get(acme, key)?.text, text);
    });

    for (const broken of [`{"clientSecret" "${typed}"`, `{"client\\u0053ecret": "${typed}"`]) {
      it(`keeps it out of files in text that is not JSON: ${broken}`, async () => {
        await put(broken);
        assert.doesNotMatch(inFiles(), new RegExp(typed));
        assert.equal((await open()).get(acme, key)?.text, broken);
      });
    }

    it('leaves none behind', async () => {
      const first = await put(text);
      await drafts.remove(await put(text.replace(typed, 'again'), first));
      assert.deepEqual([files.texts.size, secrets.values.size], [0, 0]);
    });

    it('leaves none behind if another program deletes its file', async () => {
      const another = { kind: 'clients', id: 'c' } as const;
      await drafts.put(acme, another, { base, text: '{"title": "A"}' });
      const kept = [...files.texts];
      await put(text);
      files.texts.clear();
      for (const [name, each] of kept) files.texts.set(name, each);
      await drafts.refresh();
      assert.deepEqual([textsIn(drafts), secrets.values.size], [[], 0]);
    });

    it('leaves none behind if another program deletes the file of the only draft, once there is another draft', async () => {
      await put(text);
      files.texts.clear();
      await drafts.refresh();
      assert.deepEqual(textsIn(drafts), []);
      await put('{"title": "A"}');
      await drafts.refresh();
      assert.equal(secrets.values.size, 0);
    });

    it('gives it back after reads that found no files, because their disk was not there', async () => {
      await put(text);
      const kept = [...files.texts];
      files.texts.clear();
      await drafts.refresh();
      await drafts.refresh();
      assert.deepEqual(textsIn(drafts), []);
      for (const [name, each] of kept) files.texts.set(name, each);
      await drafts.refresh();
      assert.deepEqual(textsIn(drafts), [text]);
      await drafts.refresh();
      assert.deepEqual(textsIn(await open()), [text]);
    });

    it('keeps the rest of the draft if VS Code lost the secret, which cannot be sent as the one of the service', async () => {
      await put(text);
      secrets.values.clear();
      const left = (await open()).get(acme, key)?.text ?? '';
      assert.equal(left, text.replace(typed, lostSecret));
      const body = '{"a": {"clientSecret": "old", "otherSecret": "other"}}';
      const { message } = await problemOf(
        Promise.resolve().then(() => toRequestBody(left, body)),
        'invalidInput',
      );
      assert.match(message, /secret that you entered at a\.clientSecret is no longer on this machine/);
    });

    it('counts, and goes with its profile, also while VS Code refuses its secrets', async () => {
      await put(text);
      faults.fails = (_, step) => step.startsWith('secrets.get');
      const later = await open();
      assert.equal(await later.count(acme.id), 1);
      await later.removeProfile(acme.id);
      assert.deepEqual([files.texts.size, secrets.values.size], [0, 0]);
    });

    it('says so if all of a text that was no JSON is lost', async () => {
      await put(`{"clientSecret" "${typed}"`);
      secrets.values.clear();
      assert.match((await open()).get(acme, key)?.text ?? '', /^\/\/ The text of this draft is lost.*\n\{/);
    });
  });

  it('keeps the same text again if another window removed its file', async () => {
    const first = await put('{"title": "A"}');
    const other = await open();
    const [same] = other.of(acme);
    assert.ok(same);
    await other.remove(same);
    assert.equal(files.texts.size, 0);
    await put('{"title": "A"}', first);
    assert.deepEqual(textsIn(await open()), ['{"title": "A"}']);
  });

  it('rejects if it cannot be kept, and keeps the previous draft', async () => {
    const first = await put('{"title": "A"}');
    for (const step of ['files.write', 'secrets.store']) {
      faults.fails = (_, name) => name.startsWith(step);
      const { message } = await problemOf(put('{"mySecret": "s3cr3t"}', first), 'storage');
      assert.match(message, /draft of “T” could not be kept/);
      faults.fails = () => false;
      assert.deepEqual(textsIn(await open()), ['{"title": "A"}'], step);
    }
    assert.equal(secrets.values.size, 0);
  });

  it('does not bring back a draft whose file could not be removed', async () => {
    const first = await put('{"title": "A"}');
    faults.fails = (_, step) => step.startsWith('files.remove');
    const second = await put('{"title": "B"}', first);
    assert.deepEqual(textsIn(await open()), ['{"title": "B"}']);
    await drafts.remove(second);
    assert.deepEqual(textsIn(drafts), []);
    faults.fails = () => false;
    await drafts.refresh();
    assert.deepEqual(textsIn(await open()), []);
  });

  it('does not bring back a draft whose file could not be removed once its successor was sent', async () => {
    const first = await put('{"title": "A"}');
    faults.fails = (_, step) => step.includes('files.remove') && step.includes(first.revision);
    const second = await put('{"mySecret": "s3cr3t"}', first);
    await drafts.remove(second);
    assert.deepEqual(textsIn(await open()), []);
    assert.doesNotMatch(inFiles(), /s3cr3t|mySecret/);
    assert.deepEqual(textsIn(await open()), []);
    faults.fails = () => false;
    await open();
    assert.equal(files.texts.size, 0);
  });

  it('is over in other windows too, once its successor was sent and a file could not be removed', async () => {
    const first = await put('{"title": "A"}');
    faults.fails = (_, step) => step.includes('files.remove') && step.includes(first.revision);
    const second = await put('{"title": "B"}', first);
    const other = await open();
    assert.deepEqual(textsIn(other), ['{"title": "B"}']);
    let changes = 0;
    other.onDidChange(() => (changes += 1));
    await drafts.remove(second);
    assert.equal(await other.refresh(), true);
    assert.deepEqual([textsIn(other), changes], [[], 1]);
    assert.equal(await other.refresh(), false);
  });

  it('stays in a window that cannot read its file again', async () => {
    await put('{"title": "A"}');
    faults.fails = (_, step) => step.startsWith('files.read');
    assert.equal(await drafts.refresh(), false);
    assert.deepEqual(textsIn(drafts), ['{"title": "A"}']);
  });

  it('loses nothing if the host is killed between any two steps', async () => {
    const [before, after] = ['{"mySecret": "one"}', '{"mySecret": "two"}'];
    const first = await put(before);
    const kept = { files: [...files.texts], secrets: [...secrets.values] };
    for (let step = 0; step < 6; step++) {
      for (const [map, entries] of [
        [files.texts, kept.files],
        [secrets.values, kept.secrets],
      ] as const) {
        map.clear();
        for (const [name, value] of entries) map.set(name, value);
      }
      const start = faults.steps.length;
      const killed = await open();
      faults.dies = index => index >= start + 3 + step;
      void put(after, first, killed);
      await settled();
      await settled();
      faults.dies = () => false;
      const next = await open();
      const texts = textsIn(next);
      assert.equal(texts.length, 1, String(step));
      assert.ok(texts[0] === before || texts[0] === after, texts[0]);
      assert.equal(files.texts.size, 1);
    }
  });

  const strange: [what: string, text: string][] = [
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a draft without text', JSON.stringify({ revision: 'x' })],
  ];
  for (const [what, text] of strange) {
    it(`skips ${what}, and leaves it`, async () => {
      files.texts.set('drafts/p1.x.json', text);
      await put('{"title": "A"}');
      assert.deepEqual(textsIn(await open()), ['{"title": "A"}']);
      assert.equal(files.texts.get('drafts/p1.x.json'), text);
    });
  }

  it('skips drafts that cannot be listed', async () => {
    await put('{"title": "A"}');
    faults.fails = (_, step) => step.startsWith('files.list');
    assert.equal(await drafts.refresh(), false);
    assert.deepEqual(textsIn(drafts), ['{"title": "A"}']);
    assert.equal(warnings.length, 1);
  });
});
