import assert from 'node:assert/strict';
import { ConfigurationApi } from '../../../../src/api/configuration/configurationApi';
import type { ProblemKind } from '../../../../src/core/common/problem';
import type { ResourceKind } from '../../../../src/core/resources/resource';
import { edgeFault, type Fault, type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { closeAll, newTransport, serveAnswer } from '../servers';
import { type AuthorizeCall, configurationApiFor } from './apiFixture';

type Call = (at: ConfigurationApi, signal?: AbortSignal) => Promise<unknown>;

const newPolicy = JSON.stringify({ title: 'New', allowedScopes: ['openid'] });

describe('ConfigurationApi', () => {
  let sandbox: Sandbox;
  let configuration: ConfigurationApi;
  let asked: readonly AuthorizeCall[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    ({ configuration, asked } = configurationApiFor(sandbox));
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  const reached = () =>
    sandbox.received
      .filter(({ path }) => path.includes('/config/'))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/config\//, '')}`);

  it('reads the configuration at a customer’s own host, or says which host is needed', async () => {
    for (const ownHostConfiguration of ['reachable', 'belowHost', 'absent'] as const) {
      const own = await startSandbox({
        pageSize: 2,
        choices: { issuer: 'withoutCustomer', ownHostConfiguration },
      });
      try {
        const client = new ConfigurationApi({
          send: newTransport().send,
          profile: own,
          authorize: () => Promise.resolve(own.grant('*:config/**')),
        });
        const listing = client.list('clients');
        if (ownHostConfiguration !== 'absent') {
          assert.equal((await listing).entries.length, 5);
          const id = await client.create('tokenPolicies', '{"title":"New"}');
          await client.remove('tokenPolicies', id);
          // The place is found once.
          const wrong = own.received.filter(
            ({ path, status }) => path.includes('/config/') && status === 404,
          );
          assert.equal(wrong.length, ownHostConfiguration === 'belowHost' ? 1 : 0);
        } else
          assert.match(
            (await problemOf(listing)).nextStep,
            /a different host.*https:\/\/v1\.api\.us\.janrain\.com/,
          );
      } finally {
        await own.stop();
      }
    }
  });

  describe('finds the place of the configuration at a customer’s own host', () => {
    /** A host where each path has an answer for each token. */
    const clientOf = (answerTo: (path: string, token: string) => readonly [status: number, body: string]) => {
      const paths: string[] = [];
      const client = new ConfigurationApi({
        profile: { origin: 'https://login.nordhaven.example', customerId: 'cid' },
        authorize: (_, { refused }) => Promise.resolve(refused === undefined ? 'first' : 'second'),
        send: ({ url, headers }) => {
          const path = new URL(url).pathname;
          paths.push(path);
          const [status, body] = answerTo(path, headers['authorization']?.replace('Bearer ', '') ?? '');
          return Promise.resolve({ status, body, header: () => null });
        },
      });
      return { client, paths };
    };

    it('does not take the page of an application for the API', async () => {
      const { client, paths } = clientOf(path =>
        path.startsWith('/cid/config/clients/')
          ? [404, '{}']
          : path === '/cid/config/clients'
            ? [200, '{"_embedded":{"clients":[]}}']
            : [200, '<html>'],
      );
      await problemOf(client.read('clients', 'c1'), 'gone');
      await client.list('clients');
      assert.deepEqual(paths, ['/cid/config/clients/c1', '/config/clients/c1', '/cid/config/clients']);
    });

    it('uses the token that replaced a refused one', async () => {
      const { client } = clientOf((path, token) =>
        token === 'first'
          ? [403, '{}']
          : path.startsWith('/cid/')
            ? [404, '{}']
            : [200, '{"id":"c1","name":"Own"}'],
      );
      assert.equal((await client.read('clients', 'c1')).title, 'Own');
    });
  });

  describe('does', () => {
    it('list each kind, with titles in the order of the service', async () => {
      const kinds: readonly [ResourceKind, string, number][] = [
        ['tokenPolicies', 'Configuration', 6],
        ['loginPolicies', 'Nordhaven Storefront', 3],
        ['clients', 'Configuration', 5],
      ];
      for (const [kind, title, count] of kinds) {
        const { entries, total } = await configuration.list(kind);
        assert.deepEqual(
          [entries[0]?.title, entries[0]?.kind, entries.length, total],
          [title, kind, count, count],
        );
      }
    });

    it('read a resource to the byte', async () => {
      const { configurationTokenPolicy: id } = sandbox.ids;
      const body = `{ "id":"${id}",  "big": 12345678901234567890, "x": "\\u00e9", "title":"T" }\n`;
      sandbox.fail({ path: id, body });
      const resource = await configuration.read('tokenPolicies', id);
      assert.deepEqual([resource.body, resource.title, resource.members['x']], [body, 'T', 'é']);
    });

    it('create, replace and delete', async () => {
      const id = await configuration.create('tokenPolicies', newPolicy);
      assert.equal((await configuration.read('tokenPolicies', id)).title, 'New');
      await configuration.replace('tokenPolicies', id, JSON.stringify({ title: 'Other' }));
      assert.equal((await configuration.read('tokenPolicies', id)).title, 'Other');
      await configuration.remove('tokenPolicies', id);
      await problemOf(configuration.read('tokenPolicies', id), 'gone');
    });

    it('create a client, whose answer is the object', async () => {
      const { configurationTokenPolicy: tokenPolicy } = sandbox.ids;
      const body = JSON.stringify({ name: 'Spare', type: 'confidential', tokenPolicy, redirectURIs: [] });
      const id = await configuration.create('clients', body);
      assert.equal((await configuration.read('clients', id)).title, 'Spare');
    });

    it('read and replace an option of a login policy in each form, as it came', async () => {
      const { staffLoginPolicy: id } = sandbox.ids;
      for (const body of [
        'true',
        ' { "pushClaims" : {"on": false, "n": 12345678901234567890} }',
        '[]',
        'null',
      ]) {
        sandbox.fail({ path: '/pushClaims', body });
        assert.equal(await configuration.readOption(id, 'pushClaims'), body);
      }
      for (const body of ['', '<html></html>', '{']) {
        sandbox.fail({ path: '/pushClaims', body });
        await problemOf(configuration.readOption(id, 'pushClaims'), 'badAnswer');
      }
      await configuration.replaceOption(id, 'allowedResponseTypes', '{"allowedResponseTypes":["none"]}');
      assert.match(await configuration.readOption(id, 'allowedResponseTypes'), /"none"/);
      const wrong = configuration.replaceOption(id, 'allowedResponseTypes', '{"allowedResponseTypes":["x"]}');
      assert.equal((await problemOf(wrong, 'refusedByService')).facts.isOutcomeUnknown ?? false, false);
      assert.ok(asked.some(({ scope }) => scope === `*:config/loginPolicies/${id}/allowedResponseTypes`));
    });

    it('read and reset a secret', async () => {
      const { readOnlyClient: id } = sandbox.ids;
      assert.equal(await configuration.readSecret(id), sandbox.secrets.readOnlyClient);
      const secret = await configuration.resetSecret(id);
      assert.notEqual(secret, sandbox.secrets.readOnlyClient);
      assert.equal(await configuration.readSecret(id), secret);
    });

    it('ask for the narrowest scope of each', async () => {
      const { unusedTokenPolicy: policy, readOnlyClient: client } = sandbox.ids;
      await configuration.list('tokenPolicies');
      await configuration.read('tokenPolicies', policy);
      await configuration.replace('tokenPolicies', policy, newPolicy);
      await configuration.remove('tokenPolicies', policy);
      await configuration.create('tokenPolicies', newPolicy);
      await configuration.readSecret(client);
      assert.deepEqual(
        asked.map(({ scope }) => scope),
        [
          '.:config/tokenPolicies**',
          `.:config/tokenPolicies/${policy}`,
          `*:config/tokenPolicies/${policy}`,
          `*:config/tokenPolicies/${policy}`,
          '*:config/tokenPolicies**',
          `.:config/clients/${client}/secret`,
        ],
      );
    });

    it('send bodies as JSON, to the byte', async () => {
      const body = '{"title" : "é",\r\n "unknown": 1.0}';
      await configuration.create('tokenPolicies', body);
      const { headers, body: sent } = sandbox.received.at(-1) ?? assert.fail();
      assert.deepEqual([headers['content-type'], sent], ['application/json', body]);
    });
  });

  /** Each method by name, how it is called, and a fault for it. */
  const calls: readonly { name: string; method: string; isWrite: boolean; call: Call }[] = [
    { name: 'list', method: 'GET', isWrite: false, call: (at, signal) => at.list('clients', signal) },
    {
      name: 'read',
      method: 'GET',
      isWrite: false,
      call: (at, signal) => at.read('tokenPolicies', sandbox.ids.unusedTokenPolicy, signal),
    },
    {
      name: 'create',
      method: 'POST',
      isWrite: true,
      call: (at, signal) => at.create('tokenPolicies', newPolicy, signal),
    },
    {
      name: 'replace',
      method: 'PUT',
      isWrite: true,
      call: (at, signal) => at.replace('tokenPolicies', sandbox.ids.unusedTokenPolicy, newPolicy, signal),
    },
    {
      name: 'remove',
      method: 'DELETE',
      isWrite: true,
      call: (at, signal) => at.remove('tokenPolicies', sandbox.ids.unusedTokenPolicy, signal),
    },
    {
      name: 'readSecret',
      method: 'GET',
      isWrite: false,
      call: (at, signal) => at.readSecret(sandbox.ids.readOnlyClient, signal),
    },
    {
      name: 'resetSecret',
      method: 'POST',
      isWrite: true,
      call: (at, signal) => at.resetSecret(sandbox.ids.readOnlyClient, signal),
    },
  ];

  const said = '{"errors":"(\'title\',) field required"}';
  /** The fault, the kind for a read and for a write, and whether the write may have been made. */
  const faults: readonly {
    what: string;
    fault: Fault;
    read: ProblemKind;
    write?: ProblemKind;
    isOutcomeUnknown: boolean;
  }[] = [
    { what: '400', fault: { status: 400, body: said }, read: 'refusedByService', isOutcomeUnknown: false },
    { what: '409', fault: { status: 409, body: said }, read: 'refusedByService', isOutcomeUnknown: false },
    { what: '422', fault: { status: 422, body: said }, read: 'refusedByService', isOutcomeUnknown: false },
    { what: '405', fault: { status: 405 }, read: 'refusedByService', isOutcomeUnknown: false },
    { what: '401 for good', fault: { status: 401 }, read: 'forbidden', isOutcomeUnknown: false },
    {
      what: '403 for good',
      fault: { status: 403, body: '{"errors":"Forbidden"}' },
      read: 'forbidden',
      isOutcomeUnknown: false,
    },
    { what: '403 of the edge', fault: edgeFault(403), read: 'notTheService', isOutcomeUnknown: true },
    { what: '404 of the edge', fault: edgeFault(404), read: 'notTheService', isOutcomeUnknown: true },
    { what: '401 of a proxy', fault: edgeFault(401), read: 'notTheService', isOutcomeUnknown: true },
    { what: '400 of the edge', fault: edgeFault(400), read: 'notTheService', isOutcomeUnknown: true },
    { what: '503 of the edge', fault: edgeFault(503), read: 'server', isOutcomeUnknown: true },
    { what: '403 without a word', fault: { status: 403 }, read: 'notTheService', isOutcomeUnknown: true },
    { what: '404 without a word', fault: { status: 404 }, read: 'notTheService', isOutcomeUnknown: true },
    {
      what: '403 of a gateway',
      fault: { status: 403, body: 'upstream refused /clients/c1' },
      read: 'notTheService',
      isOutcomeUnknown: true,
    },
    { what: '429', fault: { status: 429 }, read: 'rateLimited', isOutcomeUnknown: false },
    { what: '408', fault: { status: 408 }, read: 'http', isOutcomeUnknown: true },
    { what: '499 of a gateway', fault: { status: 499, body: said }, read: 'http', isOutcomeUnknown: true },
    { what: '500', fault: { status: 500 }, read: 'server', isOutcomeUnknown: true },
    { what: '503', fault: { status: 503 }, read: 'server', isOutcomeUnknown: true },
    { what: '202', fault: { status: 202 }, read: 'http', isOutcomeUnknown: true },
    { what: 'a redirect', fault: { status: 302 }, read: 'redirect', isOutcomeUnknown: true },
    { what: 'a page', fault: { body: '<html>Sign in</html>' }, read: 'badAnswer', isOutcomeUnknown: true },
    { what: 'a lost connection', fault: { connection: 'destroy' }, read: 'network', isOutcomeUnknown: true },
    { what: 'silence', fault: { connection: 'stall' }, read: 'timeout', isOutcomeUnknown: true },
  ];

  for (const { name, method, isWrite, call } of calls) {
    describe(`${name}, answered with`, () => {
      for (const { what, fault, read, isOutcomeUnknown } of faults) {
        it(`${what}: ${read}${isWrite && isOutcomeUnknown ? ', and that the change may have been made' : ''}`, async () => {
          sandbox.fail({ ...fault, path: '/config/', times: Infinity });
          // A short time-out only for a service that does not answer: other cases need their time on a busy machine.
          const limits = fault.connection === 'stall' ? { headersTimeout: 400 } : {};
          const { configuration: tried } = configurationApiFor(sandbox, newTransport(limits).send);
          const problem = await problemOf(call(tried), read);
          assert.equal(problem.facts.isOutcomeUnknown ?? false, isWrite && isOutcomeUnknown);
          const shown = `${problem.message} ${problem.nextStep}`;
          assert.equal(
            shown.includes('Whether the service made the change is not known'),
            isWrite && isOutcomeUnknown,
          );
          assert.ok(!(isWrite && isOutcomeUnknown && /[Nn]othing was changed/.test(shown)), shown);
          for (const value of [...sandbox.issued, ...Object.values<string>({ ...sandbox.secrets })]) {
            assert.ok(!`${shown} ${problem.detail}`.includes(value));
          }
          if (isWrite) {
            const again = read === 'forbidden' ? 2 : 1;
            assert.equal(reached().filter(line => line.startsWith(method)).length, again, 'sent again');
          }
        });
      }

      it('403 once: requests another token and tries again', async () => {
        sandbox.fail({ path: '/config/', status: 403, body: '{"errors":"Forbidden"}' });
        await call(configuration);
        assert.deepEqual(
          asked.map(({ isAgain }) => isAgain),
          [false, true],
        );
        assert.equal(asked[0]?.scope, asked[1]?.scope);
      });

      it(`nothing yet, when it is cancelled: ${isWrite ? 'it may have been made' : 'no harm done'}`, async () => {
        sandbox.fail({ path: '/config/', connection: 'stall', times: Infinity });
        const controller = new AbortController();
        const { send } = newTransport();
        const { configuration: left } = configurationApiFor(sandbox, request => {
          const answer = send(request);
          controller.abort();
          return answer;
        });
        const problem = await problemOf(call(left, controller.signal), 'cancelled');
        assert.equal(problem.facts.isOutcomeUnknown ?? false, isWrite);
      });

      it('nothing, being cancelled before it is sent', async () => {
        const problem = await problemOf(call(configuration, AbortSignal.abort()), 'cancelled');
        assert.deepEqual([problem.facts.isOutcomeUnknown ?? false, reached()], [false, []]);
      });
    });
  }

  it('a refusal of the edge: tries no other token, and shows the reason', async () => {
    for (const status of [401, 403]) {
      sandbox.fail({ ...edgeFault(status), path: '/config/' });
      const count = asked.length;
      const problem = await problemOf(configuration.list('clients'), 'notTheService');
      assert.match(
        problem.message,
        /Something in front of .* not the service itself .*Access Denied Reference #18\.2d351602/,
      );
      assert.doesNotMatch(`${problem.message} ${problem.nextStep}`, /allowedScopes|deleted/);
      assert.equal(asked.length, count + 1);
    }
  });

  it('a client whose deletion is refused with its own path: not in use by itself', async () => {
    const { staffClient: id } = sandbox.ids;
    const body = JSON.stringify({ errors: `/customers/${sandbox.customerId}/clients/${id} is locked` });
    sandbox.fail({ path: '/config/clients', status: 409, body });
    const problem = await problemOf(configuration.remove('clients', id), 'refusedByService');
    assert.match(problem.message, /is locked/);
  });

  it('a write that was never sent: reports that nothing was changed', async () => {
    const closed = await serveAnswer(200);
    await closeAll();
    const { send } = newTransport();
    const { configuration: nowhere } = configurationApiFor(sandbox, request =>
      send({ ...request, url: request.url.replace(sandbox.origin, closed) }),
    );
    const problem = await problemOf(nowhere.create('tokenPolicies', newPolicy), 'refusedHere');
    assert.equal(problem.facts.isOutcomeUnknown ?? false, false);
  });

  it('an answer 404: gone for a resource, the customer for a list', async () => {
    sandbox.fail({ path: '/config/', status: 404, times: Infinity, body: '{"errors":"Not Found"}' });
    const gone = await problemOf(configuration.read('clients', 'c1'), 'gone');
    assert.match(gone.message, /no client c1/);
    await problemOf(configuration.replace('clients', 'c1', '{}'), 'gone');
    await problemOf(configuration.remove('clients', 'c1'), 'gone');
    await problemOf(configuration.readSecret('c1'), 'gone');
    await problemOf(configuration.list('clients'), 'unknownCustomer');
  });
});
