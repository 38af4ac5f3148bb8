import assert from 'node:assert/strict';
import { ResourceCache } from '../../../../src/configuration/resourceCache';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import {
  type PreparedChange,
  isConflict,
  prepareChange,
  prepareConfirmed,
} from '../../../../src/configuration/writes/prepareChange';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Choices, type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { problemOf } from '../../../support/fakes';
import { configurationApiFor } from '../../api/configuration/apiFixture';
import { closeAll } from '../../api/servers';
import { Administrator } from '../../sandbox/calls';
import { ConfigurationWindow, Service } from '../windowFixture';

/** What keeps access is tested with `Guard`. */
const guard = {
  begin: () => undefined,
  check: () => Promise.resolve({ kind: 'allowed' } as const),
};

describe('prepareChange', () => {
  let sandbox: Sandbox;
  let resourceCache: ResourceCache;

  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  async function begin(choices: Partial<Choices> = {}): Promise<Administrator> {
    sandbox = await startSandbox({ choices });
    resourceCache = new ResourceCache(configurationApiFor(sandbox).configuration);
    return Administrator.of(sandbox);
  }

  /** The change that an edit of the document of a resource makes. */
  async function prepare(key: ResourceKey, from: string | RegExp, to: string): Promise<PreparedChange> {
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edited = base.replace(from, to);
    assert.notEqual(edited, base);
    const change = await prepareChange(resourceCache, guard, key, { edited, base });
    assert.ok(change && !isConflict(change));
    return change;
  }

  it('accepts a changed title when the service returns strings for numbers and flags', async () => {
    const administrator = await begin({ textNumbers: 'kept' });
    const id = sandbox.ids.unusedTokenPolicy;
    const texts = { accessTokenLifetime: '1800', refreshTokenLifetime: '7776000', useAccessJWT: 'false' };
    await administrator.call('PUT', `tokenPolicies/${id}`, {
      title: 'Old',
      allowedScopes: ['openid'],
      ...texts,
    });
    const { warnings, body } = await prepare({ kind: 'tokenPolicies', id }, '"Old"', '"New"');
    assert.deepEqual(warnings, []);
    await resourceCache.api.replace('tokenPolicies', id, body);
    const { members } = await resourceCache.read({ kind: 'tokenPolicies', id });
    assert.deepEqual({ ...members, ...texts, title: 'New' }, members);
  });

  it('accepts a renamed client with a loopback redirect URI', async () => {
    const administrator = await begin();
    const id = sandbox.ids.staffClient;
    const { members } = await resourceCache.read({ kind: 'clients', id });
    const redirectURIs = ['http://127.0.0.1', 'https://localhost:3001/redirect_uri'];
    assert.equal(
      (await administrator.call('PUT', `clients/${id}`, { ...members, redirectURIs })).status,
      200,
    );
    const { body } = await prepare({ kind: 'clients', id }, 'Nordhaven Store Staff', 'Renamed');
    await resourceCache.api.replace('clients', id, body);
    assert.equal((await resourceCache.read({ kind: 'clients', id })).title, 'Renamed');
  });

  it('lists omitted members without their secrets', async () => {
    await begin();
    const { id } = (await resourceCache.api.list('loginPolicies')).entries[0] ?? { id: '' };
    const key = { kind: 'loginPolicies', id } as const;
    const read = await resourceCache.read(key);
    const kept = {
      ...read,
      body: JSON.stringify({
        ...read.members,
        topSecret: 'T0P',
        webhook: { url: 'https://x', sharedSecrets: ['S3CR3T'] },
      }),
    };
    const base = toDocumentText(kept.body);
    const { title, loginURL, identityStoreDetails } = JSON.parse(base) as Record<string, unknown>;
    const edited = JSON.stringify({ id, title, loginURL, identityStoreDetails });
    const change = await prepareChange({ read: () => Promise.resolve(kept) }, guard, key, { edited, base });
    assert.ok(change && !isConflict(change));
    const left = change.omittedMembers.map(({ name, now }) => `${name} ${now}`).join();
    assert.match(
      left,
      /topSecret "••••••••".*webhook \{"url":"https:\/\/x","sharedSecrets":\["••••••••"\]\}/,
    );
  });

  for (const policyTakenAway of ['refused', 'kept'] as const) {
    it(`refuses to remove the policy of a client, even if the service has it as ${policyTakenAway}`, async () => {
      await begin({ policyTakenAway });
      const key = { kind: 'clients', id: sandbox.ids.staffClient } as const;
      const before = sandbox.received.length;
      const problem = await problemOf(prepare(key, /\s*"loginPolicy".*/, ''), 'invalidInput');
      assert.match(problem.message, /Nothing was sent.*loginPolicy of a client cannot be removed/);
      assert.ok(!sandbox.received.slice(before).some(({ method }) => method === 'PUT'));
      // What an older version of ours, or somebody else, sends.
      const { name, type, tokenPolicy, loginPolicy } = (await resourceCache.read(key)).members;
      const sent = resourceCache.api.replace('clients', key.id, JSON.stringify({ name, type, tokenPolicy }));
      if (policyTakenAway === 'refused') await problemOf(sent, 'refusedByService');
      else await sent;
      assert.equal((await resourceCache.read(key)).members['loginPolicy'], loginPolicy);
    });
  }
});

