import assert from 'node:assert/strict';
import { applyChange } from '../../../src/configuration/writes/applyChange';
import { deleteResource, prepareDeletion } from '../../../src/configuration/writes/deleteResource';
import { assertAllowed, isConflict, prepareChange } from '../../../src/configuration/writes/prepareChange';
import {
  prepareSecretReset,
  resetClientSecret,
  onSecretCopied,
} from '../../../src/configuration/writes/resetClientSecret';
import { nameIssue } from '../../../src/core/profile/profile';
import type { ResourceKey } from '../../../src/core/resources/resource';
import { toDocumentText } from '../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { deferred, FakeClock, problemOf, settled } from '../../support/fakes';
import { closeAll } from '../api/servers';
import { ConfigurationWindow, Service, told } from './windowFixture';

type Members = Record<string, unknown>;

describe('LockoutGuard, against the sandbox', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let ownClient: ResourceKey;
  let ownPolicy: ResourceKey;
  let twin: string;

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    ownClient = { kind: 'clients', id: sandbox.ids.configurationClient };
    ownPolicy = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy };
    twin = await service.create('tokenPolicies', { title: 'Twin', allowedScopes: ['*:**'] });
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  /** Second configuration access, and a profile that has it. */
  async function holdSecond(window = at) {
    const second = await service.addAccess();
    await window.hold(second.client, await service.secret(second.client));
    return second;
  }

  /** Prepares a change of some members, and sends it with the typed title. */
  async function look(window: ConfigurationWindow, key: ResourceKey, change: (members: Members) => Members) {
    const { resourceCache, guard } = window.configuration;
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edited = JSON.stringify(change(JSON.parse(base) as Members), undefined, 2);
    const found = await prepareChange(resourceCache, guard, key, { edited, base });
    assert.ok(found && !isConflict(found));
    return found;
  }
  async function save(
    window: ConfigurationWindow,
    key: ResourceKey,
    change: (members: Members) => Members,
    typed?: string,
  ) {
    const found = await look(window, key, change);
    assertAllowed(found.lockoutCheck, typed, key);
    return applyChange(window.configuration, found);
  }
  async function remove(window: ConfigurationWindow, key: ResourceKey, typed?: string) {
    const deletion = await prepareDeletion(window.configuration, key);
    assertAllowed(deletion.lockoutCheck, typed, key);
    return deleteResource(window.configuration, deletion);
  }

  async function reset(window: ConfigurationWindow, id: string, typed?: string) {
    const reset = await prepareSecretReset(window.deps, window.configuration, id);
    assertAllowed(reset.lockoutCheck, typed, reset.client);
    return resetClientSecret(window.deps, window.configuration, reset);
  }

  const scopes =
    (...allowedScopes: unknown[]) =>
    (members: Members): Members => ({ ...members, allowedScopes });
  const without =
    (name: string) =>
    (members: Members): Members =>
      Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));
  /** The key of the resource, and how its members change. */
  const writes: [what: string, on: 'client' | 'policy', change: (members: Members) => Members][] = [
    ['forgets the scopes', 'policy', without('allowedScopes')],
    ['empties the scopes', 'policy', scopes()],
    ['narrows to reading', 'policy', scopes('.:**')],
    ['narrows to clients', 'policy', scopes('*:config/clients**')],
    ['narrows to another policy', 'policy', scopes('*:config/tokenPolicies/other')],
    ['narrows to itself', 'policy', members => scopes(`*:config/tokenPolicies/${ownPolicy.id}`)(members)],
    ['narrows to policies', 'policy', scopes('*:config/tokenPolicies**')],
    ['leaves those of people', 'policy', scopes('openid', 'profile')],
    ['misspells the path', 'policy', scopes('*:configuration/**')],
    ['misspells the case', 'policy', scopes('*:Config/**')],
    ['forgets the stars', 'policy', scopes('*:config/')],
    ['has one star', 'policy', scopes('*:config/*')],
    ['has a point for the colon', 'policy', scopes('*.config/**')],
    ['has a blank before', 'policy', scopes(' *:config/**')],
    ['has a trailing blank', 'policy', scopes('*:config/** ')],
    ['has two in one', 'policy', scopes('*:config/** openid')],
    ['has a slash before', 'policy', scopes('*:/config/**')],
    ['has what looks like a star', 'policy', scopes('∗:config/**')],
    ['has no text', 'policy', scopes(null)],
    ['is no list', 'policy', members => ({ ...members, allowedScopes: '*:**' })],
    ['is null', 'policy', members => ({ ...members, allowedScopes: null })],
    ['moves to one that reads', 'client', members => ({ ...members, tokenPolicy: 'READS' })],
    ['moves to one for people', 'client', members => ({ ...members, tokenPolicy: 'PEOPLE' })],
    ['moves to none that is there', 'client', members => ({ ...members, tokenPolicy: 'nowhere' })],
    ['gets a login policy', 'client', members => ({ ...members, loginPolicy: 'LOGIN' })],
    ['becomes public', 'client', members => ({ ...members, type: 'public', loginPolicy: 'LOGIN' })],
    ['forgets its policy', 'client', without('tokenPolicy')],
    [
      'moves to one like its own, which was never tried',
      'client',
      members => ({ ...members, tokenPolicy: 'TWIN' }),
    ],
  ];
  const filled =
    (change: (members: Members) => Members) =>
    (members: Members): Members => {
      const { ids } = sandbox;
      const names: Members = {
        ...{
          TWIN: twin,
          READS: ids.readOnlyTokenPolicy,
          PEOPLE: ids.mobileTokenPolicy,
          LOGIN: ids.staffLoginPolicy,
        },
      };
      return Object.fromEntries(
        Object.entries(change(members)).map(([name, value]) => [name, names[String(value)] ?? value]),
      );
    };
  const written = () => at.sent.filter(request => /^(?:PUT|DELETE)/.test(request));

  for (const [what, on, change] of writes) {
    it(`one access, and a save that ${what}: refused, whatever is typed`, async () => {
      const key = on === 'client' ? ownClient : ownPolicy;
      const problem = await problemOf(save(at, key, filled(change), 'Configuration'));
      assert.ok(['lockOut', 'invalidInput'].includes(problem.kind), told(problem));
      assert.deepEqual([written(), await at.hasAccess()], [[], true]);
    });

    it(`two, one without a secret on this machine, and a save that ${what}: refused`, async () => {
      await service.addAccess();
      const key = on === 'client' ? ownClient : ownPolicy;
      const problem = await problemOf(save(at, key, filled(change), 'Configuration'));
      assert.ok(['lockOut', 'invalidInput'].includes(problem.kind), told(problem));
      assert.deepEqual([written(), await at.hasAccess()], [[], true]);
    });

    it(`two that are proved, and a save that ${what}: not without the title`, async () => {
      await holdSecond();
      const key = on === 'client' ? ownClient : ownPolicy;
      const problem = await problemOf(save(at, key, filled(change)));
      assert.ok(['needsTyping', 'invalidInput'].includes(problem.kind), told(problem));
      assert.deepEqual([written(), await at.hasAccess()], [[], true]);
    });
  }

  it('a member that appears twice with different values: refused, since it is unknown which one counts', async () => {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(ownPolicy)).body);
    const edited = base.replace('"allowedScopes"', '"allowedScopes": [], "allowedScopes"');
    await problemOf(prepareChange(resourceCache, guard, ownPolicy, { edited, base }), 'invalidInput');
  });

  const enough = ['*:config/clients**', '*:config/tokenPolicies**'];
  for (const [what, choices, allowed] of [
    [
      'in parts',
      {},
      ['clients', 'clients/**', 'tokenPolicies', 'tokenPolicies/**'].map(path => `*:config/${path}`),
    ],
    ['in a form that nobody knows', {}, ['*:config**']],
    [
      'by halves, at a service that grants word by word',
      { narrowerScope: 'notAllowed', refusedScope: 'invalidScope' },
      enough,
    ],
  ] as const) {
    it(`one access, whose scopes are written ${what}: refused, since such scopes never gave a token`, async () => {
      await sandbox.stop();
      sandbox = await startSandbox({ choices });
      service = new Service(sandbox);
      at = await ConfigurationWindow.open(sandbox);
      ownPolicy = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy };
      await problemOf(save(at, ownPolicy, scopes(...allowed), ownPolicy.id), 'lockOut');
      // With those of now beside them it is free to try.
      await save(at, ownPolicy, scopes('*:**', ...allowed), ownPolicy.id);
      assert.ok(
        (await at.configuration.guard.findConfigurationAccess(new AbortController().signal)).length === 1,
      );
    });
  }

  it('one access, at a service that grants word by word, and a save that leaves a text for which it grants nothing: refused', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ choices: { narrowerScope: 'notAllowed' } });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    ownPolicy = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy };
    await service.change(ownPolicy.kind, ownPolicy.id, { allowedScopes: ['*:config/**', '*:config**'] });
    await problemOf(save(at, ownPolicy, scopes('*:config**'), ownPolicy.id), 'lockOut');
    assert.deepEqual(written(), []);
  });

  it('access with only the scopes for clients and token policies, at a service that refuses a whole list for one scope: proved', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ choices: { narrowerScope: 'notAllowed', refusedScope: 'invalidScope' } });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    await service.change('tokenPolicies', sandbox.ids.configurationTokenPolicy, { allowedScopes: enough });
    assert.equal(
      (await at.configuration.guard.findConfigurationAccess(new AbortController().signal)).length,
      1,
    );
  });

  it('no access that is enough, by a policy that may change itself: more may be allowed, nothing else', async () => {
    const less = [`*:config/tokenPolicies/${ownPolicy.id}`];
    await service.change(ownPolicy.kind, ownPolicy.id, { allowedScopes: less });
    await problemOf(save(at, ownPolicy, scopes('*:config/**'), ownPolicy.id), 'lockOut');
    await problemOf(save(at, ownPolicy, scopes(...less, '*:config/**')), 'needsTyping');
    await save(at, ownPolicy, scopes(...less, '*:config/**'), ownPolicy.id);
    assert.ok(await at.hasAccess());
  });

  it('a change whose undocumented member takes the access: rolled back, without naming somebody else as the cause', async () => {
    const change = await look(at, ownPolicy, members => ({ ...members, isOff: true }));
    let isOff = false;
    at.trouble = async (request, pass) => {
      if (request.startsWith('PUT')) isOff = !isOff;
      return isOff && request === 'POST login/token'
        ? new Response('{"error":"invalid_client"}', { status: 401 })
        : pass();
    };
    const problem = await problemOf(applyChange(at.configuration, change), 'lockOut');
    assert.match(problem.message, /after this change, so it was rolled back/);
    assert.ok(await at.hasAccess());
  });

  it('a change that takes the access and cannot be rolled back: what the message advises is not refused', async () => {
    const change = await look(at, ownPolicy, members => ({ ...members, isOff: true }));
    let puts = 0;
    at.trouble = async (request, pass) => {
      if (request.startsWith('PUT') && ++puts > 1) return new Response('{"errors":"no"}', { status: 500 });
      return puts > 0 && request === 'POST login/token'
        ? new Response('{"error":"invalid_client"}', { status: 401 })
        : pass();
    };
    const { nextStep } = await problemOf(applyChange(at.configuration, change), 'lockOut');
    assert.match(nextStep, /Run Create Spare Configuration Access now/);
    // From now on the service itself grants this client nothing.
    await service.change(ownPolicy.kind, ownPolicy.id, { allowedScopes: [] });
    at.trouble = (_, pass) => pass();
    const other = await look(at, ownPolicy, members => ({ ...members, accessTokenLifetime: 900 }));
    assert.equal(other.lockoutCheck.kind, 'blocked', 'any other version may be as bad');
    assert.ok(await at.hasAccess(await at.createSpare()));
  });

  it('a change that was refused in the review is not sent', async () => {
    const change = await look(at, ownPolicy, scopes('openid'));
    assert.equal(change.lockoutCheck.kind, 'blocked');
    await problemOf(applyChange(at.configuration, change), 'lockOut');
    assert.deepEqual([written(), await at.hasAccess()], [[], true]);
  });

  it('one access: neither its client nor its policy is deleted, nor its secret reset', async () => {
    await problemOf(remove(at, ownClient, 'Configuration'), 'lockOut');
    await problemOf(remove(at, ownPolicy, 'Configuration'), 'inUse');
    await problemOf(reset(at, ownClient.id, 'Configuration'), 'lockOut');
    assert.deepEqual([written(), await at.hasAccess()], [[], true]);
  });

  it('two, one without a secret on this machine: refused like the last one', async () => {
    const second = await service.addAccess();
    await problemOf(remove(at, ownClient, 'Configuration'), 'lockOut');
    await problemOf(reset(at, ownClient.id, 'Configuration'), 'lockOut');
    // Whoever has it may not be able to mend anything, but people should know.
    await problemOf(remove(at, { kind: 'clients', id: second.client }), 'needsTyping');
    assert.deepEqual([written(), await at.hasAccess()], [[], true]);
  });

  for (const profiles of ['one profile', 'a second profile that proves nothing'] as const) {
    it(`with ${profiles}, only clients whose policy gives access need their title`, async () => {
      if (profiles !== 'one profile') {
        const second = await holdSecond();
        await service.resetSecret(second.client);
      }
      const third = await service.addAccess('Third');
      const key: ResourceKey = { kind: 'clients', id: third.client };
      const moved = (members: Members) => ({ ...members, tokenPolicy: sandbox.ids.readOnlyTokenPolicy });
      assert.equal((await look(at, key, moved)).lockoutCheck.kind, 'confirm');
      await service.change('tokenPolicies', third.policy, { allowedScopes: ['openid'] });
      assert.equal((await look(at, key, moved)).lockoutCheck.kind, 'allowed');
    });
  }

  it('a spare that cannot undo a mistake does not count', async () => {
    const second = await holdSecond();
    await service.change('tokenPolicies', second.policy, {
      allowedScopes: [`*:config/tokenPolicies/${second.policy}`, '.:**'],
    });
    await problemOf(remove(at, ownClient, 'Configuration'), 'lockOut');
    await problemOf(save(at, ownPolicy, scopes('openid'), 'Configuration'), 'lockOut');
    assert.deepEqual([written(), await at.hasAccess()], [[], true]);
  });

  it('access does not count whose client was moved to another policy here, while reads show the earlier one', async () => {
    const second = await holdSecond();
    const client: ResourceKey = { kind: 'clients', id: second.client };
    sandbox.fail({ method: 'GET', path: second.client, lagMs: 300_000, times: Infinity });
    const moved = await save(at, client, members => ({ ...members, tokenPolicy: ownPolicy.id }), 'Second');
    assert.match(moved.verificationError?.message ?? '', /still shows the earlier version/);
    const found = await look(at, ownPolicy, scopes('openid'));
    assert.equal(found.lockoutCheck.kind, 'blocked');
    assert.match(found.lockoutCheck.why, /“second”: The service still shows an earlier version/);
  });

  it('a spare whose secret was reset elsewhere does not count, although its token is live', async () => {
    const second = await holdSecond();
    await at.tokenService.acquire({ profile: at.profiles.get('second'), scope: '*:config/**' });
    await service.resetSecret(second.client);
    const problem = await problemOf(remove(at, ownClient, 'Configuration'), 'lockOut');
    assert.match(problem.message, /“second”: The service does not accept/);
  });

  it('the third of three profiles is tried when the second one proves nothing', async () => {
    const second = await holdSecond();
    await service.resetSecret(second.client);
    await at.createSpare();
    await remove(at, ownClient, 'Configuration');
    assert.ok(await at.hasAccess(at.profiles.get('acme (spare)')));
  });

  it('a spare with another spelling of the origin counts', async () => {
    const second = await service.addAccess();
    const { origin, customerId } = sandbox;
    const values = { name: 'second', origin: origin.replace('127.0.0.1', 'localhost'), customerId };
    await at.profiles.addInactive(
      { ...values, clientId: second.client },
      await service.secret(second.client),
    );
    await remove(at, ownClient, 'Configuration');
    assert.ok(await at.hasAccess(at.profiles.get('second')));
  });

  it('with a spare, the client moves to another policy that gives access', async () => {
    await holdSecond();
    await save(at, ownClient, members => ({ ...members, tokenPolicy: twin }), 'Configuration');
    assert.ok(await at.hasAccess());
  });

  it('access that disappears while the question is open: not deleted', async () => {
    const second = await holdSecond();
    const deletion = await prepareDeletion(at.configuration, ownClient);
    assert.equal(deletion.lockoutCheck.kind, 'confirm');
    await service.remove('clients', second.client);
    await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
    assert.ok(await at.hasAccess());
  });

  it('one of three that disappears meanwhile: deleting the last but one needs its title', async () => {
    const second = await holdSecond();
    const third = await at.createSpare();
    const deletion = await prepareDeletion(at.configuration, { kind: 'clients', id: third.clientId });
    assert.equal(deletion.lockoutCheck.kind, 'allowed');
    await service.remove('clients', second.client);
    await problemOf(deleteResource(at.configuration, deletion), 'needsTyping');
    assert.ok(await service.members('clients', third.clientId));
  });

  it('a resource that somebody changed while the question was open: not deleted', async () => {
    const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy };
    const deletion = await prepareDeletion(at.configuration, key);
    await service.change('tokenPolicies', key.id, { title: 'In use again' });
    await problemOf(deleteResource(at.configuration, deletion), 'changedMeanwhile');
    assert.deepEqual(written(), []);
  });

  it('a client that was pointed to another policy is no longer a user', async () => {
    const { ids } = sandbox;
    await at.configuration.resourceCache.readAll('clients');
    await service.change('clients', ids.mobileClient, { tokenPolicy: ids.storefrontTokenPolicy });
    await remove(at, { kind: 'tokenPolicies', id: ids.mobileTokenPolicy });
    assert.equal(await service.members('tokenPolicies', ids.mobileTokenPolicy), undefined);
  });

  for (const [what, status] of [
    ['its token', 500],
    ['its token', 401],
    ['its client', 403],
    ['its client', 404],
    ['its policy', 500],
  ] as const) {
    it(`a spare that cannot be proved, since ${what} is answered ${status}, does not count`, async () => {
      const { client, policy } = await holdSecond();
      const deletion = await ownDeletion();
      let tokens = 0;
      at.trouble = (request, pass) => {
        // Our own profile and the spare ask for one each, in this order.
        const isIt =
          what === 'its token'
            ? request === 'POST login/token' && ++tokens > 1
            : request.endsWith(what === 'its client' ? client : policy);
        return isIt ? Promise.resolve(new Response('{"errors":"no"}', { status })) : pass();
      };
      await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
      at.trouble = (_, pass) => pass();
      assert.deepEqual([written(), await at.hasAccess()], [[], true]);
    });
  }

  /** As if a person had seen it while the spare was proved. */
  async function ownDeletion() {
    const resource = await at.configuration.resourceCache.read(ownClient);
    const lockoutCheck = { kind: 'confirm', title: 'Configuration', why: '' } as const;
    await at.configuration.resourceCache.api.ensureToken('*:config/**');
    return { resource, lockoutCheck };
  }

  /** Runs `work`, and answers all waiting requests at the same time. Resolves with the result, and how often it answered. */
  async function roundTripsOf<T>(work: Promise<T>): Promise<{ readonly result: T; readonly trips: number }> {
    let waiting: (() => Promise<unknown>)[] = [];
    const state = { isDone: false };
    at.trouble = (_, pass) =>
      new Promise((resolve, reject) => {
        waiting.push(() => pass().then(resolve, reject));
      });
    const result = work.finally(() => (state.isDone = true));
    for (let trips = 0; ;) {
      for (let turns = 0; turns < 20 && !state.isDone; turns++) await settled();
      if (state.isDone) return { result: await result, trips };
      const answered = waiting;
      // The history computes digests, which takes time without a request.
      if (answered.length > 0) trips++;
      waiting = [];
      await Promise.all(answered.map(answer => answer()));
    }
  }

  for (const [what, kind, requests] of [
    ['its own policy', 'tokenPolicies', 8],
    ['a client of a profile', 'clients', 8],
    ['a client that no profile has', 'other', 8],
    ['a client that no profile has, with a single profile', 'alone', 6],
  ] as const) {
    it(`judges ${what} in three round trips, then in two, with at most ${requests} requests and no list, however many clients there are`, async () => {
      await sandbox.stop();
      sandbox = await startSandbox({ minimum: { clients: 2_000 } });
      service = new Service(sandbox);
      at = await ConfigurationWindow.open(sandbox);
      const second = kind === 'alone' ? undefined : await holdSecond();
      const third = await service.addAccess('Third');
      const key: ResourceKey =
        kind === 'tokenPolicies'
          ? { kind, id: sandbox.ids.configurationTokenPolicy }
          : { kind: 'clients', id: kind === 'clients' && second ? second.client : third.client };
      const { resourceCache, guard } = at.configuration;
      const base = toDocumentText((await resourceCache.read(key)).body);
      const members = JSON.parse(base) as Members;
      const edited = JSON.stringify(
        kind === 'tokenPolicies' ? scopes('openid')(members) : { ...members, tokenPolicy: 'elsewhere' },
      );
      const save = () => prepareChange(resourceCache, guard, key, { edited, base });
      for (const most of [3, 2]) {
        at.sent.length = 0;
        const { result, trips } = await roundTripsOf(save());
        assert.ok(result && !isConflict(result));
        assert.equal(result.lockoutCheck.kind, kind === 'other' ? 'allowed' : 'confirm');
        assert.ok(trips <= most, `${trips} round trips:\n${at.sent.join('\n')}`);
        assert.ok(at.sent.length <= requests, at.sent.join('\n'));
        assert.ok(!at.sent.includes('GET config/clients'));
      }
    });
  }

  it('does not count the policy that a client had before', async () => {
    const second = await holdSecond();
    const key: ResourceKey = { kind: 'tokenPolicies', id: ownPolicy.id };
    assert.equal((await look(at, key, scopes('openid'))).lockoutCheck.kind, 'confirm');
    await service.change('clients', second.client, { tokenPolicy: sandbox.ids.readOnlyTokenPolicy });
    assert.equal((await look(at, key, scopes('openid'))).lockoutCheck.kind, 'blocked');
  });

  describe('with two people', () => {
    let other: ConfigurationWindow;
    let second: { readonly policy: string; readonly client: string };

    beforeEach(async () => {
      second = await holdSecond();
      const clientSecret = await service.secret(second.client);
      other = await ConfigurationWindow.open(sandbox, { clientId: second.client, clientSecret });
      await other.hold(sandbox.clientId, sandbox.clientSecret);
    });

    it('who edit the same policy: the second one gets a conflict, and nothing is lost', async () => {
      const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.mobileTokenPolicy };
      const { resourceCache, guard } = other.configuration;
      const base = toDocumentText((await resourceCache.read(key)).body);
      await save(at, key, members => ({ ...members, title: 'Mine' }));
      const edited = base.replace('Nordhaven Mobile Apps', 'Theirs');
      const found = await prepareChange(resourceCache, guard, key, { edited, base });
      assert.ok(found && isConflict(found));
      assert.match(found.theirs, /"Mine"/);
      assert.equal((await service.members(key.kind, key.id))?.['title'], 'Mine');
      assert.deepEqual(
        other.sent.filter(request => request.startsWith('PUT')),
        [],
      );
    });

    it('who each take one of two at the same time: one change is rolled back', async () => {
      const mine = await look(at, ownPolicy, scopes('openid'));
      const theirs = await look(other, { kind: 'tokenPolicies', id: second.policy }, scopes('openid'));
      // Neither check of what remains sees the change of the other.
      const bothChecked = deferred<undefined>();
      let puts = 0;
      at.trouble = other.trouble = async (request, pass) => {
        if (request.startsWith('PUT')) {
          if (++puts === 2) bothChecked.resolve(undefined);
          await bothChecked.promise;
        }
        return pass();
      };
      const ends = await Promise.allSettled([
        applyChange(at.configuration, mine),
        applyChange(other.configuration, theirs),
      ]);
      const reasons = ends.flatMap(end => (end.status === 'rejected' ? [told(end.reason)] : []));
      assert.ok(reasons.length > 0);
      for (const reason of reasons) assert.match(reason, /^lockOut: .*it was rolled back/);
      const left = [ownPolicy.id, second.policy].map(id => service.members('tokenPolicies', id));
      const ways = (await Promise.all(left)).filter(members =>
        JSON.stringify(members?.['allowedScopes']).includes('*'),
      );
      assert.ok(ways.length > 0);
    });

    it('who take both, while the remaining access cannot be proved: reported, and not undone', async () => {
      const change = await look(at, ownPolicy, scopes('openid'));
      let isSent = false;
      at.trouble = (request, pass) => {
        if (isSent && request === 'POST login/token') {
          return Promise.resolve(new Response('{"errors":"no"}', { status: 500 }));
        }
        isSent ||= request.startsWith('PUT');
        return pass();
      };
      const { verificationError } = await applyChange(at.configuration, change);
      assert.match(verificationError?.message ?? '', /was sent, but whether configuration access remains/);
      assert.deepEqual((await service.members('tokenPolicies', ownPolicy.id))?.['allowedScopes'], ['openid']);
    });

    it('who take both, while a rollback fails: the state is reported', async () => {
      const change = await look(at, ownPolicy, scopes('openid'));
      let puts = 0;
      at.trouble = async (request, pass) => {
        if (!request.startsWith('PUT')) return pass();
        if (++puts > 1) return new Response('{"errors":"no"}', { status: 500 });
        // After the last check of what remains.
        await service.change('tokenPolicies', second.policy, { allowedScopes: ['openid'] });
        return pass();
      };
      const problem = await problemOf(applyChange(at.configuration, change), 'lockOut');
      assert.match(problem.message, /could not be rolled back/);
    });

    it('who delete both clients: reported, and spare access can still be created', async () => {
      const deletion = await prepareDeletion(at.configuration, ownClient);
      at.trouble = async (request, pass) => {
        if (request.startsWith('DELETE')) await service.remove('clients', second.client);
        return pass();
      };
      const problem = await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
      assert.match(problem.nextStep, /Create Spare Configuration Access/);
      at.trouble = (_, pass) => pass();
      assert.equal(await at.hasAccess(), false);
      const spare = await at.createSpare();
      assert.ok(await at.hasAccess(spare));
    });

    it('who delete both clients at once, whose policies allow no more than clients and token policies: one of them creates spare access', async () => {
      for (const id of [ownPolicy.id, second.policy]) {
        await service.change('tokenPolicies', id, { allowedScopes: enough });
      }
      const mine = await prepareDeletion(at.configuration, ownClient);
      const theirs = await prepareDeletion(other.configuration, { kind: 'clients', id: second.client });
      const both = [deferred<null>(), deferred<null>()];
      let sent = 0;
      at.trouble = other.trouble = async (request, pass) => {
        if (request.startsWith('DELETE')) {
          both[sent++]?.resolve(null);
          await Promise.all(both.map(({ promise }) => promise));
        }
        return pass();
      };
      const ends = await Promise.allSettled([
        deleteResource(at.configuration, mine),
        deleteResource(other.configuration, theirs),
      ]);
      for (const end of ends) {
        assert.ok(end.status === 'rejected');
        assert.match(told(end.reason), /^lockOut: .*Run Create Spare Configuration Access now/);
      }
      // Whatever else changes among the tokens of the profile.
      await at.secrets.store(`hostedLogin.tokens.${at.profile.id}`, '[]');
      await settled();
      const spare = await at.createSpare();
      assert.ok(await at.hasAccess(spare));
    });

    it('a deletion for which no token can be held that creates access again: nothing is sent', async () => {
      const deletion = await prepareDeletion(at.configuration, ownClient);
      let proofs = 0;
      at.trouble = (request, pass) => {
        // The tokens of the last check are granted, the one that could restore access is not.
        const isRescue = request === 'POST login/token' && ++proofs > 2;
        return isRescue ? Promise.resolve(new Response('{"errors":"no"}', { status: 503 })) : pass();
      };
      await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
      at.trouble = (_, pass) => pass();
      assert.deepEqual([written(), await at.hasAccess()], [[], true]);
    });

    it('of whom one refreshes while the other’s change is verified: the change stays', async () => {
      const change = await look(at, ownPolicy, members => ({ ...members, title: 'Renamed' }));
      at.configuration.resourceCache.refresh();
      at.trouble = async (request, pass) => {
        const reply = await pass();
        if (request.startsWith('GET config/clients/')) at.configuration.resourceCache.refresh();
        return reply;
      };
      await applyChange(at.configuration, change);
      assert.equal((await service.members(ownPolicy.kind, ownPolicy.id))?.['title'], 'Renamed');
    });

    it('a read that began before a write does not count after it', async () => {
      const change = await look(at, ownPolicy, members => ({ ...members, title: 'Renamed' }));
      let held: Response | undefined;
      let answer: () => void = () => undefined;
      at.trouble = async (request, pass) => {
        const reply = await pass();
        if (request !== `GET config/tokenPolicies/${ownPolicy.id}` || held) return reply;
        held = reply;
        await new Promise<void>(resolve => (answer = resolve));
        return reply;
      };
      const early = at.configuration.resourceCache.read(ownPolicy);
      while (!held) await settled();
      assert.equal((await applyChange(at.configuration, change)).title, 'Renamed');
      answer();
      await early;
      assert.equal(at.configuration.resourceCache.cached(ownPolicy)?.title, 'Renamed');
    });
  });

  it('in a browser: a spare whose secret was never copied does not count, since another window may overwrite it', async () => {
    at.isBrowser = true;
    const spare = await at.createSpare();
    const remove = async () => (await prepareDeletion(at.configuration, ownClient)).lockoutCheck;
    const refused = await remove();
    assert.ok(refused.kind === 'blocked', refused.kind);
    assert.match(refused.why, /was created here and never copied.*Copy it first/);
    const reset = await prepareSecretReset(at.deps, at.configuration, ownClient.id);
    assert.equal(reset.lockoutCheck.kind, 'blocked');
    await onSecretCopied(at.deps, [spare], await at.profiles.readClientSecret(spare));
    assert.equal((await remove()).kind, 'confirm');
  });

  it('on Linux: a spare whose secret was never copied does not count until the next run of VS Code finds it', async () => {
    at.hasNoKeyring = true;
    await at.createSpare();
    const remove = async () => (await prepareDeletion(at.configuration, ownClient)).lockoutCheck;
    assert.equal((await remove()).kind, 'blocked');
    at = new ConfigurationWindow(sandbox, at);
    at.hasNoKeyring = true;
    assert.equal((await remove()).kind, 'confirm');
  });

  it('reads that are out of date and show our own policy without access: a save that would make this true is refused', async () => {
    const sent = { title: 'Renamed', allowedScopes: ['openid'] };
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (request !== `GET config/tokenPolicies/${ownPolicy.id}`) return reply;
      const stale = { ...((await reply.json()) as Members), allowedScopes: ['openid'] };
      return new Response(JSON.stringify(stale), { headers: { 'content-type': 'application/json' } });
    };
    const change = await look(at, ownPolicy, members => ({ ...members, ...sent }));
    assert.equal(change.lockoutCheck.kind, 'blocked');
    await problemOf(applyChange(at.configuration, change), 'lockOut');
    assert.ok(await at.hasAccess());
  });

  it('reads that are out of date and show our own policy without access: a save that adds to these scopes is refused', async () => {
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (request !== `GET config/tokenPolicies/${ownPolicy.id}`) return reply;
      const stale = { ...((await reply.json()) as Members), allowedScopes: ['openid'] };
      return new Response(JSON.stringify(stale), { headers: { 'content-type': 'application/json' } });
    };
    const change = await look(at, ownPolicy, members => ({
      ...members,
      allowedScopes: ['openid', 'profile'],
    }));
    assert.ok(change.lockoutCheck.kind === 'blocked', change.lockoutCheck.kind);
    assert.match(change.lockoutCheck.why, /still shows an earlier version/);
    await problemOf(applyChange(at.configuration, change), 'lockOut');
    assert.ok(await at.hasAccess());
  });

  it('a read that is out of date and shows the policy of any of many profiles without access: it counts', async () => {
    let policy = '';
    for (const title of ['2', '3', '4', '5', '6']) {
      const access = await service.addAccess(title);
      await at.hold(access.client, await service.secret(access.client), title);
      policy = access.policy;
    }
    const write = { does: 'replace', key: { kind: 'tokenPolicies', id: policy }, members: {} } as const;
    assert.ok(await at.configuration.guard.affectsAccess(write, { members: { allowedScopes: ['openid'] } }));
  });

  it('spare access waits for reads that lag, and creates nothing twice', async () => {
    await sandbox.stop();
    const clock = new FakeClock();
    sandbox = await startSandbox({ now: clock.now });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox, sandbox, clock);
    const clients = (await service.titles('clients')).length;
    const policies = (await service.titles('tokenPolicies')).length;
    sandbox.fail({ method: 'GET', path: '/config/', lagMs: 3000, times: Infinity });
    const spare = await at.createSpare();
    assert.ok(await at.hasAccess(spare));
    clock.jump(60_000);
    assert.equal((await service.titles('clients')).length, clients + 1);
    assert.equal((await service.titles('tokenPolicies')).length, policies + 1);
  });

  it('spare access gets a name that no profile has in any case, and that a form takes', async () => {
    const { origin, customerId, clientId, clientSecret } = sandbox;
    const another = { name: 'ACME (spare)', origin: 'https://v1.api.eu.janrain.com', customerId, clientId };
    await at.profiles.addInactive(another, 'of another customer');
    const { name } = await at.createSpare();
    assert.equal(name, 'acme (spare 2)');
    assert.equal(at.profiles.get(another.name).origin, another.origin);
    const long = await at.profiles.addInactive(
      { name: 'a'.repeat(60), origin, customerId, clientId },
      clientSecret,
    );
    const spare = await at.createSpare(long);
    assert.equal(nameIssue(spare.name, [long.name]), undefined);
  });

  it('a profile that can only read cannot create spare access', async () => {
    const { origin, customerId, ids, secrets } = sandbox;
    const values = { name: 'reader', origin, customerId, clientId: ids.readOnlyClient };
    const reader = await at.profiles.add(values, secrets.readOnlyClient);
    const made = at.createSpare(reader);
    await problemOf(made, 'forbidden');
  });
});
