import assert from 'node:assert/strict';
import { whenResetBegan } from '../../../../src/configuration/secretResetSignal';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { createResource } from '../../../../src/configuration/writes/createResource';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { watchPendingWrites, recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import {
  prepareSecretReset,
  resetClientSecret,
} from '../../../../src/configuration/writes/resetClientSecret';
import { writeOption } from '../../../../src/configuration/writes/writeOption';
import { createCopyText } from '../../../../src/core/resourceRules/resourceCopy';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import type { PendingWrite } from '../../../../src/storage/configuration/pendingWrites';
import { deferred, FakeClock, problemOf, settled } from '../../../support/fakes';
import { until } from '../../../support/until';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

describe('a window that closes during a write', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let told: string[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    // Without it nothing is reset.
    await at.holdSpare(service);
    told = [];
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  /** Another window on the same machine, minutes later; returns its messages. `gone`: the windows known to have ended. */
  async function later(gone: readonly string[] = []): Promise<readonly string[]> {
    at.clock.jump(3 * 60_000);
    const next = new ConfigurationWindow(sandbox, at);
    for (const owner of gone) next.gone.add(owner);
    await recoverPendingWrites(next.deps, text => told.push(text));
    at = next;
    return told;
  }

  const save = async (key: ResourceKey) => {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edited = base.replace(/"title": "[^"]*"/, '"title": "Renamed"');
    const change = await prepareChange(resourceCache, guard, key, { edited, base });
    assert.ok(change && !isConflict(change));
    return applyChange(at.configuration, change);
  };
  const rotate = async (id: string) => {
    return resetClientSecret(
      at.deps,
      at.configuration,
      await prepareSecretReset(at.deps, at.configuration, id),
    );
  };

  const unused = (): ResourceKey => ({ kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy });
  const cases: [what: string, pattern: RegExp, run: () => Promise<unknown>, done: RegExp, not: RegExp][] = [
    ['saving', /^PUT/, () => save(unused()), /change of .* was made/, /change was probably not made/],
    [
      'writing what is below a login policy',
      /^PUT/,
      async () => {
        const id = sandbox.ids.staffLoginPolicy;
        const planned = await at.configuration.resourceCache.api.readOption(id, 'pushClaims');
        const text = JSON.stringify({ enabled: !planned.includes('true') });
        const policy = { id, title: 'Staff' };
        return writeOption(at.configuration, { policy, option: 'pushClaims', text, planned });
      },
      /change of “Staff: pushClaims” was made/,
      /earlier version of “Staff: pushClaims”: the change was probably not made/,
    ],
    [
      'creating',
      /^POST config/,
      () => createResource(at.configuration, 'tokenPolicies', '{"title":"New","allowedScopes":["openid"]}'),
      /“New” exists/,
      /shows no “New”/,
    ],
    [
      'creating a login policy',
      /^POST config/,
      async () => {
        const { resourceCache } = at.configuration;
        const key = { kind: 'loginPolicies', id: sandbox.ids.staffLoginPolicy } as const;
        const { body } = await resourceCache.read(key);
        return createResource(
          at.configuration,
          'loginPolicies',
          createCopyText('loginPolicies', body, 'New'),
        );
      },
      /“New” exists\. Check its push claims and its allowed response types\./,
      /shows no “New”/,
    ],
    [
      'deleting',
      /^DELETE/,
      async () => deleteResource(at.configuration, await prepareDeletion(at.configuration, unused())),
      /was deleted/,
      /was probably not deleted/,
    ],
  ];
  for (const [what, pattern, run, done, not] of cases) {
    for (const isDone of [true, false]) {
      it(`${what}, which was ${isDone ? '' : 'not '}done: the next window reports it`, async () => {
        await at.killAt(pattern, isDone, run);
        assert.equal((await at.pendingWrites.all()).length, 1);
        const [text = '', ...others] = await later();
        assert.match(text, isDone ? done : not);
        assert.deepEqual([others, await at.pendingWrites.all()], [[], []]);
      });
    }
  }

  it('says whose configuration it was', async () => {
    await at.killAt(/^PUT/, true, () => save(unused()));
    await later([at.owner]);
    assert.match(told.join(), /was closed while a change was sent with the profile “acme”/);
  });

  it('is not called closed if its process may still run', async () => {
    await at.killAt(/^PUT/, true, () => save(unused()));
    await later();
    assert.match(told.join(), /^A change that was sent with the profile “acme” was checked again/);
  });

  /** Replaces a resource with a text. */
  async function replace(edited: (base: string) => string, isDone: boolean): Promise<void> {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(unused())).body);
    await at.killAt(/^PUT/, isDone, async () => {
      const change = await prepareChange(resourceCache, guard, unused(), { edited: edited(base), base });
      assert.ok(change && !isConflict(change));
      return applyChange(at.configuration, change);
    });
  }

  for (const isDone of [true, false]) {
    it(`a change that only leaves something out was ${isDone ? '' : 'not '}made`, async () => {
      await service.change('tokenPolicies', unused().id, { accessTokenLifetime: 900 });
      await replace(base => base.replace(/ *"accessTokenLifetime": 900,\n/, ''), isDone);
      assert.match((await later())[0] ?? '', isDone ? /was made/ : /probably not made/);
    });
  }

  it('a change by somebody else is reported as neither', async () => {
    await replace(base => base.replace(/"title": "[^"]*"/, '"title": "Mine"'), false);
    await service.change('tokenPolicies', unused().id, { title: 'Theirs' });
    assert.match(
      (await later())[0] ?? '',
      /a version of .* that is neither the earlier one nor the one that was sent/,
    );
  });

  it('a change to which the service added members counts as made', async () => {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(unused())).body);
    const edited = '{"id":' + JSON.stringify(unused().id) + ',"title":"Less"}';
    await at.killAt(/^PUT/, true, async () => {
      const change = await prepareChange(resourceCache, guard, unused(), { edited, base });
      assert.ok(change && !isConflict(change));
      return applyChange(at.configuration, change);
    });
    assert.match((await later())[0] ?? '', /was made/);
  });

  for (const isDone of [true, false]) {
    it(`a reset of our own secret, ${isDone ? 'done' : 'not done'}: the profile gets a token`, async () => {
      await at.killAt(/^POST .*\/secret$/, isDone, () => rotate(sandbox.clientId));
      assert.match(
        (await later())[0] ?? '',
        isDone ? /was read, tested and saved/ : /stored secret of .* works/,
      );
      assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
      assert.ok(!`${told.join()} ${at.keptInTheOpen}`.includes(await service.secret(sandbox.clientId)));
    });
  }

  it('before the new secret is in SecretStorage: the next one keeps it', async () => {
    const died = deferred<null>();
    at.faults.dies = index => {
      const isIt = /secrets\.store .*clientSecret/.test(at.faults.steps[index] ?? '');
      if (isIt) died.resolve(null);
      return isIt;
    };
    void rotate(sandbox.clientId);
    await died.promise;
    at.faults.dies = () => false;
    assert.equal(await new ConfigurationWindow(sandbox, at).hasAccess(), false);
    await later();
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('SecretStorage that fails: reported, and the next window tries again', async () => {
    at.faults.fails = (_, step) => /secrets\.store .*clientSecret/.test(step);
    const { unsaved } = await rotate(sandbox.clientId);
    assert.deepEqual([unsaved.map(({ name }) => name), (await at.pendingWrites.all()).length], [['acme'], 1]);
    at.faults.fails = () => false;
    await later();
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('two profiles of one client under two spellings of the origin: a reset updates both', async () => {
    const { clientId, customerId, clientSecret, origin } = sandbox;
    const second = { name: 'second', customerId, clientId, origin: origin.replace('127.0.0.1', 'localhost') };
    const twin = await at.profiles.addInactive(second, clientSecret);
    const { profiles } = await prepareSecretReset(at.deps, at.configuration, clientId);
    assert.deepEqual(
      profiles.map(({ name }) => name),
      ['acme', 'second'],
    );
    await rotate(clientId);
    assert.deepEqual([await at.hasAccess(), await at.hasAccess(twin)], [true, true]);
  });

  it('two profiles of one client whose IDs differ in case: a reset updates both', async () => {
    const { clientId, customerId, clientSecret, origin } = sandbox;
    const second = {
      ...{ name: 'second', origin },
      ...{ customerId: customerId.toUpperCase(), clientId: clientId.toUpperCase() },
    };
    const twin = await at.profiles.addInactive(second, clientSecret);
    await rotate(clientId);
    assert.deepEqual(
      [await at.hasAccess(), await at.profiles.readClientSecret(twin)],
      [true, await service.secret(clientId)],
    );
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(clientId));
    await later();
    assert.equal(await at.profiles.readClientSecret(twin), await service.secret(clientId));
  });

  it('another host of the same client has the same secret: a reset updates it, also in the next window', async () => {
    const { clientId, customerId, clientSecret } = sandbox;
    const values = { name: 'second', customerId, clientId, origin: 'https://login.acme.example' };
    const there = await at.profiles.addInactive(values, clientSecret);
    const stale = await at.profiles.addInactive({ ...values, name: 'third' }, 'another secret');
    await rotate(clientId);
    const secret = await service.secret(clientId);
    assert.equal(await at.profiles.readClientSecret(there), secret);
    assert.equal(await at.profiles.readClientSecret(stale), 'another secret');
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(clientId));
    await later();
    assert.equal(await at.profiles.readClientSecret(there), await service.secret(clientId));
  });

  it('a secret that no profile can read anymore: the next step is shown once', async () => {
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(sandbox.clientId));
    await at.tokenService.forget(at.profile);
    await at.profiles.remove(at.profiles.get('spare'));
    // Somebody may give access again.
    assert.deepEqual([await later(), (await at.pendingWrites.all()).length], [[], 1]);
    at.clock.jump(10 * 60_000);
    assert.match((await later())[0] ?? '', /another configuration access, or edit the profile/);
    assert.deepEqual(await at.pendingWrites.all(), []);
  });

  it('a service that cannot be reached: the record stays, and nothing is reported', async () => {
    await at.killAt(/^PUT/, true, () => save(unused()));
    at.clock.jump(3 * 60_000);
    const next = new ConfigurationWindow(sandbox, at);
    next.trouble = () => Promise.reject(new TypeError('fetch failed'));
    await recoverPendingWrites(next.deps, text => told.push(text));
    assert.deepEqual([told, (await next.pendingWrites.all()).length], [[], 1]);
  });

  /** Counts only the timers that check again: profiles have timers too. */
  const timers = new FakeClock();
  const passTime = (window: ConfigurationWindow, milliseconds: number) => {
    window.clock.pass(milliseconds);
    timers.pass(milliseconds);
  };

  it('loaded again at once: reported as soon as the other process has ended', async () => {
    await at.killAt(/^PUT/, true, () => save(unused()));
    const next = new ConfigurationWindow(sandbox, at);
    const heard = deferred<string>();
    const following = watchPendingWrites(next.deps, heard.resolve, timers.after);
    await until('a later look', () => timers.waiting > 0);
    assert.equal((await next.pendingWrites.all()).length, 1);
    next.gone.add(at.owner);
    passTime(next, 5_000);
    assert.match(await heard.promise, /A VS Code window was closed .* was made/);
    await until('no later look', () => next.files.under('unfinishedWrites').length === 0);
    following.stop();
  });

  it('whose process cannot be checked: reported after two minutes', async () => {
    await at.killAt(/^PUT/, true, () => save(unused()));
    const next = new ConfigurationWindow(sandbox, at);
    const following = watchPendingWrites(next.deps, text => told.push(text), timers.after);
    for (let seconds = 0; seconds < 125; seconds += 5) {
      await until('a later look', () => timers.waiting > 0);
      assert.deepEqual(told, [], `after ${seconds} s`);
      passTime(next, 5_000);
    }
    await until('it is told', () => told.length > 0);
    following.stop();
  });

  it('a service that cannot be reached is asked again later, in the same window', async () => {
    await at.killAt(/^PUT/, true, () => save(unused()));
    const next = new ConfigurationWindow(sandbox, at);
    next.gone.add(at.owner);
    next.trouble = () => Promise.reject(new TypeError('fetch failed'));
    const following = watchPendingWrites(next.deps, text => told.push(text), timers.after);
    await until('a later look', () => timers.waiting > 0);
    assert.deepEqual([told, (await next.pendingWrites.all()).length], [[], 1]);
    next.trouble = (_, pass) => pass();
    passTime(next, 60_000);
    await until('it is told', () => told.length > 0);
    following.stop();
  });

  it('never shows, lists or shares the token that reads the new secret, and deletes it with the record', async () => {
    const { clientId } = sandbox;
    const aside = () =>
      [...at.secrets.values].filter(([key, text]) => key.endsWith('.aside') && text.includes('"value"'))
        .length;
    const seen: unknown[] = [];
    at.trouble = async (request, pass) => {
      if (/^POST .*\/secret$/.test(request)) {
        await at.tokenService.restore();
        seen.push(at.tokenService.status.token, await at.tokenService.list(at.profile), aside());
        at.clock.jump(1);
      }
      return pass();
    };
    await rotate(clientId);
    assert.deepEqual(seen, [undefined, [], 1]);
    assert.deepEqual(
      [at.tokenService.status.token, await at.tokenService.list(at.profile), aside()],
      [undefined, [], 0],
    );
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(clientId));
    assert.equal(aside(), 1);
    await later();
    assert.deepEqual([await at.hasAccess(), at.tokenService.status.token, aside()], [true, undefined, 0]);
  });

  it('saves the new secret of a client without configuration scopes, at a service that refuses scopes', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ choices: { refusedScope: 'invalidScope' } });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    const tokenPolicy = await service.create('tokenPolicies', {
      ...{ title: 'Hooks', allowedScopes: ['*:webhooks/**'] },
    });
    const id = await service.create('clients', {
      ...{ name: 'Hooks', type: 'confidential', tokenPolicy, redirectURIs: [] },
    });
    const hooks = await at.hold(id, await service.secret(id));
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(id));
    at.clock.jump(11 * 60_000);
    await later();
    assert.equal(await at.profiles.readClientSecret(hooks), await service.secret(id));
    assert.equal(told.length, 1);
    assert.doesNotMatch(told.join(), /cannot be read/);
  });

  it('reports a reset whose client was deleted since, and asks for it no longer', async () => {
    const { client } = await service.addAccess();
    await at.hold(client, await service.secret(client));
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(client));
    await service.remove('clients', client);
    at.clock.jump(3 * 60_000);
    await later();
    assert.match(told.join(), /“Second” no longer exists/);
    assert.deepEqual(await at.pendingWrites.all(), []);
  });

  it('reports unfinished spare access once, and keeps its record', async () => {
    const { id, origin, customerId } = at.profile;
    const note: PendingWrite = {
      ...{ recordId: 'n', profileId: id, origin, customerId, owner: 'window 0' },
      ...{ does: 'spare', kind: 'clients', id: '', title: 'Configuration (spare)', text: 'p' },
      at: at.clock.now(),
    };
    await at.pendingWrites.put(note);
    for (let look = 0; look < 10; look++) await later();
    assert.equal(told.length, 1);
    assert.match(told.join(), /Run Create Spare Configuration Access again/);
    assert.equal((await at.pendingWrites.all()).length, 1);
  });

  it('reports a reset of the killed window in a window that was already open', async () => {
    const open = new ConfigurationWindow(sandbox, at);
    const following = watchPendingWrites(open.deps, text => told.push(text), timers.after);
    const signal = whenResetBegan({ tokenService: open.tokenService, after: timers.after }, following.check);
    await settled();
    assert.equal(timers.waiting, 0);
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(sandbox.clientId));
    open.gone.add(at.owner);
    await until('a later look', () => timers.waiting > 0);
    for (let seconds = 0; seconds < 180; seconds += 10) {
      passTime(open, 10_000);
      await settled();
    }
    await until('it is told', () => told.length > 0);
    assert.match(told.join(), /was read, tested and saved/);
    assert.equal(await open.hasAccess(open.profile), true);
    signal.dispose();
    following.stop();
  });
});