describe('prepareConfirmed', () => {
  let sandbox: Sandbox;
  let window: ConfigurationWindow;

  beforeEach(async () => {
    sandbox = await startSandbox();
    window = await ConfigurationWindow.open(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  /** Prepares a change of the policy that this profile's access depends on; `meanwhile` runs while a title is typed. */
  async function confirmed(change: [from: string, to: string], meanwhile: () => Promise<unknown>) {
    const key = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy } as const;
    const { resourceCache, guard } = window.configuration;
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edited = base.replace(...change);
    assert.notEqual(edited, base);
    let asked = 0;
    const found = prepareConfirmed(
      check => prepareChange(resourceCache, guard, key, { edited, base, confirmed: check }),
      async ({ lockoutCheck }) => {
        assert.equal(lockoutCheck.kind, 'confirm');
        asked += 1;
        await meanwhile();
      },
    );
    return found.finally(() => {
      assert.equal(asked, 1);
    });
  }

  it('finds what somebody else changed while a title was typed', async () => {
    const service = new Service(sandbox);
    const found = await confirmed(['3600', '3000'], () =>
      service.change('tokenPolicies', sandbox.ids.configurationTokenPolicy, { accessTokenLifetime: 1234 }),
    );
    assert.ok(found && isConflict(found));
    assert.match(found.theirs, /1234/);
  });

  it('refuses what would take the last access by the time the title was typed', async () => {
    const spare = await window.createSpare();
    const change = await confirmed(['"*:**"', '".:**"'], () =>
      new Service(sandbox).change('clients', spare.clientId, { tokenPolicy: sandbox.ids.mobileTokenPolicy }),
    );
    assert.ok(change && !isConflict(change));
    const { message } = await problemOf(applyChange(window.configuration, change), 'lockOut');
    assert.match(message, /last configuration access/);
    assert.ok(!window.sent.some(request => request.startsWith('PUT')));
    assert.deepEqual(await window.pendingWrites.all(), []);
  });

  it('reads the resource again after a title was typed, and proves access once, right before it is sent', async () => {
    const policy = `config/tokenPolicies/${sandbox.ids.configurationTokenPolicy}`;
    let typedAt = 0;
    const change = await confirmed(['3600', '3000'], () => {
      typedAt = window.sent.length;
      return Promise.resolve();
    });
    assert.ok(change && !isConflict(change));
    assert.deepEqual(window.sent.slice(typedAt), [`GET ${policy}`]);
    await applyChange(window.configuration, change);
    const sentAt = window.sent.indexOf(`PUT ${policy}`);
    // Except for the token of the request itself.
    const proof = window.sent.slice(typedAt + 1, sentAt).filter(request => request.startsWith('GET'));
    // The policy is read once more at last: the proof takes time.
    assert.equal(proof.at(-1), `GET ${policy}`);
    assert.deepEqual(proof.sort(), [
      `GET config/clients/${sandbox.clientId}`,
      `GET ${policy}`,
      `GET ${policy}`,
    ]);
  });

  it('proves access again at once if there was none, since a change without access is sent without a proof', async () => {
    const { resourceCache } = window.configuration;
    const key = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy } as const;
    const base = toDocumentText((await resourceCache.read(key)).body);
    const edit = { edited: base.replace('3600', '3000'), base };
    const checks: string[] = [];
    const guardWithout = {
      ...guard,
      check: () => {
        checks.push('proved');
        const isWithout = { title: 'x', why: 'There is none.', isWithoutAccess: true };
        return Promise.resolve({ kind: 'confirm', ...isWithout } as const);
      },
    };
    await prepareConfirmed(
      check => prepareChange(resourceCache, guardWithout, key, { ...edit, confirmed: check }),
      () => Promise.resolve(),
    );
    assert.equal(checks.length, 2);
  });

  it('keeps the change that was confirmed if nothing else happened', async () => {
    const found = await confirmed(['3600', '3000'], () => Promise.resolve());
    assert.ok(found && !isConflict(found));
    assert.match(found.body, /3000/);
  });
});
