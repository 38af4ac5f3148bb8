import assert from 'node:assert/strict';
import {
  applyChange,
  membersChangedByService,
  outcomeOf,
} from '../../../../src/configuration/writes/applyChange';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import { Problem } from '../../../../src/core/common/problem';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { updateProfile } from '../../../support/updateProfile';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service, told } from '../windowFixture';

const rounded = '{"title":"Shop","limit":9007199254740992}';
const exact = '{"title":"Shop","limit":9007199254740993}';

describe('membersChangedByService', () => {
  it('names a number that the service rounded, although JavaScript rounds it too', () => {
    assert.deepEqual(membersChangedByService('tokenPolicies', rounded, exact), ['limit']);
  });

  it('names no member that is only spelled differently, or left out with its default', () => {
    const sent = '{"accessTokenLifetime":3600,"limit":1.50,"title":"Caf\\u00e9","more":{"a":1,"b":2}}';
    const found = '{"more":{"b":2,"a":1},"title":"Café","limit":15e-1}';
    assert.deepEqual(membersChangedByService('tokenPolicies', found, sent), []);
    assert.deepEqual(membersChangedByService('clients', found, sent), ['accessTokenLifetime']);
  });
});

describe('outcomeOf', () => {
  it('finds that a number was changed that JavaScript rounds', () => {
    assert.equal(outcomeOf('tokenPolicies', exact, rounded, exact), 'made');
    assert.equal(outcomeOf('tokenPolicies', rounded, rounded, exact), 'notMade');
    assert.equal(outcomeOf('tokenPolicies', rounded, '{"title":"Shop","limit":1}', exact), 'changed');
  });
});