describe('a write whose answer is lost, while reads are out of date', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  const clock = new FakeClock();

  beforeEach(async () => {
    sandbox = await startSandbox({ now: clock.now });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox, sandbox, clock);
    // Without it nothing is reset. Reads do not lag so far that they do not tell it.
    await at.holdSpare(service);
    clock.jump(10 * 60_000);
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  /** The next such answer is lost, whether or not it is done; reads show what was there so long ago. */
  const lose = (method: 'PUT' | 'POST' | 'DELETE', path: string, lagMs: number, isDone: boolean) => {
    sandbox.fail({ method, path, connection: 'destroy', ...(!isDone && { status: 500 }) });
    sandbox.fail({ method: 'GET', path: '/config/', lagMs, times: Infinity });
  };
  const unused = (): ResourceKey => ({ kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy });
  const save = async () => {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(unused())).body);
    const edited = base.replace(/"title": "[^"]*"/, '"title": "Renamed"');
    const change = await prepareChange(resourceCache, guard, unused(), { edited, base });
    assert.ok(change && !isConflict(change));
    return change;
  };
  const rotate = async (id: string) => {
    return resetClientSecret(
      at.deps,
      at.configuration,
      await prepareSecretReset(at.deps, at.configuration, id),
    );
  };

  it('a PUT whose first read lags was made', async () => {
    const change = await save();
    lose('PUT', change.key.id, 2_000, true);
    assert.equal((await applyChange(at.configuration, change)).title, 'Renamed');
    assert.deepEqual(await at.pendingWrites.all(), []);
  });

  for (const isDone of [true, false]) {
    it(`a PUT that was ${isDone ? '' : 'not '}made, and reads that stay out of date: reported as unknown, and checked again`, async () => {
      const change = await save();
      lose('PUT', change.key.id, 60_000, isDone);
      const problem = await problemOf(applyChange(at.configuration, change));
      assert.match(problem.nextStep, /service still shows the earlier state/);
      assert.deepEqual(
        [problem.facts.isOutcomeUnknown, (await at.pendingWrites.all()).length, at.unknownOutcomes],
        [true, 1, 1],
      );
      clock.jump(3 * 60_000);
      const told: string[] = [];
      await recoverPendingWrites(at.deps, text => told.push(text));
      assert.match(
        told[0] ?? '',
        isDone ? /change that was sent with the profile .* checked again\. .* was made/ : /probably not made/,
      );
      assert.deepEqual(await at.pendingWrites.all(), []);
    });
  }

  it('a reset that was made, and a read of the old secret: the old one is tried first', async () => {
    lose('POST', '/secret', 2_000, true);
    await rotate(sandbox.clientId);
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('a reset that was made, and reads that stay out of date: reported as unknown, and saved as soon as it can be read', async () => {
    lose('POST', '/secret', 60_000, true);
    const problem = await problemOf(rotate(sandbox.clientId));
    assert.doesNotMatch(`${problem.message} ${problem.nextStep}`, /nothing was changed/);
    assert.deepEqual([problem.facts.isOutcomeUnknown, (await at.pendingWrites.all()).length], [true, 1]);
    clock.jump(3 * 60_000);
    const told: string[] = [];
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.match(told[0] ?? '', /was read, tested and saved/);
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('a reset that was not made: reported only when it can no longer arrive', async () => {
    lose('POST', '/secret', 60_000, false);
    const problem = await problemOf(rotate(sandbox.clientId));
    assert.doesNotMatch(`${problem.message} ${problem.nextStep}`, /nothing was changed/);
    const told: string[] = [];
    clock.jump(60_000);
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.deepEqual([told, (await at.pendingWrites.all()).length], [[], 1]);
    clock.jump(2 * 60_000);
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.match(told.join(), /stored secret of .* works/);
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('a reset that arrives after its answer was lost and the old secret was tried: the profile gets a token', async () => {
    let arrive: () => Promise<unknown> = () => Promise.resolve();
    at.trouble = (request, pass) => {
      if (!/^POST .*\/secret$/.test(request)) return pass();
      arrive = pass;
      return Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }));
    };
    const problem = await problemOf(rotate(sandbox.clientId));
    assert.ok(problem.facts.isOutcomeUnknown);
    await arrive();
    at.trouble = (_, pass) => pass();
    clock.jump(3 * 60_000);
    const told: string[] = [];
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.match(told.join(), /was read, tested and saved/);
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('a reset of which our own profile can read nothing: read with the access of the spare', async () => {
    const second = await service.addAccess();
    await at.hold(second.client, await service.secret(second.client));
    sandbox.fail({ method: 'POST', path: '/secret', connection: 'destroy' });
    const reset = await prepareSecretReset(at.deps, at.configuration, sandbox.clientId);
    at.trouble = async (request, pass) => {
      const reply = pass();
      await reply.catch(() => undefined);
      // Its tokens have expired by the time the answer should have come.
      if (/^POST .*secret/.test(request)) clock.jump(2 * 60 * 60_000);
      return reply;
    };
    await resetClientSecret(at.deps, at.configuration, reset);
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });
});
