import assert from 'node:assert/strict';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf, settled } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

describe('createSpareAccess', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
  });

  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  it('continues with the client of an interrupted attempt whose IDs are in other letters', async () => {
    const before = await service.titles('clients');
    await at.killAt(/^GET .*\/secret$/, true, () => at.createSpare());
    const later = new ConfigurationWindow(sandbox, at);
    later.gone.add(at.owner);
    const json = (members: object) =>
      new Response(JSON.stringify(members), { headers: { 'content-type': 'application/json' } });
    later.trouble = async (request, pass) => {
      const [, kind, id = ''] = /^GET config\/(clients|tokenPolicies)\/([^/]+)$/.exec(request) ?? [];
      if (kind === 'clients') {
        const client = (await service.members(kind, id)) ?? {};
        return json({ ...client, tokenPolicy: String(client['tokenPolicy']).toUpperCase() });
      }
      return kind === 'tokenPolicies' ? json((await service.members(kind, id.toLowerCase())) ?? {}) : pass();
    };
    const spare = await later.createSpare();
    assert.ok(await later.hasAccess(spare));
    assert.equal((await service.titles('clients')).length, before.length + 1);
  });

  it('never continues on the policy of the profile, whatever a record says', async () => {
    const { id, origin, customerId } = at.profile;
    const own = sandbox.ids.configurationTokenPolicy;
    await at.pendingWrites.put({
      ...{ recordId: 'n', profileId: id, origin, customerId, owner: 'window 0' },
      ...{ does: 'spare', kind: 'clients', id: '', title: 'Configuration (spare)', text: own.toUpperCase() },
      at: at.clock.now(),
    });
    at.gone.add('window 0');
    const { clientId } = await at.createSpare();
    const policy = (await service.members('clients', clientId))?.['tokenPolicy'];
    assert.equal(typeof policy, 'string');
    assert.notEqual(policy, own);
  });

  it('leaves out the redirect URIs where the service takes no empty list', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ choices: { noRedirectUris: 'leftOut' } });
    at = await ConfigurationWindow.open(sandbox);
    const before = await new Service(sandbox).titles('clients');
    assert.ok(await at.hasAccess(await at.createSpare()));
    assert.equal((await new Service(sandbox).titles('clients')).length, before.length + 1);
  });

  it('says what happened if the policy was created, and deleted again without a client', async () => {
    const policies = await service.titles('tokenPolicies');
    for (const [step, cause] of [
      ['', /again because its client could not be created: .*HTTP 422/],
      ['files.write unfinishedWrites/', /again because its client could not be created: .*recorded/],
    ] as const) {
      let isCreated = false;
      at.trouble = async (request, pass) => {
        if (request === 'POST config/clients') return new Response('{"errors":"no"}', { status: 422 });
        if (request === 'POST config/tokenPolicies') isCreated = true;
        return pass();
      };
      at.faults.fails = (_, taken) => step !== '' && isCreated && taken.startsWith(step);
      const problem = await problemOf(at.createSpare());
      at.faults.fails = () => false;
      assert.match(problem.message, cause);
      assert.deepEqual(await service.titles('tokenPolicies'), policies);
      assert.deepEqual(at.configuration.journal.createdRecently('tokenPolicies'), []);
    }
  });
});
