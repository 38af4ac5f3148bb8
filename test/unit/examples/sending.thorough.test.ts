import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as httpyac from 'httpyac';
import { planAuthorizationHeader } from '../../../src/core/authorizationEdit/headerEdit';
import { operations } from '../../../src/core/catalogue/operations';
import { linesOf } from '../../../src/core/common/lines';
import { configurationRequests } from '../../../src/core/requestAnalysis/configurationRequests';
import { neededScopes } from '../../../src/core/requestAnalysis/neededScopes';
import { type ReceivedRequest, startSandbox, type Sandbox } from '../../../src/sandbox/index';
import { tokenReference, tokenVariable } from '../../../src/ui/ids';
import { RestClient } from '../../support/restClient';
import { applied } from '../../support/textEdits';
import { Administrator, requestToken } from '../sandbox/calls';

const secretVariable = 'HOSTED_LOGIN_CLIENT_SECRET';

/** What a user does with the example requests: all of them, top to bottom, with httpYac. */
describe('the example requests, sent with httpYac', () => {
  let sandbox: Sandbox;
  const earlier = [tokenVariable, secretVariable].map(name => [name, process.env[name]] as const);

  before(() => httpyac.cli.initIOProvider());
  beforeEach(async () => {
    sandbox = await startSandbox();
    Reflect.deleteProperty(process.env, secretVariable);
  });
  afterEach(() => sandbox.stop());
  after(() => {
    for (const [name, value] of earlier) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  /** The file as Open Example Requests shows it. */
  const example = () =>
    readFileSync('examples/hosted-login.http', 'utf8')
      .replace(/^@origin = .*$/m, `@origin = ${sandbox.origin}`)
      .replace(/^@customerId = .*$/m, `@customerId = ${sandbox.customerId}`);

  /** What the service got, IDs left out: `GET config/clients/* 200`. */
  async function sent(text: string, scope: string): Promise<string[]> {
    process.env[tokenVariable] = (await requestToken(sandbox, scope)).access_token;
    const before = sandbox.received.length;
    const httpFile = await parsed(text);
    await httpyac.send({ httpFile });
    return sandbox.received.slice(before).map(told);
  }

  function told({ method, path, status }: ReceivedRequest): string {
    const known = path.slice(`/${sandbox.customerId}/`.length);
    return `${method} ${known.replace(/(?<=config\/\w+\/)[^/]+/, '*')} ${status}`;
  }

  /** All resources; checks that no request changed an existing one. */
  async function everything(): Promise<unknown> {
    const seeded = Object.values<string>({ ...sandbox.ids });
    const changing = sandbox.received.filter(({ method }) => method !== 'GET');
    for (const { method, path } of changing) assert.ok(!seeded.some(id => path.includes(id)), `${method} ${path}`);
    const administrator = await Administrator.of(sandbox);
    const lists = ['tokenPolicies', 'loginPolicies', 'clients'];
    return Promise.all(lists.map(async path => (await administrator.call('GET', path)).json));
  }

  const all = [
    'GET config/loginPolicies 200',
    'GET config/clients 200',
    'GET login/.well-known/openid-configuration 200',
    'POST config/tokenPolicies 201',
    'GET config/tokenPolicies/* 200',
    'PUT config/tokenPolicies/* 200',
    'POST config/loginPolicies 201',
    'GET config/loginPolicies/* 200',
    'PUT config/loginPolicies/* 200',
    'GET config/loginPolicies/*/pushClaims 200',
    'PUT config/loginPolicies/*/pushClaims 200',
    'GET config/loginPolicies/*/allowedResponseTypes 200',
    'PUT config/loginPolicies/*/allowedResponseTypes 200',
    'POST config/clients 201',
    'GET config/clients/* 200',
    'PUT config/clients/* 200',
    'GET config/clients/*/secret 200',
    'POST config/clients/*/secret 201',
    'DELETE config/clients/* 204',
    'DELETE config/loginPolicies/* 204',
    'DELETE config/tokenPolicies/* 204',
  ];

  it('all succeed with the scope that Request Token for This File finds, and leave everything as it was', async () => {
    const before = await everything();
    const { origin, customerId } = sandbox;
    const scope = neededScopes(configurationRequests(linesOf(example()), 'http', { origin, customerId }));
    assert.equal(scope, '*:config/tokenPolicies** *:config/loginPolicies** *:config/clients**');
    assert.deepEqual(await sent(example(), scope), all);
    assert.deepEqual(await everything(), before);
  });

  it('can be sent again in the same window, and leave everything as it was once more', async () => {
    const before = await everything();
    process.env[tokenVariable] = (await requestToken(sandbox, '*:config/**')).access_token;
    const httpFile = await parsed(example());
    for (let time = 1; time <= 3; time++) {
      const received = sandbox.received.length;
      await httpyac.send({ httpFile });
      assert.deepEqual(sandbox.received.slice(received).map(told), all, `time ${time}`);
      assert.deepEqual(await everything(), before);
    }
  });

  it('can be sent twice with a client that reads them as REST Client does', async () => {
    const before = await everything();
    process.env[tokenVariable] = (await requestToken(sandbox, '*:config/**')).access_token;
    const client = new RestClient(example());
    for (let time = 1; time <= 2; time++) {
      const received = sandbox.received.length;
      await client.sendAll();
      assert.deepEqual(sandbox.received.slice(received).map(told), ['GET config/tokenPolicies 401', ...all, 'POST login/token 401']);
      assert.deepEqual(await everything(), before);
    }
  });

  it('touch nothing, not even a whole collection, when nothing could be created', async () => {
    const before = await everything();
    const received = await sent(example(), '.:config/**');
    assert.deepEqual(
      received.filter(each => / 20\d$/.test(each)),
      all.slice(0, 3),
    );
    for (const each of received) assert.match(each, /^(?:GET|POST|(?:PUT|DELETE) config\/\w+\/\*(?:\/pushClaims|\/allowedResponseTypes)?) /);
    assert.deepEqual(await everything(), before);
  });

  it('touch nothing when a policy is created without an ID in the answer', async () => {
    const before = await everything();
    for (const path of ['config/tokenPolicies', 'config/loginPolicies', 'config/clients']) {
      sandbox.fail({ method: 'POST', path, status: 502, headers: {}, body: '' });
    }
    await sent(example(), '*:config/**');
    const changing = sandbox.received.filter(({ method }) => method === 'PUT' || method === 'DELETE');
    assert.ok(changing.length >= 6);
    for (const { path, status } of changing) assert.deepEqual([/\/missing(?:\/|$)/.test(path), status], [true, 404], path);
    assert.deepEqual(await everything(), before);
  });

  it('one of them alone fetches what it needs from those above', async () => {
    process.env[tokenVariable] = (await requestToken(sandbox, '*:config/**')).access_token;
    const httpFile = await parsed(example());
    const httpRegion = httpFile.httpRegions.find(({ symbol }) => symbol.name === 'Get a client');
    assert.ok(httpRegion);
    const before = sandbox.received.length;
    await httpyac.send({ httpFile, httpRegion });
    assert.deepEqual(
      sandbox.received.slice(before).map(({ method, status }) => `${method} ${status}`),
      ['POST 201', 'POST 201', 'POST 201', 'GET 200'],
    );
  });

  it('sent one by one, with the header inserted into the first one, are every operation', async () => {
    const text = example();
    const line = text.split('\n').findIndex(each => each.startsWith('GET '));
    const options = { dialect: 'http', value: tokenReference, eol: '\n' } as const;
    const { edits, changed } = planAuthorizationHeader(linesOf(text), [line], options);
    assert.equal(changed, 1);
    process.env[tokenVariable] = (await requestToken(sandbox, '*:config/**')).access_token;
    const httpFile = await parsed(applied(text, edits));
    const before = sandbox.received.length;
    for (const httpRegion of httpFile.httpRegions) {
      if (httpRegion.request) await httpyac.send({ httpFile, httpRegion });
    }
    const received = sandbox.received.slice(before).map(told);
    assert.deepEqual(received, ['GET config/tokenPolicies 200', ...all]);
    for (const { name, method, path } of operations()) {
      const request = `${method} ${path.replace(/<\w+>/, '*')} 20`;
      assert.ok(received.some(each => each.startsWith(request)), name);
    }
  });
});

function parsed(text: string) {
  const workingDir = process.cwd();
  const store = new httpyac.store.HttpFileStore();
  return store.getOrCreate(`${workingDir}/hosted-login.http`, () => Promise.resolve(text), 1, { workingDir });
}
