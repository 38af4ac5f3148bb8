import assert from 'node:assert/strict';
import type { ResourceKey } from '../../../src/core/configuration';
import { shownText } from '../../../src/core/resourceText';
import { applyChange } from '../../../src/features/configuration/applying';
import { isChangedMeanwhile, prepareChange } from '../../../src/features/configuration/change';
import { createResource } from '../../../src/features/configuration/creating';
import { deleteResource, prepareDeletion } from '../../../src/features/configuration/deleting';
import { prepareRotation, resetClientSecret } from '../../../src/features/configuration/rotating';
import { followUnfinished, tellUnfinished } from '../../../src/features/configuration/unfinished';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { deferred, settled } from '../../support/fakes';
import { closeAll } from '../../unit/api/servers';
import { ConfigurationWindow, Service } from './windowFixture';

describe('a window that closes during a write', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let told: string[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    told = [];
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  /** The window is gone at the request that writes: before it reaches the service, or before its answer is there. */
  async function closesAt(pattern: RegExp, isDone: boolean, run: () => Promise<unknown>) {
    const closed = deferred<null>();
    at.trouble = async (request, pass) => {
      if (!pattern.test(request)) return pass();
      if (isDone) await pass();
      closed.resolve(null);
      return new Promise<Response>(() => undefined);
    };
    run().catch(() => undefined);
    await closed.promise;
  }

  /** Another window on the same machine, minutes later; what it tells. */
  async function later(): Promise<readonly string[]> {
    at.clock.jump(3 * 60_000);
    const next = new ConfigurationWindow(sandbox, at);
    await tellUnfinished(next.rooms, text => told.push(text));
    at = next;
    return told;
  }

  const save = async (key: ResourceKey) => {
    const { holdings, guard } = at.desk;
    const base = shownText((await holdings.read(key)).body);
    const edited = base.replace(/"title": "[^"]*"/, '"title": "Renamed"');
    const change = await prepareChange(holdings, guard, key, { edited, base });
    assert.ok(change && !isChangedMeanwhile(change));
    return applyChange(at.desk, change);
  };
  const rotate = async (id: string) =>
    resetClientSecret(at.rooms, at.desk, await prepareRotation(at.rooms, at.desk, id));

  const unused = (): ResourceKey => ({ kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy });
  const cases: [what: string, pattern: RegExp, run: () => Promise<unknown>, done: RegExp, not: RegExp][] = [
    ['saving', /^PUT/, () => save(unused()), /change of .* was made/, /change of .* was not made/],
    [
      'creating',
      /^POST config/,
      () => createResource(at.desk, 'tokenPolicies', '{"title":"New","allowedScopes":["openid"]}'),
      /There is a “New”/,
      /“New” was not created/,
    ],
    [
      'deleting',
      /^DELETE/,
      async () => deleteResource(at.desk, await prepareDeletion(at.desk, unused())),
      /was deleted/,
      /was not deleted/,
    ],
  ];
  for (const [what, pattern, run, done, not] of cases) {
    for (const isDone of [true, false]) {
      it(`${what}, which was ${isDone ? '' : 'not '}done: the next one tells`, async () => {
        await closesAt(pattern, isDone, run);
        assert.equal(at.notes.all.length, 1);
        const [text = '', ...others] = await later();
        assert.match(text, isDone ? done : not);
        assert.deepEqual([others, at.notes.all], [[], []]);
      });
    }
  }

  it('tells whose configuration it was', async () => {
    await closesAt(/^PUT/, true, () => save(unused()));
    assert.match((await later())[0] ?? '', /a request of “acme” was under way/);
  });

  /** Sends a text in the place of what is there. */
  async function replace(edited: (base: string) => string, isDone: boolean): Promise<void> {
    const { holdings, guard } = at.desk;
    const base = shownText((await holdings.read(unused())).body);
    await closesAt(/^PUT/, isDone, async () => {
      const change = await prepareChange(holdings, guard, unused(), { edited: edited(base), base });
      assert.ok(change && !isChangedMeanwhile(change));
      return applyChange(at.desk, change);
    });
  }

  for (const isDone of [true, false]) {
    it(`a change that only leaves something out was ${isDone ? '' : 'not '}made`, async () => {
      await service.change('tokenPolicies', unused().id, { accessTokenLifetime: 900 });
      await replace(base => base.replace(/ *"accessTokenLifetime": 900,\n/, ''), isDone);
      assert.match((await later())[0] ?? '', isDone ? /was made/ : /was not made/);
    });
  }

  it('what somebody else made of it meanwhile is neither', async () => {
    await replace(base => base.replace(/"title": "[^"]*"/, '"title": "Mine"'), false);
    await service.change('tokenPolicies', unused().id, { title: 'Theirs' });
    assert.match((await later())[0] ?? '', /otherwise than before, and otherwise than it was sent/);
  });

  it('a change whose members the service completes is one that was made', async () => {
    const { holdings, guard } = at.desk;
    const base = shownText((await holdings.read(unused())).body);
    const edited = '{"id":' + JSON.stringify(unused().id) + ',"title":"Less"}';
    await closesAt(/^PUT/, true, async () => {
      const change = await prepareChange(holdings, guard, unused(), { edited, base });
      assert.ok(change && !isChangedMeanwhile(change));
      return applyChange(at.desk, change);
    });
    assert.match((await later())[0] ?? '', /was made/);
  });

  for (const isDone of [true, false]) {
    it(`a reset of our own secret, ${isDone ? 'done' : 'not done'}: the profile comes in`, async () => {
      await closesAt(/^POST .*\/secret$/, isDone, () => rotate(sandbox.clientId));
      assert.match((await later())[0] ?? '', /was read, and is kept/);
      assert.deepEqual([await at.comesIn(), at.notes.all], [true, []]);
      assert.ok(!`${told.join()} ${at.keptInTheOpen}`.includes(await service.secret(sandbox.clientId)));
    });
  }

  it('before the new secret is in the key store: the next one keeps it', async () => {
    const died = deferred<null>();
    at.faults.dies = index => {
      const isIt = /secrets\.store .*clientSecret/.test(at.faults.steps[index] ?? '');
      if (isIt) died.resolve(null);
      return isIt;
    };
    void rotate(sandbox.clientId);
    await died.promise;
    at.faults.dies = () => false;
    assert.equal(await new ConfigurationWindow(sandbox, at).comesIn(), false);
    await later();
    assert.deepEqual([await at.comesIn(), at.notes.all], [true, []]);
  });

  it('a key store that does not take it: told, and the next one tries again', async () => {
    at.faults.fails = (_, step) => /secrets\.store .*clientSecret/.test(step);
    const { unsaved } = await rotate(sandbox.clientId);
    assert.deepEqual([unsaved.map(({ name }) => name), at.notes.all.length], [['acme'], 1]);
    at.faults.fails = () => false;
    await later();
    assert.deepEqual([await at.comesIn(), at.notes.all], [true, []]);
  });

  it('a secret that nobody can read any more: how to go on is told, once', async () => {
    await closesAt(/^POST .*\/secret$/, true, () => rotate(sandbox.clientId));
    await at.keeper.forget(at.profile);
    assert.match((await later())[0] ?? '', /another profile .*edit the profile/);
    assert.deepEqual(at.notes.all, []);
  });

  it('a service that can not be asked: the note stays, and nothing is told', async () => {
    await closesAt(/^PUT/, true, () => save(unused()));
    at.clock.jump(3 * 60_000);
    const next = new ConfigurationWindow(sandbox, at);
    next.trouble = () => Promise.reject(new TypeError('fetch failed'));
    await tellUnfinished(next.rooms, text => told.push(text));
    assert.deepEqual([told, next.notes.all.length], [[], 1]);
  });

  it('loaded again at once: it is told as soon as no other window can be at it', async () => {
    await closesAt(/^PUT/, true, () => save(unused()));
    const next = new ConfigurationWindow(sandbox, at);
    const heard = deferred<string>();
    const stop = followUnfinished(next.rooms, heard.resolve, next.clock.after);
    await settled();
    assert.equal(next.notes.all.length, 1);
    next.clock.pass(2 * 60_000 + 1);
    assert.match(await heard.promise, /was made/);
    stop();
  });
});
