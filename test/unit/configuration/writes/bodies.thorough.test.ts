import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { createResource } from '../../../../src/configuration/writes/createResource';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import {
  prepareSecretReset,
  resetClientSecret,
} from '../../../../src/configuration/writes/resetClientSecret';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { parseResourceUri, resourceUriParts } from '../../../../src/core/resources/resourceUri';
import { secretPlaceholder } from '../../../../src/core/resources/secretPlaces';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf, settled } from '../../../support/fakes';
import { updateProfile } from '../../../support/updateProfile';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

const answer = (body: string) =>
  new Response(body, { status: 200, headers: { 'content-type': 'application/json' } });

describe('bodies that are sent to the service', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let key: ResourceKey;

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    key = { kind: 'tokenPolicies', id: sandbox.ids.mobileTokenPolicy };
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  const look = async (edit: (text: string) => string) => {
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(key)).body);
    return prepareChange(resourceCache, guard, key, { edited: edit(base), base });
  };
  const send = async (edit: (text: string) => string) => {
    const change = await look(edit);
    assert.ok(change && !isConflict(change));
    await applyChange(at.configuration, change);
    return sandbox.received.findLast(({ method }) => method === 'PUT')?.body ?? '';
  };
  /** What the service answers for the policy, but for its id: at first, and after a change. */
  const answered = (members: string, changed = members) => {
    let isChanged = false;
    at.trouble = (request, pass) => {
      isChanged ||= request.startsWith('PUT');
      return request === `GET config/tokenPolicies/${key.id}`
        ? Promise.resolve(answer(`{"id":"${key.id}",${isChanged ? changed : members}}`))
        : pass();
    };
  };

  it('keeps unknown members unchanged', async () => {
    const unknown =
      '"z":1,"big":12345678901234567890,"small":1e-7,"one":1.0,"esc":"\\u00e9\\/\\ud83d","none":null,"deep":[{"b":[[]],"a":{}}],"__proto__":{"x":1},"a":""';
    answered(`"title":"T","allowedScopes":["openid"],${unknown}`);
    const sent = await send(text => text.replace('"T"', '"U"'));
    const one = (text: string) => text.replace(/\s/g, '');
    assert.equal(one(sent), one(`{"id":"${key.id}","title":"U","allowedScopes":["openid"],${unknown}}`));
  });

  it('a whole number that JavaScript would round is a change in its last digit', async () => {
    answered('"title":"T","allowedScopes":["openid"],"big":12345678901234567890');
    assert.match(await send(text => text.replace(/67890$/m, '67891')), /12345678901234567891/);
    assert.equal(await look(text => text), undefined);
  });

  describe('read back', () => {
    const apply = async (edit: (text: string) => string, before: () => void = () => undefined) => {
      const change = await look(edit);
      assert.ok(change && !isConflict(change));
      before();
      return applyChange(at.configuration, change);
    };
    const lags = (times: number) => () => {
      const path = `/config/tokenPolicies/${key.id}`;
      // Right before the change, it is read once more.
      sandbox.fail({ method: 'GET', path, lagMs: 60_000, times, after: 1 });
    };
    const shorter = (text: string) => text.replace(/("accessTokenLifetime": )\d+/, '$1600');

    it('once more when it lags', async () => {
      const { body, changedByService: otherwise, verificationError } = await apply(shorter, lags(1));
      assert.deepEqual([otherwise, verificationError], [[], undefined]);
      assert.match(body, /"accessTokenLifetime":\s*600\b/);
    });

    it('without success: the sent body counts, and the user is told', async () => {
      const { body, changedByService: otherwise, verificationError } = await apply(shorter, lags(Infinity));
      assert.deepEqual(otherwise, []);
      assert.match(body, /"accessTokenLifetime":\s*600\b/);
      assert.match(
        verificationError?.message ?? '',
        /sent and accepted, but .* still shows the earlier version/,
      );
    });

    it('without a flag that is false, and without what is null', async () => {
      const members = '"title":"T","allowedScopes":["openid"]';
      answered(`${members},"useAccessJWT":true,"note":"n"`, members);
      const { changedByService: otherwise, verificationError } = await apply(text =>
        text.replace('true', 'false').replace('"n"', 'null'),
      );
      assert.deepEqual([otherwise, verificationError], [[], undefined]);
    });

    it('otherwise than it was sent', async () => {
      answered(
        '"title":"T","allowedScopes":["openid"],"useAccessJWT":false',
        '"title":"U","allowedScopes":["openid"]',
      );
      const { changedByService: otherwise } = await apply(text =>
        text.replace('false', 'true').replace('"T"', '"U"'),
      );
      assert.deepEqual(otherwise, ['useAccessJWT']);
    });
  });

  const lies: [what: string, body: () => string][] = [
    ['another resource', () => '{"id":"other","title":"T"}'],
    ['a list', () => '[]'],
    ['nothing', () => ''],
    ['half of it', () => `{"id":"${key.id}","ti`],
    ['a number', () => '7'],
  ];
  for (const [what, body] of lies) {
    it(`an answer that is ${what}: nothing is sent`, async () => {
      const { resourceCache, guard } = at.configuration;
      const base = toDocumentText((await resourceCache.read(key)).body);
      at.trouble = (request, pass) =>
        request.startsWith('GET config/') ? Promise.resolve(answer(body())) : pass();
      const edited = base.replace('Apps', 'App');
      await problemOf(prepareChange(resourceCache, guard, key, { edited, base }), 'badAnswer');
      await problemOf(prepareDeletion(at.configuration, key), 'badAnswer');
      assert.ok(!at.sent.some(request => /^(?:PUT|DELETE)/.test(request)));
    });
  }

  it('an answer without members is reported, and a change is sent only if it is complete', async () => {
    answered('"news":1');
    await problemOf(
      look(text => text.replace('"news": 1', '"news": 2')),
      'invalidInput',
    );
  });

  for (const title of [
    '/',
    '..',
    '👩‍👩‍👧 🚀',
    'x'.repeat(5000),
    'a\u0000\u001b[31m\u202e\n',
    '"}],{"',
    '%2e%2e',
  ]) {
    it(`the title ${JSON.stringify(title.slice(0, 20))} is created, saved, shown and deleted`, async () => {
      const body = JSON.stringify({ title, allowedScopes: ['openid'] });
      const made = await createResource(at.configuration, 'tokenPolicies', body);
      assert.equal(made.title, title);
      assert.equal(parseResourceUri(resourceUriParts('acme', made))?.id, made.id);
      key = made;
      await send(text => text.replace('"openid"', '"openid", "email"'));
      const members = await service.members('tokenPolicies', made.id);
      assert.deepEqual([members?.['title'], members?.['allowedScopes']], [title, ['openid', 'email']]);
      await deleteResource(at.configuration, await prepareDeletion(at.configuration, made));
      assert.equal((await at.history.list(at.profile, made))[0]?.title, title);
      assert.equal((await at.pendingWrites.all()).length, 0);
    });
  }

  for (const id of ['..', 'a/../b', '%2e%2e', '.', '', 'a/..;x']) {
    it(`the id ${JSON.stringify(id)} is never asked for`, async () => {
      for (const kind of ['tokenPolicies', 'clients'] as const) {
        await problemOf(prepareDeletion(at.configuration, { kind, id }), 'invalidInput');
      }
      await problemOf(prepareSecretReset(at.deps, at.configuration, id), 'invalidInput');
      assert.deepEqual(at.sent, []);
    });
  }

  it('an id with a slash stays one resource, from the list to the deletion', async () => {
    const seen: string[] = [];
    at.trouble = (request, pass) => {
      seen.push(request);
      return request.includes('tokenPolicies/a')
        ? Promise.resolve(
            request.startsWith('GET')
              ? answer('{"id":"a/b","title":"S","allowedScopes":["openid"]}')
              : answer(''),
          )
        : pass();
    };
    await deleteResource(
      at.configuration,
      await prepareDeletion(at.configuration, { kind: 'tokenPolicies', id: 'a/b' }),
    );
    assert.ok(seen.includes('DELETE config/tokenPolicies/a%2Fb'), seen.join());
  });

  it('a login policy keeps its secret, and no copy of it has it', async () => {
    key = { kind: 'loginPolicies', id: sandbox.ids.staffLoginPolicy };
    const secret = /"clientSecret":"(\w+)"/.exec(
      JSON.stringify(await service.members(key.kind, key.id)),
    )?.[1];
    assert.ok(secret);
    assert.match(await send(text => text.replace('Store Staff', 'Staff')), new RegExp(secret));
    assert.ok(!at.keptInTheOpen.includes(secret));
    assert.ok((await at.history.list(at.profile, key))[0]?.text.includes(secretPlaceholder));
  });

  it('a profile that is renamed during a reset keeps its new name, a removed one is not brought back', async () => {
    const { origin, customerId, clientId, clientSecret } = sandbox;
    const values = { name: 'second', origin, customerId, clientId };
    const second = await at.profiles.add(values, clientSecret);
    const spare = await at.holdSpare(service);
    const reset = await prepareSecretReset(at.deps, at.configuration, clientId);
    await at.profiles.remove(second);
    const { profile } = at;
    await updateProfile(at.profiles, { ...profile, name: 'renamed' });
    await resetClientSecret(at.deps, at.configurations.for(at.profiles.get('renamed')), reset);
    assert.deepEqual(
      at.profiles.all.map(({ name }) => name),
      ['renamed', spare.name],
    );
    assert.ok(await at.hasAccess(at.profiles.get('renamed')));
  });
});