describe('applyChange, to the policy of the profile', () => {
  let sandbox: Sandbox;
  let at: ConfigurationWindow;

  beforeEach(async () => {
    sandbox = await startSandbox();
    at = await ConfigurationWindow.open(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  const policy = () => ({ kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy }) as const;

  async function rename() {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(policy())).body);
    const edited = base.replace(/"title": ".*"/, '"title": "New"');
    const change = await prepareChange(resourceCache, guard, policy(), { edited, base });
    assert.ok(change && !isConflict(change));
    return applyChange(at.configuration, change);
  }

  it('sends nothing if somebody else changes the resource while access is checked', async () => {
    const service = new Service(sandbox);
    let checks = 0;
    at.trouble = async (request, pass) => {
      // The first one is for the change itself, the second one proves that access remains.
      if (request === 'POST login/token' && ++checks === 2)
        await service.change(policy().kind, policy().id, { accessTokenLifetime: 777 });
      return pass();
    };
    const problem = await problemOf(rename(), 'changedMeanwhile');
    assert.match(
      problem.message,
      /^Somebody else changed “Configuration” in the meantime\. Nothing was sent\.$/,
    );
    assert.equal(checks >= 2, true);
    assert.ok(!at.sent.some(request => request.startsWith('PUT')), at.sent.join());
    assert.equal((await service.members(policy().kind, policy().id))?.['accessTokenLifetime'], 777);
    assert.deepEqual(await at.pendingWrites.all(), []);
    assert.deepEqual(await at.history.list(at.profile, policy()), []);
  });

  it('is taken back by no other window while it is read back and reads lag', async () => {
    const key = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy } as const;
    const other = new ConfigurationWindow(sandbox, at);
    const title = (await at.configuration.resourceCache.read(key)).title;
    const change = async (
      { configuration: { resourceCache, guard } }: ConfigurationWindow,
      with_: object,
    ) => {
      const base = toDocumentText((await resourceCache.read(key)).body);
      const edited = JSON.stringify({ ...(JSON.parse(base) as object), ...with_ });
      const prepared = await prepareChange(resourceCache, guard, key, { edited, base });
      assert.ok(prepared && !isConflict(prepared));
      return prepared;
    };
    const theirs = await change(other, { accessTokenLifetime: 777 });
    const own = await change(at, { title: 'New' });
    const earlier = await at.configuration.resourceCache.read(key);
    let isSent = false;
    let refused: Problem | undefined;
    // Both windows read what the service had before.
    const lags = async (request: string, pass: () => Promise<Response>) => {
      if (isSent && request === `GET config/tokenPolicies/${key.id}`) return new Response(earlier.body);
      return pass();
    };
    other.trouble = lags;
    at.trouble = async (request, pass) => {
      if (request.startsWith('PUT')) isSent = true;
      else if (isSent && !refused)
        refused = await problemOf(applyChange(other.configuration, theirs), 'changedMeanwhile');
      return lags(request, pass);
    };
    const { verificationError } = await applyChange(at.configuration, own);
    assert.match(told(verificationError), /still shows the earlier version/);
    assert.match(told(refused), /as it was before the last change from this machine\. Nothing was sent/);
    assert.equal((await new Service(sandbox).members(key.kind, key.id))?.['title'], 'New');
    assert.notEqual(title, 'New');
    // Once it is shown, they may change it.
    isSent = false;
    await applyChange(other.configuration, await change(other, { accessTokenLifetime: 777 }));
  });

  it('keeps the copy if somebody else deletes the resource before it is sent', async () => {
    const key = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy } as const;
    const service = new Service(sandbox);
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edited = base.replace(/"title": ".*"/, '"title": "New"');
    const change = await prepareChange(resourceCache, guard, key, { edited, base });
    assert.ok(change && !isConflict(change));
    await service.remove(key.kind, key.id);
    await problemOf(applyChange(at.configuration, change), 'gone');
    assert.deepEqual(
      (await at.history.list(at.profile, key)).map(({ text }) => text),
      [base],
    );
  });

  for (const [what, change] of [
    ['edited', () => updateProfile(at.profiles, { ...at.profile, clientId: 'another' }, 'secret')],
    ['removed', () => at.profiles.remove(at.profile)],
  ] as const) {
    it(`does not claim that access is lost if the profile is ${what} after the change was sent`, async () => {
      at.trouble = async (request, pass) => {
        const answer = await pass();
        if (request.startsWith('PUT')) await change();
        return answer;
      };
      assert.match(told((await rename()).verificationError), /could not be proved.* Run Show Configuration/);
      assert.equal(at.sent.filter(request => request.startsWith('PUT')).length, 1);
    });
  }

  for (const [what, status] of [
    ['its answer came', undefined],
    ['its answer was lost', 503],
  ] as const) {
    it(`is reported by no other window while a slow proof of access goes on: ${what}`, async () => {
      const other = new ConfigurationWindow(sandbox, at);
      const said: string[] = [];
      let isOff = false;
      let puts = 0;
      at.trouble = async (request, pass) => {
        if (request.startsWith('PUT')) {
          isOff = ++puts === 1;
          const answer = await pass();
          return isOff && status !== undefined ? new Response('{}', { status }) : answer;
        }
        if (!isOff || request !== 'POST login/token') return pass();
        at.clock.jump(100_000);
        await recoverPendingWrites(other.deps, text => said.push(text));
        assert.ok(await other.configuration.journal.isBeingWritten(policy()));
        return Response.json({ error: 'invalid_client' }, { status: 401 });
      };
      assert.match(told(await rename().catch((error: unknown) => error)), /so it was rolled back/);
      assert.deepEqual(said, []);
    });
  }

  it('keeps a copy of what was rolled back although the answers about that were lost', async () => {
    let isOff = false;
    at.trouble = async (request, pass) => {
      if (isOff && request === 'POST login/token')
        return Response.json({ error: 'invalid_client' }, { status: 401 });
      const answer = await pass();
      if (!request.startsWith('PUT')) return answer;
      isOff = !isOff && at.sent.filter(each => each.startsWith('PUT')).length === 1;
      return isOff ? answer : new Response('{}', { status: 503 });
    };
    assert.match(told(await rename().catch((error: unknown) => error)), /so it was rolled back/);
    const [last] = await at.history.list(at.profile, policy());
    assert.match(last?.text ?? '', /"title": "New"/);
  });

  it('rolls back what took the access of its profile, although another profile is removed meanwhile', async () => {
    await at.holdSpare(new Service(sandbox));
    const read = at.profiles.readWithSecret.bind(at.profiles);
    let isOff = false;
    at.profiles.readWithSecret = profile =>
      isOff && profile.name === 'spare' ? Promise.reject(new Problem('noProfile', 'removed')) : read(profile);
    at.trouble = async (request, pass) => {
      if (isOff && request === 'POST login/token')
        return Response.json({ error: 'invalid_client' }, { status: 401 });
      if (request.startsWith('PUT')) isOff = !isOff;
      return pass();
    };
    assert.match(told(await rename().catch((error: unknown) => error)), /so it was rolled back/);
  });

  it('claims no roll-back that failed if access is proved later', async () => {
    let isOff = false;
    at.trouble = async (request, pass) => {
      if (isOff && request === 'POST login/token')
        return Response.json({ error: 'invalid_client' }, { status: 401 });
      if (!request.startsWith('PUT')) return pass();
      const puts = at.sent.filter(each => each.startsWith('PUT')).length;
      isOff = puts < 4;
      return puts === 1 ? pass() : new Response('{}', { status: 503 });
    };
    const said = told(await rename().catch((error: unknown) => error));
    assert.match(said, /could not be rolled back\. .*Configuration access is proved now\. Refresh/);
    const { resourceCache, journal } = at.configuration;
    const { body } = await resourceCache.read(policy());
    assert.match(body, /"New"/);
    assert.equal(await journal.mayBeOutOfDate(policy(), toDocumentText(body)), false);
  });
});

