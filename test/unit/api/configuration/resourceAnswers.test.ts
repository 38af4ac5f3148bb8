import assert from 'node:assert/strict';
import { readBlockingClients } from '../../../../src/api/configuration/configurationProblems';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { closeAll, serve, serveAnswer } from '../servers';
import { configurationApiAt, configurationApiFor } from './apiFixture';

describe('Answers of the configuration', () => {
  afterEach(closeAll);

  describe('a resource', () => {
    const bodies: readonly [what: string, body: string, isTaken: boolean][] = [
      ['with its id', '{"id":"p1","title":"T"}', true],
      ['without an id', '{"title":"T"}', true],
      ['with members that nobody knows', '{"id":"p1","new":{"a":[1]}}', true],
      ['of another id', '{"id":"p2","title":"T"}', false],
      ['whose id is no text', '{"id":1}', false],
      ['that is a list', '[{"id":"p1"}]', false],
      [
        'that is a page of a list',
        '{"total":1,"_embedded":{"tokenPolicies":[{"id":"p1","title":"T"}]}}',
        false,
      ],
      ['that is nested too deep', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, false],
      ['that is null', 'null', false],
      ['that is a text', '"p1"', false],
      ['that is no JSON', '<html>p1</html>', false],
      ['that is empty', '', false],
    ];
    for (const [what, body, isTaken] of bodies) {
      it(`${what}: is ${isTaken ? 'kept to the byte' : 'refused'}`, async () => {
        const read = configurationApiAt(await serveAnswer(200, body)).read('tokenPolicies', 'p1');
        if (isTaken) assert.equal((await read).body, body);
        else assert.match((await problemOf(read, 'badAnswer')).message, /not with this token policy/);
      });
    }
  });

  describe('what was created', () => {
    const answers: readonly [string, Record<string, string>, string | undefined][] = [
      ['"p1"', {}, 'p1'],
      ['{"id":"p1","title":"T"}', {}, 'p1'],
      ['', { location: '/cid/config/tokenPolicies/p1' }, 'p1'],
      ['{}', { location: 'p%2F1%20%F0%9F%98%80' }, undefined],
      ['{}', { location: '/cid/config/tokenPolicies/p%2F1%20%F0%9F%98%80' }, 'p/1 😀'],
      ['"p1"', { location: '/cid/config/tokenPolicies/p2' }, 'p1'],
      ['', { location: '/config/cid/tokenPolicies/p1' }, undefined],
      ['', { location: 'https://elsewhere.test/cid/config/tokenPolicies/p1' }, undefined],
      ['', { location: '/cid/config/tokenPolicies/' }, undefined],
      ['', { location: '/cid/config/tokenPolicies/p1/x' }, undefined],
      ['', { location: '/cid/config/tokenPolicies/%zz' }, undefined],
      ['', { location: '/cid/config/tokenPolicies/token-1' }, undefined],
      ['', { location: '/cid/config/tokenPolicies/p-token-1' }, undefined],
      ['"token-1"', {}, undefined],
      ['""', {}, undefined],
      ['".."', {}, undefined],
      ['{"id":5}', {}, undefined],
      ['', {}, undefined],
      ['<html>', {}, undefined],
    ];
    for (const [body, headers, id] of answers) {
      it(`${body} ${JSON.stringify(headers)}: ${id ?? 'has no ID in it, but may have been created'}`, async () => {
        const created = configurationApiAt(await serveAnswer(201, body, headers)).create(
          'tokenPolicies',
          '{}',
        );
        if (id !== undefined) {
          assert.equal(await created, id);
          return;
        }
        const problem = await problemOf(created, 'badAnswer');
        assert.equal(problem.facts.isOutcomeUnknown, true);
        assert.match(problem.nextStep, /Refresh/);
      });
    }
  });

  it('a secret in another form: not shown, and may have changed', async () => {
    for (const body of [
      '{"secret":""}',
      '{"secret":["very-secret"]}',
      '{"clientSecret":"very-secret"}',
      '"very-secret"',
    ]) {
      const at = configurationApiAt(await serveAnswer(200, body));
      const { message, nextStep, detail, facts } = await problemOf(at.resetSecret('c1'), 'badAnswer');
      assert.ok(!`${message} ${nextStep} ${detail}`.includes('very'));
      assert.equal(facts.isOutcomeUnknown, true);
      await problemOf(at.readSecret('c1'), 'badAnswer');
    }
  });

  it('a secret of the body that the service repeats is not shown', async () => {
    const clientSecret = 'pa:ss"w%rd-0123456789';
    const errors = JSON.stringify({ errors: `bad ${clientSecret} and ${JSON.stringify(clientSecret)}` });
    for (const status of [422, 500, 404]) {
      const at = configurationApiAt(await serveAnswer(status, errors));
      const body = JSON.stringify({ identityStoreDetails: { connectionDetails: { clientSecret } } });
      for (const call of [at.create('loginPolicies', body), at.replace('loginPolicies', 'p1', body)]) {
        const { message, detail } = await problemOf(call);
        assert.ok(!/w%rd|0123456789/.test(`${message} ${detail}`), `${message} ${detail}`);
      }
    }
  });

  describe('a policy in use', () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await startSandbox();
    });
    after(() => sandbox.stop());

    it('names the clients that use it', async () => {
      const { configuration } = configurationApiFor(sandbox);
      const { storefrontLoginPolicy, storefrontClient, mobileClient, staffTokenPolicy, staffClient } =
        sandbox.ids;
      const two = await problemOf(configuration.remove('loginPolicies', storefrontLoginPolicy), 'inUse');
      assert.deepEqual(two.facts.usedBy, [storefrontClient, mobileClient]);
      assert.match(two.message, /^2 clients use it: /);
      const one = await problemOf(configuration.remove('tokenPolicies', staffTokenPolicy), 'inUse');
      assert.deepEqual(one.facts.usedBy, [staffClient]);
      assert.ok(one.message.includes(staffClient), one.message);
    });

    const forms: readonly [string, readonly string[]][] = [
      ['{"errors":"[\\"/customers/cid/clients/c1\\", \\"/customers/cid/clients/c2\\"]\\n"}', ['c1', 'c2']],
      ['{"errors":"[/customers/cid/clients/c1\\"]\\n"}', ['c1']],
      ['{"errors":"[\'/customers/cid/clients/c1\', \'/customers/cid/clients/c1\']"}', ['c1']],
      ['{"errors":"["/customers/cid/clients/c1","/customers/cid/clients/c2"]"}', ['c1', 'c2']],
      ['{"errors":"[\\\\\\"\\\\/customers\\\\/cid\\\\/clients\\\\/c1\\\\\\"]"}', ['c1']],
      ['["/customers/cid/clients/c1"]', ['c1']],
      ['{"errors":"Forbidden"}', []],
      ['{"errors":"no such clients"}', []],
      ['', []],
    ];
    for (const [body, ids] of forms) {
      it(`${body}: ${ids.length === 0 ? 'another refusal' : ids.join(' and ')}`, () => {
        for (const status of [400, 403, 409, 422]) {
          assert.deepEqual(readBlockingClients({ method: 'DELETE' }, { status, body }), ids);
        }
        assert.deepEqual(readBlockingClients({ method: 'PUT' }, { status: 409, body }), []);
      });
    }

    it('refused with 403: not asked for another token', async () => {
      let count = 0;
      const origin = await serve((_, response) => {
        count += 1;
        response.writeHead(403).end('{"errors":"[\\"/customers/cid/clients/c1\\"]"}');
      });
      await problemOf(configurationApiAt(origin).remove('tokenPolicies', 'p1'), 'inUse');
      assert.equal(count, 1);
    });
  });

  it('a token that the service refuses and that is the only one is not sent again', async () => {
    let count = 0;
    const origin = await serve((_, response) => {
      count += 1;
      response.writeHead(403).end('{"errors":"Forbidden"}');
    });
    const problem = await problemOf(configurationApiAt(origin).read('clients', 'c1'), 'forbidden');
    assert.match(problem.message, /\.:config\/clients\/c1/);
    assert.match(problem.nextStep, /allowedScopes/);
    assert.equal(count, 1);
  });
});
