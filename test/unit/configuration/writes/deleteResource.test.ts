import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { isProblem } from '../../../../src/core/common/problem';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { deferred, problemOf, settled } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

describe('deleteResource', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox();
  });

  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  it('sends nothing while another window may take the access that would remain', async () => {
    const service = new Service(sandbox);
    const at = await ConfigurationWindow.open(sandbox);
    const spare = await at.holdSpare(service);
    const other = new ConfigurationWindow(sandbox, at);
    const own: ResourceKey = { kind: 'clients', id: sandbox.clientId };
    const { resourceCache, guard } = other.configuration;
    const base = toDocumentText((await resourceCache.read(own)).body);
    const members = JSON.parse(base) as object;
    const edited = JSON.stringify({ ...members, tokenPolicy: sandbox.ids.readOnlyTokenPolicy });
    const change = await prepareChange(resourceCache, guard, own, { edited, base });
    assert.ok(change && !isConflict(change));
    const [arrived, held] = [deferred<null>(), deferred<null>()];
    other.trouble = async (request, pass) => {
      if (!request.startsWith('PUT')) return pass();
      arrived.resolve(null);
      await held.promise;
      return pass();
    };
    const applying = applyChange(other.configuration, change);
    await arrived.promise;

    const remove = async () =>
      deleteResource(
        at.configuration,
        await prepareDeletion(at.configuration, { kind: 'clients', id: spare.clientId }),
      );
    const refused = await problemOf(remove(), 'changedMeanwhile');
    assert.match(refused.message, /is not finished, or its outcome is not known yet\. Nothing was sent\./);
    held.resolve(null);
    await applying;
    await problemOf(remove(), 'lockOut');
    assert.ok(await at.hasAccess(spare));
    assert.ok(!at.sent.some(request => request.startsWith('DELETE')), at.sent.join());
    assert.deepEqual(await at.pendingWrites.all(), []);
  });

  it('deletes no client of another profile while only a secret that VS Code may lose would remain', async () => {
    const at = await ConfigurationWindow.open(sandbox);
    at.hasNoKeyring = true;
    const spare = await at.createSpare(at.profile);
    await at.profiles.remove(at.profile);
    const { lockoutCheck } = await prepareDeletion(at.configurations.for(spare), {
      kind: 'clients',
      id: sandbox.clientId,
    });
    assert.ok(lockoutCheck.kind === 'blocked');
    assert.match(lockoutCheck.why, /created here and never copied.*Copy it first/);
  });

  it('deletes nothing that somebody else changes while what is below it is read', async () => {
    const service = new Service(sandbox);
    const at = await ConfigurationWindow.open(sandbox);
    const key: ResourceKey = { kind: 'loginPolicies', id: sandbox.ids.unusedLoginPolicy };
    const deletion = await prepareDeletion(at.configuration, key);
    let isChanged = false;
    at.trouble = async (request, pass) => {
      if (!isChanged && /^GET config\/loginPolicies\/[^/]+\/\w/.test(request)) {
        isChanged = true;
        await service.change(key.kind, key.id, { title: 'Theirs' });
      }
      return pass();
    };
    const problem = await problemOf(deleteResource(at.configuration, deletion), 'changedMeanwhile');
    assert.match(problem.message, /^Somebody else changed “.*” in the meantime\. Nothing was deleted\.$/);
    assert.ok(isChanged);
    assert.equal((await service.members(key.kind, key.id))?.['title'], 'Theirs');
    assert.deepEqual(await at.pendingWrites.all(), []);
  });

  it('waits until reads show what this machine changed, so that the copy has it', async () => {
    const at = await ConfigurationWindow.open(sandbox);
    const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy };
    const { resourceCache, guard } = at.configuration;
    const earlier = await resourceCache.read(key);
    const base = toDocumentText(earlier.body);
    const edited = base.replace(/"title": ".*"/, '"title": "New"');
    const change = await prepareChange(resourceCache, guard, key, { edited, base });
    assert.ok(change && !isConflict(change));
    let lags = false;
    at.trouble = async (request, pass) => {
      if (request.startsWith('PUT')) lags = true;
      return lags && request === `GET config/tokenPolicies/${key.id}` ? new Response(earlier.body) : pass();
    };
    await applyChange(at.configuration, change);
    const remove = async () => deleteResource(at.configuration, await prepareDeletion(at.configuration, key));
    const refused = await problemOf(remove(), 'changedMeanwhile');
    assert.match(refused.message, /as it was before the last change from this machine\. Nothing was sent/);
    assert.equal((await new Service(sandbox).members(key.kind, key.id))?.['title'], 'New');
    at.trouble = async (_, pass) => pass();
    await remove();
    const [copy] = await at.history.list(at.profile, key);
    assert.match(copy?.text ?? '', /"title": "New"/);
    assert.deepEqual(await at.pendingWrites.all(), []);
  });

  it('keeps a token of the access that remains, which works where those of a deleted client end', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ choices: { tokenOfLostClient: 'ended' } });
    const service = new Service(sandbox);
    const at = await ConfigurationWindow.open(sandbox);
    const { client, policy } = await service.addAccess();
    await at.hold(client, await service.secret(client));
    const deletion = await prepareDeletion(at.configuration, { kind: 'clients', id: sandbox.clientId });
    at.trouble = async (request, pass) => {
      // Somebody else removes the other access at the same moment.
      if (request.startsWith('DELETE'))
        await service.change('tokenPolicies', policy, { allowedScopes: ['openid'] });
      return pass();
    };
    const problem = await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
    assert.match(problem.nextStep, /Run Create Spare Configuration Access now/);
    at.trouble = (_, pass) => pass();
    assert.ok(await at.hasAccess(await at.createSpare()));
  });

  for (const moment of ['the last read', 'the deletion'] as const) {
    it(`deletes nothing if the access that should remain is gone right before ${moment}`, async () => {
      await sandbox.stop();
      sandbox = await startSandbox({ choices: { tokenOfLostClient: 'ended' } });
      const service = new Service(sandbox);
      const at = await ConfigurationWindow.open(sandbox);
      const { client } = await service.addAccess();
      await at.hold(client, await service.secret(client));
      const own = { kind: 'clients', id: sandbox.clientId } as const;
      const deletion = await prepareDeletion(at.configuration, own);
      const path = `config/clients/${own.id}`;
      let reads = 0;
      let isGone = false;
      at.trouble = async (request, pass) => {
        if (request === `GET ${path}`) reads++;
        // Twice it is read with a proof of access; the last time, nothing follows but the deletion.
        const isNow = moment === 'the deletion' ? request === `DELETE ${path}` : reads === 4;
        if (isNow && !isGone) {
          isGone = true;
          await service.remove('clients', client);
        }
        return pass();
      };
      const problem = await problemOf(deleteResource(at.configuration, deletion), 'lockOut');
      assert.match(problem.message, /refused the token of “second”/);
      assert.ok(isGone);
      at.trouble = (_, pass) => pass();
      assert.ok(await service.members(own.kind, own.id));
      assert.ok(await at.hasAccess());
    });
  }

  describe('and applyChange, by a profile that may change little', () => {
    it('changes and deletes no access with the token of another profile', async () => {
      const service = new Service(sandbox);
      const at = await ConfigurationWindow.open(sandbox);
      await at.holdSpare(service);
      const { client: third } = await service.addAccess('Third');
      const policy: ResourceKey = {
        kind: 'tokenPolicies',
        id: await service.create('tokenPolicies', { title: 'Reader', allowedScopes: ['.:config/**'] }),
      };
      const reader = await service.create('clients', {
        ...{ name: 'Reader', type: 'confidential', tokenPolicy: policy.id, redirectURIs: [] },
      });
      const configuration = at.configurations.for(await at.hold(reader, await service.secret(reader)));
      const deletion = await prepareDeletion(configuration, { kind: 'clients', id: third });
      await problemOf(deleteResource(configuration, deletion), 'nothingGranted');

      const { resourceCache, guard } = configuration;
      const base = toDocumentText((await resourceCache.read(policy)).body);
      const edited = base.replace('.:config/**', '*:config/**');
      const change = await prepareChange(resourceCache, guard, policy, { edited, base });
      assert.ok(change && !isConflict(change));
      await problemOf(applyChange(configuration, change), 'nothingGranted');

      assert.ok(!at.sent.some(request => /^(PUT|DELETE) /.test(request)), at.sent.join());
      assert.deepEqual(await at.pendingWrites.all(), []);
      assert.deepEqual(await at.history.listNewest(configuration.profile), []);
    });

    it('may do no more while such a write is sent, or when its outcome is unknown', async () => {
      const service = new Service(sandbox);
      const at = await ConfigurationWindow.open(sandbox);
      await at.holdSpare(service);
      const policy: ResourceKey = {
        kind: 'tokenPolicies',
        id: await service.create('tokenPolicies', { title: 'X', allowedScopes: ['.:config/clients**'] }),
      };
      const narrow = await service.create('tokenPolicies', {
        title: 'Narrow',
        allowedScopes: ['.:config/**', `*:config/tokenPolicies/${policy.id}`],
      });
      const writer = await service.create('clients', {
        ...{ name: 'Narrow', type: 'confidential', tokenPolicy: narrow, redirectURIs: [] },
      });
      const configuration = at.configurations.for(await at.hold(writer, await service.secret(writer)));
      const { resourceCache, guard } = configuration;
      const victim = await resourceCache.read({ kind: 'clients', id: sandbox.ids.mobileClient });
      const tried: string[] = [];
      const tryOther = () =>
        resourceCache.api.replace('clients', victim.id, victim.body).then(
          () => tried.push('done'),
          (error: unknown) => tried.push(isProblem(error) ? error.kind : 'internal'),
        );
      at.trouble = async (request, pass) => {
        if (!request.startsWith('PUT config/tokenPolicies')) return pass();
        at.trouble = (_, others) => others();
        await tryOther();
        throw new TypeError('fetch failed', {
          cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }),
        });
      };
      const base = toDocumentText((await resourceCache.read(policy)).body);
      const edited = base.replace('"X"', '"Y"');
      const change = await prepareChange(resourceCache, guard, policy, { edited, base });
      assert.ok(change && !isConflict(change));
      await assert.rejects(applyChange(configuration, change), { facts: { isOutcomeUnknown: true } });
      await tryOther();
      assert.deepEqual(tried, ['nothingGranted', 'nothingGranted']);
    });
  });
});
