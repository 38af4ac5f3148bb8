import assert from 'node:assert/strict';
import { checkPlanAccess } from '../../../../src/configuration/writes/checkPlanAccess';
import { Problem } from '../../../../src/core/common/problem';
import { readFolder } from '../../../../src/core/configurationFiles/configurationFolder';
import { createPlan } from '../../../../src/core/configurationFiles/plan/plan';
import { findAccess } from '../../../../src/core/configurationFiles/plan/planState';
import { planSteps } from '../../../../src/core/configurationFiles/plan/planSteps';
import { type Fault, type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { deferred, problemOf } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';
import { apply, edit, idsIn, prepareWinter, pull, winterSecrets, winterSteps } from './applyFixture';

describe('applyPlan', () => {
  let sandbox: Sandbox;
  let window: ConfigurationWindow;
  let service: Service;

  beforeEach(async () => {
    sandbox = await startSandbox();
    window = await ConfigurationWindow.open(sandbox);
    service = new Service(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  const written = () =>
    sandbox.received
      .filter(({ method, path }) => method !== 'GET' && path.includes('/config/'))
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/config\//, '')}`);

  it('creates, changes and deletes in the order of the steps, and fills in IDs and secrets', async () => {
    const at = await prepareWinter(window);
    const result = await apply(window, at, winterSteps, { secrets: winterSecrets });
    assert.deepEqual(
      [result.done, result.failed, result.notDone],
      [winterSteps.map(([, address]) => address), undefined, []],
    );
    const ids = idsIn(at);
    const [policy, login, client] = winterSteps
      .slice(0, 3)
      .map(([, address]) => ids.get(address) ?? assert.fail(address));
    const { unusedTokenPolicy, mobileTokenPolicy } = sandbox.ids;
    assert.deepEqual(written(), [
      'POST tokenPolicies',
      'POST loginPolicies',
      `PUT loginPolicies/${login ?? ''}/pushClaims`,
      'POST clients',
      `PUT tokenPolicies/${mobileTokenPolicy}`,
      `DELETE tokenPolicies/${unusedTokenPolicy}`,
    ]);
    const made = await service.members('clients', client ?? '');
    assert.deepEqual([made?.['tokenPolicy'], made?.['loginPolicy']], [policy, login]);
    const store = JSON.stringify(await service.members('loginPolicies', login ?? ''));
    assert.ok(store.includes('"clientSecret":"for-a-test-0123456789"'));
    assert.ok(!ids.has('tokenPolicies/winter-sale-microsite-retired'));
    assert.equal((await service.members('tokenPolicies', mobileTokenPolicy))?.['accessTokenLifetime'], 900);
  });

  it('keeps a secret that is to be kept, and never stores one', async () => {
    const at = await prepareWinter(window);
    const before = await service.members('loginPolicies', sandbox.ids.storefrontLoginPolicy);
    edit(at, 'loginPolicies/nordhaven-storefront', members => ({
      ...members,
      loginURL: 'https://new.example/',
    }));
    await apply(window, at, [...winterSteps.slice(0, 3), ['change', 'loginPolicies/nordhaven-storefront']], {
      secrets: winterSecrets,
    });
    const after = await service.members('loginPolicies', sandbox.ids.storefrontLoginPolicy);
    assert.equal(after?.['loginURL'], 'https://new.example/');
    assert.deepEqual(after['identityStoreDetails'], before?.['identityStoreDetails']);
    const kept = JSON.stringify(before?.['identityStoreDetails']);
    const [, secret = ''] = /"clientSecret":"(\w+)"/.exec(kept) ?? [];
    assert.ok(secret.length > 8);
    for (const value of [secret, ...winterSecrets.values()]) {
      assert.ok(!window.keptInTheOpen.includes(value));
      assert.ok(![...at.texts.values()].some(text => text.includes(value)));
    }
    assert.equal(
      (
        await window.history.list(window.profile, {
          kind: 'loginPolicies',
          id: sandbox.ids.storefrontLoginPolicy,
        })
      ).length,
      1,
    );
  });

  it('changes only what is below a login policy, in the form of the service, and keeps copies', async () => {
    const at = await pull(window);
    const options = at.snapshot.loginPolicyOptions.get(sandbox.ids.staffLoginPolicy);
    const before = {
      pushClaims: JSON.parse(options?.pushClaims ?? '') as unknown,
      responseTypes: JSON.parse(options?.allowedResponseTypes ?? '') as unknown,
    };
    edit(at, 'loginPolicies/nordhaven-store-staff', members => ({
      ...members,
      $pushClaims: { enabled: false },
      $allowedResponseTypes: { allowedResponseTypes: ['code'] },
    }));
    await apply(window, at, [['change', 'loginPolicies/nordhaven-store-staff']]);
    const id = sandbox.ids.staffLoginPolicy;
    assert.deepEqual(written(), [
      `PUT loginPolicies/${id}/pushClaims`,
      `PUT loginPolicies/${id}/allowedResponseTypes`,
    ]);
    const kept = await Promise.all(
      ([undefined, 'pushClaims', 'allowedResponseTypes'] as const).map(option =>
        window.history.list(window.profile, { kind: 'loginPolicies', id, ...(option && { option }) }),
      ),
    );
    assert.deepEqual(
      kept.map(versions => versions.map(({ option, text }) => [option, JSON.parse(text) as unknown])),
      [[], [['pushClaims', before.pushClaims]], [['allowedResponseTypes', before.responseTypes]]],
    );
    const again = await pull(window, at.texts);
    assert.equal(
      again.texts.get('loginPolicies/nordhaven-store-staff.json'),
      at.texts.get('loginPolicies/nordhaven-store-staff.json'),
    );
  });

  it('never sends a named secret in a member that everybody sees', async () => {
    const at = await prepareWinter(window);
    edit(at, 'loginPolicies/nordhaven-storefront', members => ({
      ...members,
      customClaims: { id_token: { debug: { $secret: 'OWNER_SECRET' } } },
    }));
    const { failed } = await apply(window, at, [['change', 'loginPolicies/nordhaven-storefront']], {
      secrets: winterSecrets,
    });
    assert.match(failed?.problem.message ?? '', /a secret does not belong here/);
    assert.deepEqual(written(), []);
  });

  it('sends only the parts of a step, and nothing if the policy was changed meanwhile', async () => {
    const at = await pull(window);
    const id = sandbox.ids.staffLoginPolicy;
    // The plan counts a default value as the same, so that it is not in the step.
    edit(at, 'loginPolicies/nordhaven-store-staff', members => ({
      ...members,
      ...{ customClaims: {}, $pushClaims: { enabled: false } },
    }));
    const options = { only: new Set(['loginPolicies/nordhaven-store-staff']) };
    const { steps } = planSteps(createPlan(readFolder(at.texts), at.snapshot), options);
    assert.deepEqual(
      steps.map(({ parts }) => parts),
      [['pushClaims']],
    );
    await service.change('loginPolicies', id, { loginURL: 'https://theirs.example/' });
    const puts = written().length;
    const { failed } = await apply(window, at, [], { steps });
    assert.equal(failed?.problem.kind, 'changedMeanwhile');
    assert.equal(written().length, puts);
    const again = await pull(window, at.texts);
    assert.deepEqual((await apply(window, again, [], { steps })).failed, undefined);
    assert.deepEqual(written().slice(puts), [`PUT loginPolicies/${id}/pushClaims`]);
  });

  it('keeps lines of ids.json that came in meanwhile', async () => {
    const at = await prepareWinter(window);
    const added = '"clients/of-a-colleague": "c-9"';
    await apply(window, at, winterSteps, {
      secrets: winterSecrets,
      onStep: (_, index) => {
        if (index === 1)
          at.texts.set('ids.json', (at.texts.get('ids.json') ?? '').replace('{', `{ ${added},`));
      },
    });
    assert.ok(at.texts.get('ids.json')?.includes(added));
    assert.ok(idsIn(at).get('clients/winter-sale'));
  });

  it('sends nothing for what somebody else changed meanwhile, and stops', async () => {
    const at = await prepareWinter(window);
    await service.change('tokenPolicies', sandbox.ids.mobileTokenPolicy, { accessTokenLifetime: 1234 });
    const { done, failed, notDone } = await apply(window, at, winterSteps.slice(3));
    assert.deepEqual([done, failed?.address, notDone], [[], winterSteps[3]?.[1], [winterSteps[4]?.[1]]]);
    assert.equal(failed?.problem.kind, 'changedMeanwhile');
    assert.equal(
      (await service.members('tokenPolicies', sandbox.ids.mobileTokenPolicy))?.['accessTokenLifetime'],
      1234,
    );
  });

  it('creates nothing that somebody else created since the files were compared', async () => {
    const at = await prepareWinter(window);
    // Another person with the same files.
    await apply(new ConfigurationWindow(sandbox, window), { ...at, texts: new Map(at.texts) }, winterSteps, {
      secrets: winterSecrets,
    });
    const before = written().length;
    for (const step of winterSteps.slice(0, 2)) {
      const { done, failed } = await apply(window, at, [step], { secrets: winterSecrets });
      assert.deepEqual([done, failed?.problem.kind], [[], 'changedMeanwhile']);
      assert.match(failed?.problem.message ?? '', /Somebody else created “Winter Sale” in the meantime/);
    }
    assert.equal(written().length, before);
  });

  it('creates nothing again while it is unknown whether it was created', async () => {
    const at = await prepareWinter(window);
    sandbox.fail({ path: /tokenPolicies$/, method: 'GET', lagMs: 60_000, times: Infinity });
    sandbox.fail({ path: /tokenPolicies$/, method: 'POST', connection: 'destroy' });
    const [step] = winterSteps;
    const steps = step ? [step] : [];
    const first = await apply(window, at, steps);
    assert.equal(first.failed?.problem.facts.isOutcomeUnknown, true);
    const next = new ConfigurationWindow(sandbox, window);
    for (const each of [window, next]) {
      const { done, failed } = await apply(each, at, steps);
      assert.deepEqual([done, failed?.problem.kind], [[], 'changedMeanwhile']);
      assert.match(failed?.problem.message ?? '', /it is not known yet whether it was\. Nothing was sent/);
    }
    // Only its own record stays.
    assert.equal((await window.pendingWrites.all()).length, 1);
    // What has another title is created.
    edit(at, 'tokenPolicies/winter-sale', members => ({ ...members, title: 'Summer Sale' }));
    const other = await apply(window, at, steps);
    assert.deepEqual(other.done, ['tokenPolicies/winter-sale']);
    assert.equal(written().filter(request => request === 'POST tokenPolicies').length, 2);
  });

  it('creates nothing that another window is about to create', async () => {
    const at = await prepareWinter(window);
    const steps = winterSteps.slice(0, 1);
    const [reached, held] = [deferred<null>(), deferred<null>()];
    window.trouble = async (request, pass) => {
      if (request === 'POST config/tokenPolicies') {
        reached.resolve(null);
        await held.promise;
      }
      return pass();
    };
    const first = apply(window, at, steps);
    await reached.promise;
    const { failed } = await apply(new ConfigurationWindow(sandbox, window), at, steps);
    assert.equal(failed?.problem.kind, 'changedMeanwhile');
    held.resolve(null);
    assert.deepEqual((await first).done, ['tokenPolicies/winter-sale']);
    assert.equal((await service.titles('tokenPolicies')).filter(title => title === 'Winter Sale').length, 1);
  });

  it('creates what the comparison showed beside another one of the same title', async () => {
    const at = await prepareWinter(window);
    edit(at, 'tokenPolicies/winter-sale', members => ({ ...members, title: 'Nordhaven Mobile Apps' }));
    const { done } = await apply(window, at, winterSteps.slice(0, 1));
    assert.deepEqual(done, ['tokenPolicies/winter-sale']);
  });

  it('deletes nothing that somebody else changed meanwhile', async () => {
    const at = await prepareWinter(window);
    await service.change('tokenPolicies', sandbox.ids.unusedTokenPolicy, { accessTokenLifetime: 1234 });
    const { failed } = await apply(window, at, winterSteps.slice(4));
    assert.equal(failed?.problem.kind, 'changedMeanwhile');
    assert.ok(await service.members('tokenPolicies', sandbox.ids.unusedTokenPolicy));
  });

  it('keeps the ID of what was created before anything else can fail', async () => {
    const at = await prepareWinter(window);
    const fault: Fault = {
      path: /tokenPolicies\/[^/]+$/,
      method: 'GET',
      status: 403,
      body: '{"errors":"no"}',
      times: 9,
    };
    sandbox.fail(fault);
    const { done, failed } = await apply(window, at, winterSteps.slice(0, 1));
    assert.deepEqual([done, failed?.address], [[], 'tokenPolicies/winter-sale']);
    assert.match(failed?.problem.message ?? '', /“Winter Sale” was created, but could not be read back/);
    assert.ok(idsIn(at).get('tokenPolicies/winter-sale'));
  });

  it('reads what it created until the service knows it', async () => {
    const at = await prepareWinter(window);
    sandbox.fail({ path: /tokenPolicies\/[^/]+$/, method: 'GET', lagMs: 60_000, times: 2 });
    const { done, failed } = await apply(window, at, winterSteps.slice(0, 1));
    assert.deepEqual([done, failed], [['tokenPolicies/winter-sale'], undefined]);
  });

  it('stops if the IDs cannot be stored, and says which resource was created', async () => {
    const at = await prepareWinter(window);
    const { failed, notDone } = await apply(window, at, winterSteps, {
      secrets: winterSecrets,
      saveId: () => Promise.reject(new Error('disk full')),
    });
    assert.equal(failed?.problem.kind, 'storage');
    assert.match(
      failed.problem.message,
      /“Winter Sale” \([\w-]+\) was written to the service, but ids\.json could not/,
    );
    assert.equal(notDone.length, 4);
  });

  it('refuses to take the last configuration access before anything is sent', async () => {
    const at = await prepareWinter(window);
    edit(at, 'tokenPolicies/configuration', members => ({ ...members, allowedScopes: ['openid'] }));
    const steps = [...winterSteps.slice(0, 1), ['change', 'tokenPolicies/configuration'] as const];
    await problemOf(apply(window, at, steps, { secrets: winterSecrets }), 'lockOut');
    at.texts.delete('clients/configuration.json');
    await problemOf(
      apply(window, at, [...winterSteps.slice(0, 1), ['delete', 'clients/configuration']], {
        secrets: winterSecrets,
      }),
      'lockOut',
    );
    assert.deepEqual(written(), []);
  });

  it('refuses steps that only together take the last proved access, before anything is sent', async () => {
    await window.holdSpare(service);
    const at = await prepareWinter(window);
    const puts = written().length;
    const { clientId } = window.profile;
    const [spare] = findAccess(at.snapshot.resources).filter(({ client }) => client.id !== clientId);
    assert.ok(spare);
    const [spareAddress = ''] = [...idsIn(at)].find(([, id]) => id === spare.client.id) ?? [];
    edit(at, 'tokenPolicies/configuration', members => ({ ...members, allowedScopes: ['openid'] }));
    const typed = new Map([
      ['tokenPolicies/configuration', 'Configuration'],
      [spareAddress, spare.client.title],
    ]);
    const steps = [
      ['change', 'tokenPolicies/configuration'],
      ['delete', spareAddress],
    ] as const;
    const problem = await problemOf(apply(window, at, steps, { typed }), 'lockOut');
    assert.match(problem.message, /together/);
    assert.equal(written().length, puts);
  });

  it('says why access could not be proved for all steps together', async () => {
    const write = { does: 'replace', key: { kind: 'tokenPolicies', id: 'p1' }, members: {} } as const;
    const current = { kind: 'tokenPolicies', id: 'p1', title: 'Access', body: '{}', members: {} } as const;
    const planned = ['tokenPolicies/one', 'tokenPolicies/two'].map(address => ({
      ...{ address, write, current, typed: undefined },
    }));
    const guard = {
      affectsAccess: () => Promise.resolve(true),
      check: () => Promise.resolve({ kind: 'allowed' } as const),
      findConfigurationAccess: () => Promise.reject(new Problem('network', 'This machine is offline.')),
    };
    const problem = await problemOf(checkPlanAccess(guard, planned), 'lockOut');
    assert.match(
      problem.message,
      /^tokenPolicies\/one cannot be applied together .* This machine is offline\.$/,
    );
  });

  it('asks for the title of what concerns the access of this profile', async () => {
    await window.holdSpare(service);
    const at = await prepareWinter(window);
    const puts = written().length;
    edit(at, 'tokenPolicies/configuration', members => ({ ...members, accessTokenLifetime: 600 }));
    const steps = [['change', 'tokenPolicies/configuration']] as const;
    await problemOf(apply(window, at, steps), 'needsTyping');
    assert.equal(written().length, puts);
    const { done } = await apply(window, at, steps, {
      typed: new Map([['tokenPolicies/configuration', 'Configuration']]),
    });
    assert.deepEqual(done, ['tokenPolicies/configuration']);
  });

  it('can be cancelled between two steps', async () => {
    const at = await prepareWinter(window);
    const controller = new AbortController();
    const { done, failed, notDone } = await apply(window, at, winterSteps, {
      secrets: winterSecrets,
      signal: controller.signal,
      onStep: (_, index) => {
        if (index === 2) controller.abort();
      },
    });
    assert.deepEqual([done.length, failed, notDone.length], [2, undefined, 3]);
    assert.ok(!written().includes('POST clients'));
  });

  it('says what was done when it is cancelled while the access for a step is proved', async () => {
    await window.holdSpare(service);
    const at = await prepareWinter(window);
    edit(at, 'tokenPolicies/configuration', members => ({ ...members, accessTokenLifetime: 600 }));
    const controller = new AbortController();
    window.trouble = (request, pass) => {
      const isProof = request === `GET config/clients/${sandbox.clientId}`;
      if (isProof && window.sent.some(earlier => earlier.startsWith('PUT'))) controller.abort();
      return pass();
    };
    const { done, failed, notDone } = await apply(
      window,
      at,
      [
        ['change', 'tokenPolicies/nordhaven-mobile-apps'],
        ['change', 'tokenPolicies/configuration'],
      ],
      { signal: controller.signal, typed: new Map([['tokenPolicies/configuration', 'Configuration']]) },
    );
    assert.ok(controller.signal.aborted);
    assert.deepEqual(
      [done, failed, notDone],
      [['tokenPolicies/nordhaven-mobile-apps'], undefined, ['tokenPolicies/configuration']],
    );
  });

  it('finishes a step of which something was sent when it is cancelled', async () => {
    const at = await prepareWinter(window);
    const controller = new AbortController();
    window.trouble = (request, pass) => {
      if (/^GET .*pushClaims$/.test(request)) controller.abort();
      return pass();
    };
    const { done, notDone } = await apply(window, at, winterSteps.slice(1, 3), {
      secrets: winterSecrets,
      signal: controller.signal,
    });
    assert.deepEqual([done, notDone], [['loginPolicies/winter-sale'], ['clients/winter-sale']]);
    assert.deepEqual(
      written().map(request => request.replace(/[\w-]{30,}/, '…')),
      ['POST loginPolicies', 'PUT loginPolicies/…/pushClaims'],
    );
  });

  it('says that a login policy was written if what is below it is refused', async () => {
    const at = await prepareWinter(window);
    const refused = { method: 'PUT', path: 'pushClaims', status: 422, body: '{"errors":"no"}' };
    sandbox.fail(refused);
    const { failed } = await apply(window, at, winterSteps.slice(1, 2), { secrets: winterSecrets });
    assert.match(
      failed?.problem.message ?? '',
      /^“Winter Sale” was written\. Its pushClaims may still differ\. .* refuses/,
    );
    assert.equal(failed?.problem.nextStep, 'Compare again.');
    // Nothing else was sent.
    const store = await pull(window);
    edit(store, 'loginPolicies/nordhaven-storefront', members => ({
      ...members,
      $pushClaims: { enabled: true },
    }));
    sandbox.fail(refused);
    const alone = await apply(window, store, [['change', 'loginPolicies/nordhaven-storefront']], {});
    assert.equal(alone.failed?.problem.nextStep, 'Nothing was changed.');
  });

  it('says what the service changed', async () => {
    const at = await prepareWinter(window);
    sandbox.fail({
      path: sandbox.ids.mobileTokenPolicy,
      method: 'GET',
      after: 1,
      times: 9,
      rewrite: answer => ({
        ...answer,
        body: new TextDecoder()
          .decode(Buffer.from(answer.body))
          .replace('"accessTokenLifetime":900', '"accessTokenLifetime":901'),
      }),
    });
    const { done, changedByService } = await apply(window, at, winterSteps.slice(3, 4));
    assert.deepEqual(
      [done.length, [...changedByService]],
      [1, [[winterSteps[3]?.[1], ['accessTokenLifetime']]]],
    );
  });

  it('resumes after a window that was closed half-way', async () => {
    const at = await prepareWinter(window);
    await window.killAt(/^POST config\/clients/, true, () =>
      apply(window, at, winterSteps, { secrets: winterSecrets }),
    );
    window = new ConfigurationWindow(sandbox, window);
    const again = await pull(window, at.texts);
    // The client is there, and is found by its title.
    assert.ok(idsIn(again).get('clients/winter-sale'));
    const { failed, notDone } = await apply(window, again, winterSteps.slice(3));
    assert.deepEqual([failed, notDone], [undefined, []]);
    assert.deepEqual((await service.titles('clients')).filter(title => title === 'Winter Sale').length, 1);
  });
});
