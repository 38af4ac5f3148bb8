import assert from 'node:assert/strict';
import { readDiscoveryText } from '../../../src/api/token/discovery';
import { readService, readSnapshot, type SnapshotOptions } from '../../../src/configuration/readSnapshot';
import { createUnverified } from '../../../src/configuration/writes/createResource';
import { Problem } from '../../../src/core/common/problem';
import { readFolder } from '../../../src/core/configurationFiles/configurationFolder';
import { identityPath, identityText } from '../../../src/core/configurationFiles/folderIdentity';
import { planPull } from '../../../src/core/configurationFiles/pull';
import type { ConfigurationSnapshot } from '../../../src/core/resources/configurationSnapshot';
import {
  type Resource,
  type ResourceEntry,
  type ResourceKind,
  resourceKinds,
} from '../../../src/core/resources/resource';
import { edgeFault, type Fault, type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { type Deferred, deferred, FakeClock, problemOf, settled } from '../../support/fakes';
import { configurationApiFor } from '../api/configuration/apiFixture';
import { closeAll, newTransport } from '../api/servers';
import { ConfigurationWindow } from './windowFixture';

describe('readSnapshot', () => {
  describe('of a service', () => {
    let sandbox: Sandbox;
    beforeEach(async () => {
      sandbox = await startSandbox();
    });
    afterEach(async () => {
      await sandbox.stop();
      await closeAll();
    });

    function read(options: SnapshotOptions = {}) {
      const { send } = newTransport();
      const { configuration: api } = configurationApiFor(sandbox, send);
      const readDiscovery = (signal: AbortSignal) => readDiscoveryText(send, sandbox, signal);
      return readSnapshot({ api, profile: sandbox, readDiscovery }, options);
    }

    const titles = (resources: readonly Resource[], kind: ResourceKind) =>
      resources.filter(each => each.kind === kind).map(({ title }) => title);

    it('has every resource in the order of the lists, the options of login policies and the discovery document', async () => {
      const snapshot = await read();
      const { origin, customerId, ids } = sandbox;
      assert.deepEqual([snapshot.origin, snapshot.customerId, snapshot.unread], [origin, customerId, []]);
      assert.deepEqual(
        [...new Set(snapshot.resources.map(({ kind }) => kind))],
        ['tokenPolicies', 'loginPolicies', 'clients'],
      );
      assert.deepEqual(titles(snapshot.resources, 'clients'), [
        'Configuration',
        'Configuration, read only',
        'Nordhaven Storefront',
        'Nordhaven for iOS and Android',
        'Nordhaven Store Staff',
      ]);
      assert.equal(snapshot.loginPolicyOptions.size, 3);
      assert.deepEqual(snapshot.loginPolicyOptions.get(ids.staffLoginPolicy), {
        pushClaims: '{"enabled":true}',
        allowedResponseTypes: '{"allowedResponseTypes":["code","id_token"]}',
      });
      assert.equal(
        (JSON.parse(snapshot.discovery ?? '') as { issuer: string }).issuer,
        `${origin}/${customerId}/login`,
      );
    });

    it('counts each resource', async () => {
      const counts: [number, number][] = [];
      await read({ onProgress: (...count) => counts.push(count) });
      assert.deepEqual(
        counts.map(([done]) => done),
        Array.from({ length: 14 }, (_, index) => index + 1),
      );
      assert.deepEqual(counts.at(-1), [14, 14]);
    });

    it('names what could not be read, and reads the rest', async () => {
      const { storefrontClient, staffLoginPolicy } = sandbox.ids;
      sandbox.fail({ path: `clients/${storefrontClient}`, status: 500, body: '{"errors":"broken"}' });
      sandbox.fail({ path: 'config/tokenPolicies', status: 403, body: '{"errors":"Forbidden"}', times: 2 });
      sandbox.fail({ path: `${staffLoginPolicy}/pushClaims`, body: 'no JSON' });
      const { resources, loginPolicyOptions, unread } = await read();
      assert.equal(resources.length, 7);
      assert.equal(loginPolicyOptions.get(staffLoginPolicy)?.pushClaims, undefined);
      assert.match(loginPolicyOptions.get(staffLoginPolicy)?.allowedResponseTypes ?? '', /code/);
      assert.deepEqual(
        unread.map(({ kind, entry, part }) => [kind, entry?.title, part]),
        [
          ['tokenPolicies', undefined, undefined],
          ['loginPolicies', 'Nordhaven Store Staff', 'pushClaims'],
          ['clients', 'Nordhaven Storefront', undefined],
        ],
      );
      assert.match(unread[2]?.reason ?? '', /HTTP 500/);
    });

    it('counts a list with a wrong count as unread, and reads its entries', async () => {
      sandbox.fail({
        path: 'config/clients',
        rewrite: answer => ({
          ...answer,
          body: new TextDecoder().decode(Buffer.from(answer.body)).replace('"total":5', '"total":7'),
        }),
      });
      const { resources, unread } = await read();
      assert.equal(titles(resources, 'clients').length, 5);
      assert.deepEqual(unread, [{ kind: 'clients', reason: 'The service counts 7 Clients, but lists 5.' }]);
    });

    it('counts a list without a count as unread if it continues at another address', async () => {
      sandbox.fail({
        path: 'config/clients',
        rewrite: answer => ({
          ...answer,
          body: new TextDecoder()
            .decode(Buffer.from(answer.body))
            .replace('"total":5', '"_links":{"next":{"href":"https://elsewhere.example/clients?page=2"}}'),
        }),
      });
      const { resources, unread } = await read();
      assert.equal(titles(resources, 'clients').length, 5);
      assert.match(
        unread.map(({ kind, reason }) => `${kind}: ${reason}`).join(),
        /^clients: .*link to its next page/,
      );
    });

    it('leaves out what is deleted meanwhile', async () => {
      const { unusedLoginPolicy } = sandbox.ids;
      sandbox.fail({ path: unusedLoginPolicy, status: 404, body: '{"errors":"Not Found"}', times: 3 });
      const { resources, unread } = await read();
      assert.deepEqual(titles(resources, 'loginPolicies').length, 2);
      assert.deepEqual(unread, []);
    });

    it('says so if the service has no such option', async () => {
      sandbox.fail({ path: 'allowedResponseTypes', status: 404, body: '{"errors":"Not Found"}', times: 3 });
      const { unread } = await read();
      assert.deepEqual(
        [...new Set(unread.map(({ part, reason }) => `${part ?? ''}: ${reason}`))],
        ['allowedResponseTypes: The service does not have it.'],
      );
      assert.equal(unread.length, 3);
    });

    it('does without the discovery document', async () => {
      sandbox.fail({ ...edgeFault(404), path: '.well-known', times: 2 });
      const { resources, discovery, unread } = await read();
      assert.deepEqual([resources.length, discovery, unread], [14, undefined, []]);
    });

    const dead: readonly [string, Fault, RegExp][] = [
      [
        'refuses every token',
        { path: '/config/', status: 403, body: '{"errors":"Forbidden"}' },
        /does not allow this/,
      ],
      ['breaks each connection', { path: '/config/', connection: 'destroy' }, /connection .* failed/],
      ['answers with a web page', { path: '/config/', ...edgeFault(403) }, /./],
    ];
    for (const [what, fault, message] of dead) {
      it(`fails if the service ${what}`, async () => {
        sandbox.fail({ ...fault, times: 1000 });
        assert.match((await problemOf(read())).message, message);
      });
    }

    it('fails if the service stops in the middle', async () => {
      sandbox.fail({ path: /\/config\/\w+\//, status: 500, body: '{}', times: 1000 });
      await problemOf(read(), 'server');
      const config = sandbox.received.filter(({ path }) => /\/config\/\w+\//.test(path));
      assert.ok(config.length < 20, `${config.length} requests`);
    });

    it('can be cancelled', async () => {
      const controller = new AbortController();
      const reading = read({
        signal: controller.signal,
        onProgress: () => {
          controller.abort();
        },
      });
      await problemOf(reading, 'cancelled');
    });
  });

  describe('with a service whose answers the test releases', () => {
    const waiting: { readonly name: string; readonly answer: Deferred<unknown> }[] = [];
    beforeEach(() => {
      waiting.length = 0;
    });
    const ask = async (name: string) => {
      const answer = deferred<unknown>();
      waiting.push({ name, answer });
      return answer.promise;
    };
    const entries = (kind: ResourceKind, count: number): ResourceEntry[] =>
      Array.from({ length: count }, (_, index) => ({ kind, id: `${kind}-${index}`, title: `${index}` }));
    const api = {
      list: (kind: ResourceKind) => ask(kind) as Promise<{ entries: ResourceEntry[]; total: number }>,
      read: async (kind: ResourceKind, id: string): Promise<Resource> => {
        await ask(id);
        return { kind, id, title: id, body: '{}', members: {} };
      },
      readOption: (id: string, part: string) => ask(`${id} ${part}`) as Promise<string>,
    };
    const profile = { origin: 'https://h.example', customerId: 'c' };
    const start = () =>
      readSnapshot({ api, profile, readDiscovery: () => ask('discovery') as Promise<string> });
    const answer = async (name: string, value: unknown = '{}') => {
      const at = waiting.findIndex(each => each.name === name);
      assert.ok(at >= 0, `${name} was not asked for`);
      waiting.splice(at, 1)[0]?.answer.resolve(value);
      await settled();
    };
    const names = () => waiting.map(({ name }) => name);

    it('begins with the resources of a list before the other lists are there, six requests at a time', async () => {
      const reading = start();
      await settled();
      assert.deepEqual(names(), ['tokenPolicies', 'loginPolicies', 'clients', 'discovery']);
      await answer('clients', { entries: entries('clients', 10), total: 10 });
      assert.deepEqual(names().slice(3), ['clients-0', 'clients-1', 'clients-2']);
      await answer('clients-0');
      assert.deepEqual(names().slice(3), ['clients-1', 'clients-2', 'clients-3']);
      await answer('tokenPolicies', { entries: [], total: 0 });
      await answer('loginPolicies', { entries: entries('loginPolicies', 1), total: 1 });
      while (waiting.length > 0) {
        assert.ok(waiting.length <= 6);
        await answer(names()[0] ?? '');
      }
      const { resources, loginPolicyOptions } = await reading;
      assert.equal(resources.length, 11);
      assert.deepEqual(loginPolicyOptions.get('loginPolicies-0'), {
        pushClaims: '{}',
        allowedResponseTypes: '{}',
      });
    });

    it('keeps six requests going to the end, so that their number alone decides how long it takes', async () => {
      const lists = { tokenPolicies: 50, loginPolicies: 20, clients: 600 };
      const reading = start();
      await settled();
      let [rounds, requests] = [0, 0];
      while (waiting.length > 0) {
        // The service answers all at once.
        const asked = waiting.splice(0);
        rounds += 1;
        requests += asked.length;
        for (const { name, answer: reply } of asked) {
          const kind = resourceKinds.find(each => each === name);
          reply.resolve(kind ? { entries: entries(kind, lists[kind]), total: lists[kind] } : '{}');
        }
        await settled();
      }
      assert.equal((await reading).resources.length, 670);
      assert.equal(requests, 4 + 50 + 3 * 20 + 600);
      assert.ok(rounds <= Math.ceil(requests / 6) + 1, `${rounds} rounds for ${requests} requests`);
    });

    it('sends nothing more once it failed, and rejects with what failed', async () => {
      const reading = problemOf(start(), 'invalidClient');
      await settled();
      await answer('clients', { entries: entries('clients', 10), total: 10 });
      waiting
        .find(({ name }) => name === 'clients-0')
        ?.answer.reject(new Problem('invalidClient', 'Wrong secret.'));
      assert.equal((await reading).message, 'Wrong secret.');
      const asked = waiting.length;
      await answer('clients-1');
      await answer('tokenPolicies', { entries: entries('tokenPolicies', 3), total: 3 });
      assert.equal(waiting.length, asked - 2);
    });
  });

  describe('of a service whose reads lag', () => {
    let sandbox: Sandbox;
    const clock = new FakeClock();
    beforeEach(async () => {
      sandbox = await startSandbox({ now: clock.now });
    });
    afterEach(async () => {
      await sandbox.stop();
      await closeAll();
    });

    it('reads what was just created once, if the list writes its ID in another case', async () => {
      const { configuration, profile } = await ConfigurationWindow.open(sandbox, sandbox, clock);
      const { resourceCache, journal } = configuration;
      const id = sandbox.ids.mobileTokenPolicy;
      const read = async () =>
        readSnapshot({
          ...{ api: resourceCache.api, profile, readDiscovery: () => Promise.resolve(undefined) },
          createdRecently: kind => journal.createdRecently(kind),
        });
      const before = (await read()).resources.length;
      journal.noteCreated({ kind: 'tokenPolicies', id: id.toUpperCase(), title: 'Mobile' });
      const { resources, unread } = await read();
      assert.deepEqual([resources.length, unread], [before, []]);
      journal.noteDeleted({ kind: 'tokenPolicies', id });
      assert.deepEqual(journal.createdRecently('tokenPolicies'), []);
    });

    for (const isOnlyLists of [true, false]) {
      it(`never counts as deleted what was just created, if ${isOnlyLists ? 'lists lag' : 'all reads lag'}`, async () => {
        const at = await ConfigurationWindow.open(sandbox, sandbox, clock);
        const { configuration, configurations, deps, profile } = at;
        const text = '{"title": "New", "allowedScopes": ["openid"]}';
        const read = () => readService({ configurations, send: deps.send }, profile, {});
        sandbox.fail({
          ...{ method: 'GET', path: isOnlyLists ? /tokenPolicies$/ : /tokenPolicies/ },
          ...{ lagMs: 60_000, times: Infinity },
        });
        const entry = await createUnverified(configuration, 'tokenPolicies', text);
        const folder = readFolder(
          new Map([
            [identityPath, identityText(profile)],
            ['ids.json', `{"tokenPolicies/new": "${entry.id}"}`],
            ['tokenPolicies/new.json', text],
          ]),
        );
        const goneOf = (snapshot: ConfigurationSnapshot) =>
          planPull(folder, snapshot, { bases: new Map() }).result.gone;
        const snapshot = await read();
        assert.deepEqual(goneOf(snapshot), []);
        assert.deepEqual(
          snapshot.unread.map(({ reason }) => reason),
          isOnlyLists ? [] : ['It was created recently, and the service does not show it yet.'],
        );
        await configuration.journal.write(
          { does: 'delete', key: entry, title: 'New' },
          () => configuration.resourceCache.api.remove('tokenPolicies', entry.id),
          () => Promise.resolve('done'),
        );
        clock.jump(2 * 60_000);
        assert.deepEqual(goneOf(await read()), ['tokenPolicies/new'], 'deleted by this machine');
      });
    }
  });
});
