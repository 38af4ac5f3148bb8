import assert from 'node:assert/strict';
import { proveProfile } from '../../../../src/configuration/accessProof';
import { createResource } from '../../../../src/configuration/writes/createResource';
import { createSpareAccess, planSpareAccess } from '../../../../src/configuration/writes/createSpareAccess';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import {
  prepareSecretReset,
  resetClientSecret,
  onSecretCopied,
} from '../../../../src/configuration/writes/resetClientSecret';
import { isCancelled } from '../../../../src/core/common/problem';
import { createCopyText } from '../../../../src/core/resourceRules/resourceCopy';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import type { Choices } from '../../../../src/sandbox/service/choices';
import { reserved } from '../../../../src/tokens/reservedTokenIds';
import { CopiedState, deferred, problemOf, settled } from '../../../support/fakes';
import { until } from '../../../support/until';
import { updateProfile } from '../../../support/updateProfile';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

describe('resetClientSecret, with profiles and access that change', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let told: string[];

  async function open(choices: Partial<Choices> = {}) {
    await sandbox.stop();
    sandbox = await startSandbox({ choices });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
  }
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

  const holdSecond = async () => {
    const second = await service.addAccess();
    const profile = await at.hold(second.client, await service.secret(second.client));
    return { ...second, profile };
  };
  const look = (id = sandbox.clientId) => prepareSecretReset(at.deps, at.configuration, id);
  const rotate = async (id?: string) => resetClientSecret(at.deps, at.configuration, await look(id));

  /** The reset is done, and the window is gone before the answer. */
  async function closesAtReset(id?: string) {
    if (at.profiles.all.length === 1) await at.holdSpare(service);
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(id));
  }

  /** Another window, minutes later, checks what was left. */
  async function later(milliseconds = 3 * 60_000) {
    at.clock.jump(milliseconds);
    at = new ConfigurationWindow(sandbox, at);
    await recoverPendingWrites(at.deps, text => told.push(text));
  }

  it('the spare that disappears while the question is open: not reset', async () => {
    const second = await holdSecond();
    const reset = await look();
    assert.equal(reset.lockoutCheck.kind, 'confirm');
    await service.resetSecret(second.client);
    const problem = await problemOf(resetClientSecret(at.deps, at.configuration, reset));
    assert.equal(problem.kind, 'lockOut');
    assert.ok(await at.hasAccess());
  });

  it('a client that gets access while the question is open: not reset without its title', async () => {
    const second = await holdSecond();
    const members = await service.members('clients', sandbox.clientId);
    await service.change('clients', second.client, { tokenPolicy: members?.['tokenPolicy'] });
    const reset = await prepareSecretReset(at.deps, at.configurations.for(second.profile), sandbox.clientId);
    const problem = await problemOf(
      resetClientSecret(at.deps, at.configuration, { ...reset, lockoutCheck: { kind: 'allowed' } }),
    );
    assert.equal(problem.kind, 'needsTyping');
    assert.ok(await at.hasAccess());
  });

  it('a profile that was pointed to the spare after a lost reset keeps the secret of the spare', async () => {
    const second = await service.addAccess();
    const secret = await service.secret(second.client);
    await closesAtReset();
    at = new ConfigurationWindow(sandbox, at);
    await updateProfile(at.profiles, { ...at.profile, clientId: second.client }, secret);
    await later();
    assert.equal(await at.profiles.readClientSecret(at.profile), secret);
    assert.ok(await at.hasAccess());
    assert.deepEqual([told.length, await at.pendingWrites.all()], [1, []]);
  });

  it('a profile that is pointed to the spare during a reset keeps the secret of the spare', async () => {
    await at.holdSpare(service);
    const second = await service.addAccess();
    const secret = await service.secret(second.client);
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request)) {
        await updateProfile(at.profiles, { ...at.profile, clientId: second.client }, secret);
      }
      return reply;
    };
    const { unsaved } = await rotate();
    assert.equal(await at.profiles.readClientSecret(at.profile), secret);
    // Nobody has the new secret: a message says so.
    assert.deepEqual([unsaved.length, at.unknownOutcomes], [1, 1]);
  });

  it('a profile that is renamed while its secret is stored keeps its name', async () => {
    await at.holdSpare(service);
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request))
        await updateProfile(at.profiles, { ...at.profile, name: 'renamed' });
      return reply;
    };
    await rotate();
    assert.deepEqual(
      at.profiles.all.map(({ name }) => name),
      ['renamed', 'spare'],
    );
    assert.ok(await at.hasAccess(at.profiles.get('renamed')));
  });

  for (const choices of [
    { narrowerScope: 'notAllowed' },
    { narrowerScope: 'notAllowed', refusedScope: 'invalidScope' },
  ] as const) {
    it(`a lost reset, when the service has ${Object.values(choices).join(', ')}: the profile gets a token`, async () => {
      await open(choices);
      await closesAtReset();
      await later();
      assert.match(told[0] ?? '', /was read, tested and saved/);
      const kept = await at.profiles.readClientSecret(at.profile);
      assert.deepEqual([kept, await at.pendingWrites.all()], [await service.secret(sandbox.clientId), []]);
    });
  }

  it('a lost reset by a profile that was removed since: the profile of the client comes in', async () => {
    const second = await holdSecond();
    await closesAtReset(second.client);
    at = new ConfigurationWindow(sandbox, at);
    const { origin, customerId, clientId, clientSecret } = sandbox;
    await at.profiles.addInactive({ name: 'third', origin, customerId, clientId }, clientSecret);
    await at.profiles.remove(at.profile);
    await later();
    assert.ok(await at.hasAccess(at.profiles.get('second')));
    assert.deepEqual([told.length, await at.pendingWrites.all()], [1, []]);
  });

  it('a reset that the service makes after its window has ended: the profile gets a token', async () => {
    await at.holdSpare(service);
    const sent = deferred<null>();
    let arrive: () => Promise<unknown> = () => Promise.resolve();
    at.trouble = (request, pass) => {
      if (!/^POST .*\/secret$/.test(request)) return pass();
      arrive = pass;
      sent.resolve(null);
      return new Promise<Response>(() => undefined);
    };
    rotate().catch(() => undefined);
    await sent.promise;
    const { owner } = at;
    at = new ConfigurationWindow(sandbox, at);
    at.gone.add(owner);
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.deepEqual([told, (await at.pendingWrites.all()).length], [[], 1]);
    await arrive();
    await later();
    assert.match(told[0] ?? '', /was read, tested and saved/);
    assert.ok(await at.hasAccess());
  });

  for (const isLastFirst of [true, false]) {
    it(`two resets at once, of which the ${isLastFirst ? 'last' : 'first'} is answered first: the profile gets a token`, async () => {
      await holdSecond();
      const other = new ConfigurationWindow(sandbox, at);
      const [sent, first, mineEnded, theirsEnded] = [0, 1, 2, 3].map(() => deferred<null>());
      assert.ok(sent && first && mineEnded && theirsEnded);
      // Both requests are sent before either one arrives; that of this window arrives first.
      at.trouble = async (request, pass) => {
        if (!/^POST .*\/secret$/.test(request)) return pass();
        await sent.promise;
        const reply = await pass();
        first.resolve(null);
        if (isLastFirst) await theirsEnded.promise;
        return reply;
      };
      other.trouble = async (request, pass) => {
        if (!/^POST .*\/secret$/.test(request)) return pass();
        sent.resolve(null);
        await first.promise;
        const reply = await pass();
        if (!isLastFirst) await mineEnded.promise;
        return reply;
      };
      const rotateTheirs = async () =>
        resetClientSecret(
          other.deps,
          other.configuration,
          await prepareSecretReset(other.deps, other.configuration, sandbox.clientId),
        );
      const mine = rotate().finally(() => {
        mineEnded.resolve(null);
      });
      const last = await rotateTheirs().finally(() => {
        theirsEnded.resolve(null);
      });
      assert.deepEqual([(await mine).isProved, last.isProved], [true, true]);
      if (isLastFirst) assert.equal((await mine).secret, last.secret);
      assert.ok(await at.hasAccess());
      assert.deepEqual(await at.pendingWrites.all(), []);
    });
  }

  it('a reset that is answered after a later one was saved replaces nothing: its window may close before it is tested', async () => {
    await holdSecond();
    const other = new ConfigurationWindow(sandbox, at);
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request)) {
        // With the second access: the secret that is stored for the first one is outdated at this moment.
        const second = other.configurations.get('second');
        const later = await prepareSecretReset(other.deps, second, sandbox.clientId);
        await resetClientSecret(other.deps, second, later);
        at.loseNewTokens();
      }
      return reply;
    };
    const { isProved, unsaved } = await rotate();
    assert.deepEqual([isProved, unsaved, at.unknownOutcomes], [false, [], 1]);
    assert.equal(await at.profiles.readClientSecret(at.profile), await service.secret(sandbox.clientId));
    assert.equal((await at.profiles.readWithSecret(at.profile)).isOnlyHere, true);
    at.trouble = (_, pass) => pass();
    await later();
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  for (const which of ['another window', 'the same window']) {
    it(`a reset that reaches the service after a later one of ${which}, and whose answer is lost: its secret is saved`, async () => {
      await holdSecond();
      const other = which === 'the same window' ? at : new ConfigurationWindow(sandbox, at);
      let isFirst = true;
      at.trouble = async (request, pass) => {
        if (!isFirst || !/^POST .*\/secret$/.test(request)) return pass();
        isFirst = false;
        const { deps, configuration } = other;
        const later = await prepareSecretReset(deps, configuration, sandbox.clientId);
        assert.equal((await resetClientSecret(deps, configuration, later)).isProved, true);
        await pass();
        return new Response('{}', { status: 503 });
      };
      const { secret, unsaved, isProved } = await rotate();
      assert.deepEqual([unsaved, isProved], [[], true]);
      const current = await service.secret(sandbox.clientId);
      assert.deepEqual([secret, await at.profiles.readClientSecret(at.profile)], [current, current]);
      assert.ok(await at.hasAccess());
    });
  }

  it('a reset that begins while another one ends keeps its token, which is needed if its answer is lost', async () => {
    await at.holdSpare(service);
    const other = new ConfigurationWindow(sandbox, at);
    const all = other.pendingWrites.all.bind(other.pendingWrites);
    let killed: Promise<void> | undefined;
    // The other window has just seen that no record is left.
    other.pendingWrites.all = async () => {
      const left = await all();
      if (left.length === 0) await (killed ??= at.killAt(/^POST .*\/secret$/, true, () => rotate()));
      return left;
    };
    await resetClientSecret(
      other.deps,
      other.configuration,
      await prepareSecretReset(other.deps, other.configuration, sandbox.clientId),
    );
    assert.ok(killed);
    assert.equal((await at.tokenService.listLive(reserved(at.profile))).length, 1);
    await later();
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
    assert.deepEqual(await at.tokenService.listLive(reserved(at.profile)), []);
  });

  it('a secret that is entered while a lost reset is checked is not replaced', async () => {
    await closesAtReset();
    at.clock.jump(3 * 60_000);
    at = new ConfigurationWindow(sandbox, at);
    let entered = '';
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (entered === '' && /^GET .*\/secret$/.test(request)) {
        await service.resetSecret(sandbox.clientId);
        entered = await service.secret(sandbox.clientId);
        await updateProfile(at.profiles, at.profile, entered, { isOnlyHere: true });
      }
      return reply;
    };
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.equal(await at.profiles.readClientSecret(at.profile), entered);
    await later();
    assert.deepEqual([await at.hasAccess(), await at.pendingWrites.all()], [true, []]);
  });

  it('two resets at once, while the other secret cannot be read: its record stays, and the profile gets a token later', async () => {
    const { trouble } = at;
    at.trouble = async (request, pass) => {
      if (/^GET .*\/secret$/.test(request) && at.sent.some(sent => /^POST .*\/secret$/.test(sent))) {
        return new Response('{"errors":"no"}', { status: 503 });
      }
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request)) await service.resetSecret(sandbox.clientId);
      return reply;
    };
    await holdSecond();
    const rotated = await rotate();
    assert.deepEqual([rotated.isProved, rotated.unsaved, at.unknownOutcomes], [false, [], 1]);
    at.trouble = trouble;
    await later();
    assert.match(told.join(), /was read, tested and saved/);
    assert.ok(await at.hasAccess());
  });

  it('two resets at once of a client that no profile has: the current secret is reported', async () => {
    await holdSecond();
    const { staffClient } = sandbox.ids;
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request)) await service.resetSecret(staffClient);
      return reply;
    };
    assert.equal((await rotate(staffClient)).secret, await service.secret(staffClient));
  });

  it('two people who were asked at the same time create spare access one after the other: each gets their own', async () => {
    const other = new ConfigurationWindow(sandbox, at);
    const { signal } = new AbortController();
    const plans = [
      await planSpareAccess(at.deps, at.configuration, signal),
      await planSpareAccess(other.deps, other.configuration, signal),
    ] as const;
    const mine = await createSpareAccess(at.deps, at.configuration, plans[0], signal);
    const theirs = await createSpareAccess(other.deps, other.configuration, plans[1], signal);
    assert.notEqual(mine.clientId, theirs.clientId);
    assert.deepEqual([mine.name, theirs.name], ['acme (spare)', 'acme (spare 2)']);
    for (const kind of ['tokenPolicies', 'clients'] as const) {
      const titles = await service.titles(kind);
      assert.equal(new Set(titles).size, titles.length, titles.join());
    }
    assert.deepEqual([await at.hasAccess(mine), await at.hasAccess(theirs)], [true, true]);
  });

  it('spare access that another window is creating is continued only after that window has ended', async () => {
    const other = new ConfigurationWindow(sandbox, at);
    await other.killAt(/^POST config\/clients$/, false, () => other.createSpare());
    const { signal } = new AbortController();
    assert.equal((await planSpareAccess(at.deps, at.configuration, signal)).unfinished, undefined);
    at.gone.add(other.owner);
    assert.ok((await planSpareAccess(at.deps, at.configuration, signal)).unfinished);
  });

  it('spare access that two windows continue at once is finished by one of them', async () => {
    await at.killAt(/^POST config\/clients$/, false, () => at.createSpare());
    const [one, another] = [new ConfigurationWindow(sandbox, at), new ConfigurationWindow(sandbox, at)];
    const { signal } = new AbortController();
    const planOf = (window: ConfigurationWindow) => {
      window.gone.add(at.owner);
      return planSpareAccess(window.deps, window.configuration, signal);
    };
    const plans = [await planOf(one), await planOf(another)] as const;
    const create = (window: ConfigurationWindow, plan: (typeof plans)[number]) =>
      createSpareAccess(window.deps, window.configuration, plan, signal);
    const before = (await service.titles('clients')).length;
    // While the first one creates the client, the second one's question is answered.
    one.trouble = async (request, pass) => {
      if (request === 'POST config/clients') {
        await problemOf(create(another, plans[1]), 'changedMeanwhile');
        // In the same window too, a second run starts from the beginning.
        assert.equal((await planSpareAccess(one.deps, one.configuration, signal)).unfinished, undefined);
      }
      return pass();
    };
    const spare = await create(one, plans[0]);
    assert.ok(await one.hasAccess(spare));
    assert.equal((await service.titles('clients')).length, before + 1);
    await problemOf(create(another, plans[1]), 'changedMeanwhile');
    const left = await one.pendingWrites.all();
    assert.ok(!left.some(({ does }) => does === 'spare'));
  });

  it('spare access that is cancelled after its client was created: says so, and is continued', async () => {
    const { signal } = new AbortController();
    const controller = new AbortController();
    const before = (await service.titles('clients')).length;
    at.trouble = (request, pass) => {
      if (/^GET .*\/secret$/.test(request)) controller.abort();
      return pass();
    };
    const plan = await planSpareAccess(at.deps, at.configuration, signal);
    const problem = await problemOf(
      createSpareAccess(at.deps, at.configuration, plan, controller.signal),
      'cancelled',
    );
    assert.match(problem.message, /was created, but not saved as a profile yet/);
    assert.ok(!isCancelled(problem), 'it is shown');
    assert.ok(await at.hasAccess(await at.createSpare()));
    assert.equal((await service.titles('clients')).length, before + 1);
  });

  it('a policy whose answer was lost while somebody else created one of the same title: not used as ours', async () => {
    const body = { title: 'New', allowedScopes: ['openid'] };
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (request !== 'POST config/tokenPolicies') return reply;
      await service.create('tokenPolicies', body);
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    };
    const problem = await problemOf(createResource(at.configuration, 'tokenPolicies', JSON.stringify(body)));
    assert.ok(problem.facts.isOutcomeUnknown);
  });

  it('spare access whose policy may be that of somebody else, and whose client is refused: nothing is deleted', async () => {
    const body = { title: 'Configuration (spare)', allowedScopes: ['*:**'] };
    at.trouble = async (request, pass) => {
      if (request === 'POST config/tokenPolicies') {
        const { template: like } = await planSpareAccess(
          at.deps,
          at.configuration,
          new AbortController().signal,
        );
        await service.create('tokenPolicies', {
          ...(JSON.parse(createCopyText('tokenPolicies', like.body, `${like.title} (spare)`)) as object),
        });
        throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      }
      return request === 'POST config/clients'
        ? new Response('{"errors":"no"}', { status: 422, headers: { 'content-type': 'application/json' } })
        : pass();
    };
    await problemOf(at.createSpare());
    assert.deepEqual(
      at.sent.filter(request => request.startsWith('DELETE')),
      [],
    );
    assert.ok(
      (await service.titles('tokenPolicies')).some(title => title.endsWith('(spare)')),
      body.title,
    );
  });

  it('a policy whose answer was lost while somebody else created a different one of that title: not used as ours', async () => {
    at.trouble = async (request, pass) => {
      if (request !== 'POST config/tokenPolicies') return pass();
      await service.create('tokenPolicies', { title: 'New', allowedScopes: ['openid', 'email'] });
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    };
    const body = JSON.stringify({ title: 'New', allowedScopes: ['openid'] });
    const problem = await problemOf(createResource(at.configuration, 'tokenPolicies', body));
    assert.ok(problem.facts.isOutcomeUnknown);
  });

  for (const code of ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'EPROTO']) {
    it(`a reset whose answer breaks with ${code}: the profile gets a token`, async () => {
      await at.holdSpare(service);
      at.trouble = async (request, pass) => {
        const reply = await pass();
        if (!/^POST .*\/secret$/.test(request)) return reply;
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
      };
      await rotate();
      assert.ok(await at.hasAccess());
    });
  }

  it('a profile that is renamed in another window does not lose the token that a deletion holds', async () => {
    const { profile } = await holdSecond();
    const deletion = await prepareDeletion(at.configuration, { kind: 'clients', id: sandbox.clientId });
    at.trouble = async (request, pass) => {
      if (request.startsWith('DELETE')) await service.remove('clients', profile.clientId);
      return pass();
    };
    await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
    at.trouble = (_, pass) => pass();
    const other = new ConfigurationWindow(sandbox, at);
    await updateProfile(other.profiles, { ...at.profile, name: 'renamed' });
    await until('the rename is heard', () => at.profiles.clientVersion(at.profiles.get('renamed')) > 0);
    const spare = await at.createSpare(at.profiles.get('renamed'));
    assert.ok(await at.hasAccess(spare));
  });

  it('a reset that was refused is refused in every window that continues it', async () => {
    const reset = await look();
    assert.equal(reset.lockoutCheck.kind, 'blocked');
    await problemOf(resetClientSecret(at.deps, at.configuration, reset), 'lockOut');
    assert.ok(await at.hasAccess());
    assert.deepEqual(
      at.sent.filter(request => /^POST .*\/secret$/.test(request)),
      [],
    );
  });

  it('a spare that cannot be reached for a moment is asked again, and the profile gets a token', async () => {
    await holdSecond();
    await closesAtReset();
    at.clock.jump(2 * 3_600_000);
    at = new ConfigurationWindow(sandbox, at);
    at.loseNewTokens();
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.deepEqual([told, (await at.pendingWrites.all()).length], [[], 1]);
    at.trouble = (_, pass) => pass();
    await later();
    assert.match(told.join(), /was read, tested and saved/);
    assert.ok(await at.hasAccess());
  });

  it('a change that is not visible while the spare cannot be reached is checked again', async () => {
    const key = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy } as const;
    await holdSecond();
    const deletion = await prepareDeletion(at.configuration, key);
    await at.killAt(/^DELETE/, true, () => deleteResource(at.configuration, deletion));
    await service.resetSecret(sandbox.clientId);
    at.clock.jump(2 * 3_600_000);
    at = new ConfigurationWindow(sandbox, at);
    at.loseNewTokens();
    await recoverPendingWrites(at.deps, text => told.push(text));
    assert.deepEqual([told, (await at.pendingWrites.all()).length], [[], 1]);
    at.trouble = (_, pass) => pass();
    await later();
    assert.match(told.join(), /was deleted/);
  });

  it('a message of an earlier reset whose button is clicked after the next one changes no secret', async () => {
    await at.holdSpare(service);
    const first = await rotate();
    const { secret } = await rotate();
    await onSecretCopied(at.deps, [at.profile], first.secret);
    assert.equal(await at.profiles.readClientSecret(at.profile), secret);
    assert.equal((await at.profiles.readWithSecret(at.profile)).isOnlyHere, true);
    await onSecretCopied(at.deps, [at.profile], secret);
    assert.equal((await at.profiles.readWithSecret(at.profile)).isOnlyHere, false);
  });

  it('… and brings back no removed profile and no earlier name', async () => {
    const second = await holdSecond();
    const before = at.profile;
    const { secret } = await rotate();
    await updateProfile(at.profiles, { ...before, name: 'renamed' });
    await at.profiles.remove(second.profile);
    await onSecretCopied(at.deps, [before, second.profile], secret);
    assert.deepEqual(
      at.profiles.all.map(({ name }) => name),
      ['renamed'],
    );
  });

  describe('in one of two windows, of which each has its own copy of the state', () => {
    let [mine, theirs]: CopiedState[] = [];

    beforeEach(async () => {
      mine = new CopiedState();
      at = new ConfigurationWindow(sandbox, undefined, undefined, mine);
      const { origin, customerId, clientId, clientSecret } = sandbox;
      await at.profiles.add({ name: 'acme', origin, customerId, clientId }, clientSecret);
      await holdSecond();
      theirs = mine.another();
    });

    /** The other window writes anything, so that its state arrives here. */
    const otherWrites = async () => {
      await theirs?.update('hostedLogin.recentScopes', ['.:config/**']);
      mine?.arrive();
    };

    it('a reset whose window is killed is checked', async () => {
      const before = at;
      await closesAtReset();
      await otherWrites();
      at = new ConfigurationWindow(sandbox, before, before.clock, theirs);
      await later();
      assert.match(told.join(), /was read, tested and saved/);
      assert.ok(await at.hasAccess());
    });

    it('a reset whose answer is lost is checked again, as the message said', async () => {
      const before = JSON.stringify({ secret: sandbox.clientSecret });
      at.trouble = async (request, pass) => {
        // Reads lag.
        if (/^GET .*\/secret$/.test(request)) {
          return new Response(before, { headers: { 'content-type': 'application/json' } });
        }
        const reply = await pass();
        if (!/^POST .*\/secret$/.test(request)) return reply;
        await otherWrites();
        throw new TypeError('fetch failed', {
          cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }),
        });
      };
      const problem = await problemOf(rotate());
      assert.match(problem.nextStep, /is checked again/);
      at.trouble = (_, pass) => pass();
      at.clock.jump(3 * 60_000);
      await recoverPendingWrites(at.deps, text => told.push(text));
      assert.match(told.join(), /was checked again\. .* saved in its profile/);
      assert.ok(await at.hasAccess());
    });

    it('a reset that succeeded is not reported as lost', async () => {
      at.trouble = async (request, pass) => {
        if (/^POST .*\/secret$/.test(request)) theirs?.arrive();
        return pass();
      };
      await rotate();
      await otherWrites();
      at.clock.jump(3 * 60_000);
      await recoverPendingWrites(at.deps, text => told.push(text));
      assert.deepEqual(told, []);
    });
  });

  describe('whose profile is pointed to another customer', () => {
    let other: Sandbox;
    const key = () => ({ kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy }) as const;

    beforeEach(async () => {
      other = await startSandbox();
    });
    afterEach(() => other.stop());

    /** A deletion is on its way, and does not arrive; then the profile is pointed elsewhere. */
    async function pointAway() {
      const deletion = await prepareDeletion(at.configuration, key());
      await at.killAt(/^DELETE/, false, () => deleteResource(at.configuration, deletion));
      at = new ConfigurationWindow(sandbox, at);
      const { origin, customerId, clientId, clientSecret } = other;
      await updateProfile(at.profiles, { ...at.profile, origin, customerId, clientId }, clientSecret);
    }

    it('a deletion is not judged by the resources of the other customer', async () => {
      await pointAway();
      await later();
      assert.match(told.join(), /It is not known whether .* the profile “acme” is for another customer/);
      assert.deepEqual([told.length, await at.pendingWrites.all()], [1, []]);
    });

    it('a deletion is checked with another profile of the customer', async () => {
      await holdSecond();
      await pointAway();
      await later();
      assert.match(
        told.join(),
        /A change that was sent with another profile was checked with “second”\. .* probably not deleted/,
      );
      assert.deepEqual(await at.pendingWrites.all(), []);
    });

    it('versions of the previous customer are hidden, and shown again with it', async () => {
      const { profile } = at;
      await pointAway();
      assert.deepEqual(await at.history.listNewest(at.profile), []);
      assert.deepEqual(await at.history.list(at.profile, key()), []);
      assert.equal((await at.history.listNewest(profile)).length, 1);
    });

    it('spare access that was being created for the previous customer does not count for the other', async () => {
      at.trouble = (request, pass) =>
        request === 'POST config/clients'
          ? Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } }))
          : pass();
      await problemOf(at.createSpare());
      const left = (await at.pendingWrites.all()).length;
      at = new ConfigurationWindow(sandbox, at);
      const { origin, customerId, clientId, clientSecret } = other;
      await updateProfile(at.profiles, { ...at.profile, origin, customerId, clientId }, clientSecret);
      await at.createSpare();
      assert.ok(await at.hasAccess(at.profiles.get('acme (spare)')));
      assert.equal((await at.pendingWrites.all()).length, left);
    });
  });

  it('a profile that was pointed to another customer meanwhile proves nothing for this one', async () => {
    const other = await startSandbox();
    try {
      const second = await holdSecond();
      const { origin, customerId, clientId, clientSecret } = other;
      await updateProfile(at.profiles, { ...second.profile, origin, customerId, clientId }, clientSecret);
      const proof = await proveProfile(at.deps, second.profile, new AbortController().signal);
      assert.ok('problem' in proof);
      assert.equal(proof.problem.kind, 'profileChanged');
    } finally {
      await other.stop();
    }
  });
});