describe('applyChange, with three profiles', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  for (const [code, isAnswerLost, expected] of [
    ['ETIMEDOUT', false, { tokens: 2, others: 1 }],
    ['ETIMEDOUT', true, { tokens: 2, others: 1 }],
    // Such errors come at once.
    ['ECONNREFUSED', false, { tokens: 9, others: 1 }],
    ['ENOTFOUND', false, { tokens: 9, others: 1 }],
  ] as const) {
    it(`asks the service ${code === 'ETIMEDOUT' ? 'only once' : 'again'} if a change of access${isAnswerLost ? ', whose answer is lost,' : ''} is followed by ${code}`, async () => {
      const service = new Service(sandbox);
      const at = await ConfigurationWindow.open(sandbox);
      await at.holdSpare(service);
      const { client } = await service.addAccess();
      await at.hold(client, await service.secret(client));
      const { resourceCache, guard } = at.configuration;
      const key = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy } as const;
      const base = toDocumentText((await resourceCache.read(key)).body);
      const edited = base.replace(/"title": ".*"/, '"title": "New"');
      const change = await prepareChange(resourceCache, guard, key, { edited, base });
      assert.ok(change && !isConflict(change));
      let isDown = false;
      at.trouble = async (request, pass) => {
        const fail = () => {
          throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
        };
        if (isDown) return fail();
        const answer = await pass();
        if (!request.startsWith('PUT')) return answer;
        isDown = true;
        return isAnswerLost ? fail() : answer;
      };
      const said = await applyChange(at.configuration, change).then(
        ({ verificationError }) => told(verificationError),
        (error: unknown) => told(error),
      );
      assert.match(said, /could not be proved\. .* Run Show Configuration Access\./);
      const after = at.sent.slice(at.sent.findIndex(request => request.startsWith('PUT')) + 1);
      const tokens = after.filter(request => request === 'POST login/token').length;
      assert.deepEqual({ tokens, others: after.length - tokens }, expected);
    });
  }
});
