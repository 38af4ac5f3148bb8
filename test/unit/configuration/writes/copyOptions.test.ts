import assert from 'node:assert/strict';
import {
  createCopy,
  deletedOptions,
  type Options,
  readOptions,
} from '../../../../src/configuration/writes/copyOptions';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { createCopyText } from '../../../../src/core/resourceRules/resourceCopy';
import { optionNames } from '../../../../src/core/resources/configurationSnapshot';
import type { Resource, ResourceKey } from '../../../../src/core/resources/resource';
import { edgeFault } from '../../../../src/sandbox/faults';
import { type Choices, type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf, settled } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow } from '../windowFixture';

describe('what is below a login policy', () => {
  let sandbox: Sandbox;
  let at: ConfigurationWindow;
  let used: ResourceKey;
  let unused: ResourceKey;

  const open = async (choices: Partial<Choices> = {}) => {
    sandbox = await startSandbox({ choices });
    at = await ConfigurationWindow.open(sandbox);
    used = { kind: 'loginPolicies', id: sandbox.ids.staffLoginPolicy };
    unused = { kind: 'loginPolicies', id: sandbox.ids.unusedLoginPolicy };
  };
  const end = async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  };
  beforeEach(() => open());
  afterEach(end);

  const read = (key: ResourceKey) => readOptions(at.configuration, key);
  const remove = async (key: ResourceKey) =>
    deleteResource(at.configuration, await prepareDeletion(at.configuration, key));
  const deleted = (key: ResourceKey) => deletedOptions(at.history, at.profile, key);
  const copy = (like: Resource, options: Options) =>
    createCopy(at.configuration, like.kind, createCopyText(like.kind, like.body, 'Copy'), options);
  const values = (options: Options) =>
    optionNames.map(name => JSON.parse(options.get(name) ?? 'null') as unknown);

  for (const choices of [
    { pushClaims: 'object', responseTypes: 'object' },
    { pushClaims: 'boolean', responseTypes: 'array' },
  ] as const) {
    it(`is copied with it, and kept when it is deleted, at a service with ${Object.values(choices).join(', ')}`, async () => {
      await end();
      await open(choices);
      const options = await read(used);
      assert.match(JSON.stringify(values(options)), /true.*"code","id_token"/);
      const created = await copy(await at.configuration.resourceCache.read(used), options);
      assert.deepEqual(values(await read(created)), values(options));
      await remove(created);
      assert.deepEqual(values(await deleted(created)), values(options));
      const again = await copy(created, await deleted(created));
      assert.deepEqual(values(await read(again)), values(options));
    });
  }

  it('is not sent where the new one has it already', async () => {
    await copy(await at.configuration.resourceCache.read(unused), await read(unused));
    assert.ok(!at.sent.some(request => request.startsWith('PUT')), at.sent.join());
  });

  it('is not kept if the service refuses the deletion', async () => {
    sandbox.fail({ method: 'DELETE', status: 422, body: '{"errors":"no"}' });
    await problemOf(remove(unused), 'refusedByService');
    assert.equal((await deleted(unused)).size, 0);
  });

  it('does not hinder the deletion where the service does not have it', async () => {
    sandbox.fail({ path: /pushClaims|allowedResponseTypes/, times: 9, status: 404, body: '{"errors":"no"}' });
    await remove(unused);
    assert.equal((await deleted(unused)).size, 0);
    assert.ok(at.sent.includes(`DELETE config/loginPolicies/${unused.id}`));
  });

  for (const [why, fault, kind] of [
    ['is busy', { status: 429 }, 'rateLimited'],
    ['fails', { status: 500, body: '{"errors":"no"}' }, 'server'],
    ['is not available', edgeFault(503), 'server'],
    ['is behind something that refuses', edgeFault(403), 'notTheService'],
    ['is behind a sign-in of the network', { status: 302, headers: { location: '/' } }, 'redirect'],
  ] as const) {
    it(`is not lost because the service ${why}: nothing is deleted or copied`, async () => {
      sandbox.fail({ path: 'pushClaims', times: 9, ...fault });
      await problemOf(remove(unused), kind);
      assert.ok(!at.sent.some(request => request.startsWith('DELETE')));
      await problemOf(read(used), kind);
    });
  }

  it('is named if it could not be written below the new one, which exists', async () => {
    const like = await at.configuration.resourceCache.read(used);
    const options = await read(used);
    sandbox.fail({ path: 'pushClaims', method: 'PUT', status: 422, body: '{"errors":"no"}' });
    const { message } = await problemOf(copy(like, options), 'refusedByService');
    assert.match(message, /^“Copy” was created\. Its pushClaims may differ from the original\. /);
  });

  for (const [what, times, kind, said] of [
    ['once', 1, 'server', /^“Copy” was created, but could not be read back\. /],
    ['for longer', 9, 'server', /^“Copy” was created\. Its pushClaims may differ from the original\. /],
  ] as const) {
    it(`is written or named if the new one cannot be read back ${what}`, async () => {
      const like = await at.configuration.resourceCache.read(used);
      const options = await read(used);
      at.trouble = async (request, pass) => {
        if (request === 'POST config/loginPolicies')
          sandbox.fail({ method: 'GET', times, status: 500, body: '{"errors":"no"}' });
        return pass();
      };
      const { message } = await problemOf(copy(like, options), kind);
      assert.match(message, said);
      if (times > 1) return;
      const { entries } = await at.configuration.resourceCache.api.list('loginPolicies');
      const created = entries.find(({ title }) => title === 'Copy') ?? assert.fail();
      assert.deepEqual(values(await read(created)), values(options));
    });
  }
});
