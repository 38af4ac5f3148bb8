import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { deferred, problemOf } from '../../../support/fakes';
import { until } from '../../../support/until';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

describe('recoverPendingWrites', () => {
  const minute = 60_000;
  let sandbox: Sandbox;
  let at: ConfigurationWindow;
  let told: string[];

  beforeEach(async () => {
    sandbox = await startSandbox();
    at = await ConfigurationWindow.open(sandbox);
    told = [];
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  const recover = () => recoverPendingWrites(at.deps, text => told.push(text));

  /** Changes the title of a policy that gives access. */
  async function rename(id: string): Promise<void> {
    const key = { kind: 'tokenPolicies', id } as const;
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edited = base.replace(/"title": "[^"]*"/, '"title": "Renamed"');
    const change = await prepareChange(resourceCache, guard, key, { edited, base });
    assert.ok(change && !isConflict(change));
    await applyChange(at.configuration, change);
  }

  describe('after the profile of a write was removed', () => {
    let policy: string;

    beforeEach(async () => {
      ({ policy } = await new Service(sandbox).addAccess());
    });

    const leaveRecord = async (isDone: boolean) => {
      await at.killAt(/^PUT/, isDone, () => rename(policy));
      at = new ConfigurationWindow(sandbox, at);
      await at.profiles.remove(at.profile);
      await at.history.removeProfile((await at.pendingWrites.all())[0]?.profileId ?? '');
      at.clock.jump(3 * minute);
    };

    for (const [isDone, outcome] of [
      [true, 'The service has “Second” as it was sent.'],
      [false, 'The service has another version of “Second” than the one that was sent. Check it.'],
    ] as const) {
      it(`checks with another profile of the customer that it was ${isDone ? '' : 'not '}made`, async () => {
        await at.holdSpare(new Service(sandbox));
        await leaveRecord(isDone);
        await recover();
        assert.deepEqual(told, [
          `A change that was sent with another profile was checked with “spare”. ${outcome}`,
        ]);
        assert.deepEqual(await at.pendingWrites.all(), []);
      });
    }

    it('says that nobody knows the outcome if there is no other profile', async () => {
      await leaveRecord(true);
      await recover();
      assert.match(told.join(), /^It is not known whether the change of “Second” was made: no profile/);
      assert.deepEqual(await at.pendingWrites.all(), []);
    });
  });

  describe('after a write that concerns access, whose resource is answered with something else', () => {
    let policy: string;
    const answer = (pattern: RegExp) => {
      at.trouble = (request, pass) =>
        pattern.test(request) ? Promise.resolve(new Response('<html>')) : pass();
    };

    beforeEach(async () => {
      ({ policy } = await new Service(sandbox).addAccess());
      await at.killAt(/^PUT/, true, () => rename(policy));
      at = new ConfigurationWindow(sandbox, at);
      answer(new RegExp(`^GET config/tokenPolicies/${policy}`));
    });

    const second = () => rename(sandbox.ids.configurationTokenPolicy);

    it('refuses another one until access is proved after ten minutes, then reports the outcome when it can be read', async () => {
      at.clock.jump(9 * minute);
      await recover();
      const { nextStep } = await problemOf(second(), 'changedMeanwhile');
      assert.match(nextStep, /when its outcome is reported.*15 minutes after that change/);
      at.clock.jump(2 * minute);
      await problemOf(second(), 'changedMeanwhile');
      await recover();
      await second();
      assert.deepEqual([told, (await at.pendingWrites.all()).length], [[], 1]);
      answer(/^$/);
      await recover();
      assert.match(told.join(), /The change of “Second” was made/);
      assert.deepEqual(await at.pendingWrites.all(), []);
    });

    it('does not write a record again that another window removed while access was proved', async () => {
      at.clock.jump(11 * minute);
      const { pendingWrites } = new ConfigurationWindow(sandbox, at);
      const html = at.trouble;
      at.trouble = async (request, pass) => {
        if (request.startsWith('POST login/token'))
          for (const record of await pendingWrites.all()) await pendingWrites.remove(record);
        return html(request, pass);
      };
      await recover();
      assert.deepEqual(await at.pendingWrites.all(), []);
    });

    it('refuses as long as no access can be proved', async () => {
      at.clock.jump(60 * minute);
      answer(/^POST login\/token|^GET config\/clients/);
      await recover();
      answer(new RegExp(`^GET config/tokenPolicies/${policy}`));
      await problemOf(second(), 'changedMeanwhile');
    });

    it('has the records checked when it refuses one, since the window that left a record may be closed', async () => {
      const before = at.unknownOutcomes;
      await problemOf(second(), 'changedMeanwhile');
      assert.equal(at.unknownOutcomes, before + 1);
    });
  });

  describe('after a write whose window was closed before it proved access', () => {
    /** The service grants the client no token any more. */
    const takeAccess = () => {
      at.trouble = (request, pass) =>
        request === 'POST login/token'
          ? Promise.resolve(Response.json({ error: 'invalid_client' }, { status: 401 }))
          : pass();
    };
    it('says that no access is left while a token can still create it', async () => {
      await at.tokenService.acquire({ profile: at.profile, scope: '*:config/**' });
      await at.killAt(/^PUT/, true, () => rename(sandbox.ids.configurationTokenPolicy));
      const before = at;
      at = new ConfigurationWindow(sandbox, at);
      at.gone.add(before.owner);
      takeAccess();
      await recover();
      assert.match(told.join(), /The change of “Configuration” was made\. No configuration access can be/);
      at.trouble = (_, pass) => pass();
      assert.ok(await at.hasAccess(await at.createSpare()));
    });

    it('says so after a deletion, too', async () => {
      const spare = await at.holdSpare(new Service(sandbox));
      await at.tokenService.acquire({ profile: at.profile, scope: '*:config/**' });
      const killed = deferred<null>();
      let isDeleted = false;
      at.trouble = async (request, pass) => {
        if (isDeleted && request === 'POST login/token') {
          killed.resolve(null);
          return new Promise<Response>(() => undefined);
        }
        const reply = await pass();
        isDeleted ||= request.startsWith('DELETE');
        return reply;
      };
      const { configuration } = at;
      const deletion = await prepareDeletion(configuration, { kind: 'clients', id: spare.clientId });
      void deleteResource(configuration, deletion);
      await killed.promise;
      const before = at;
      at = new ConfigurationWindow(sandbox, at);
      at.gone.add(before.owner);
      takeAccess();
      await recover();
      assert.match(told.join(), /was deleted\. No configuration access can be proved now/);
    });

    it('says so if that cannot be tried', async () => {
      await at.tokenService.acquire({ profile: at.profile, scope: '*:config/**' });
      await at.killAt(/^PUT/, true, () => rename(sandbox.ids.configurationTokenPolicy));
      const before = at;
      at = new ConfigurationWindow(sandbox, at);
      at.gone.add(before.owner);
      at.loseNewTokens();
      await recover();
      assert.match(
        told.join(),
        /The change of “Configuration” was made\. It is not known whether any configuration access is left/,
      );
    });
  });

  it('does not report a write that this window is still working on, however long it takes', async () => {
    const held = deferred<null>();
    at.trouble = async (request, pass) => {
      if (request.startsWith('PUT')) await held.promise;
      return pass();
    };
    const writing = rename(sandbox.ids.mobileTokenPolicy);
    await until('the request', () => at.sent.some(request => request.startsWith('PUT')) || undefined);
    at.clock.jump(3 * minute);
    await recover();
    assert.deepEqual([told, (await at.pendingWrites.all()).length], [[], 1]);
    held.resolve(null);
    await writing;
    assert.deepEqual([told, await at.pendingWrites.all()], [[], []]);
  });
});