describe('writes while a storage fails', () => {
  const steps = ['files.list', 'files.write', 'files.write unfinishedWrites', 'files.remove'];
  for (const step of steps) {
    for (const times of ['once', 'for good']) {
      it(`${step}, ${times}: the message says what the service has`, async () => {
        const sandbox = await startSandbox();
        try {
          const service = new Service(sandbox);
          const at = await ConfigurationWindow.open(sandbox);
          const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy };
          const deletion = await prepareDeletion(at.configuration, key);
          let failed = 0;
          at.faults.fails = (_, taken) => taken.startsWith(step) && (times === 'for good' || ++failed === 1);
          const error: unknown = await deleteResource(at.configuration, deletion).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          const isThere = (await service.members(key.kind, key.id)) !== undefined;
          assert.equal(error !== undefined, isThere);
          at.faults.fails = () => false;
          // A record that could not be removed is checked like any other.
          const left = (await new ConfigurationWindow(sandbox, at).pendingWrites.all()).length;
          assert.equal(left, step === 'files.remove' ? 1 : 0);
          // What was changed recently is read first, and stops nothing if it cannot be read.
          const isTolerated = step === 'files.remove' || (step === 'files.list' && times === 'once');
          assert.equal(isTolerated, error === undefined);
        } finally {
          await settled();
          await sandbox.stop();
          await closeAll();
        }
      });
    }
  }

  it('only warns if the record of a write cannot be removed', async () => {
    const sandbox = await startSandbox();
    try {
      const at = await ConfigurationWindow.open(sandbox);
      const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy };
      const deletion = await prepareDeletion(at.configuration, key);
      at.faults.fails = (_, step) => step.startsWith('files.remove unfinishedWrites');
      await deleteResource(at.configuration, deletion);
      assert.deepEqual(at.warnings, ['The record of a write could not be removed']);
    } finally {
      await settled();
      await sandbox.stop();
      await closeAll();
    }
  });
});
