import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index';
import { Administrator, assertErrors, members, requestToken, type Reply } from '../calls';

const userScopes = ['openid', 'profile', 'email', 'address', 'phone'];

/** The entries of a list, after its form is checked. */
function entries(reply: Reply, name: string): readonly Record<string, unknown>[] {
  const { total, _embedded } = members(reply) as { total: number; _embedded: Record<string, unknown> };
  const list = _embedded[name] as readonly Record<string, unknown>[];
  assert.deepEqual(Object.keys(_embedded), [name]);
  assert.equal(total, list.length);
  return list;
}

describe('sandbox: policies', () => {
  let sandbox: Sandbox;
  let administrator: Administrator;

  beforeEach(async () => {
    sandbox = await startSandbox();
    administrator = await Administrator.of(sandbox);
  });
  afterEach(() => sandbox.stop());

  for (const collection of ['tokenPolicies', 'loginPolicies']) {
    it(`lists ${collection} with id, title and a link that works`, async () => {
      const list = entries(await administrator.call('GET', collection), collection);
      assert.ok(list.length >= 3);
      for (const entry of list) {
        assert.deepEqual(Object.keys(entry), ['id', 'title', '_links']);
        const href = `/${sandbox.customerId}/config/${collection}/${String(entry['id'])}`;
        assert.deepEqual(entry['_links'], { self: { href } });
        const policy = members(await administrator.call('GET', `${collection}/${String(entry['id'])}`));
        assert.equal(policy['title'], entry['title']);
        assert.deepEqual(policy['_links'], { self: { href } });
      }
    });

    it(`400 for malformed JSON, 422 for JSON that is not an object, in ${collection}`, async () => {
      const notUtf8 = Uint8Array.from('{"title":"\xff"}', char => char.charCodeAt(0));
      const deep = `{"title":"x","customClaims":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      for (const body of ['{"title":', '', 'title=x', notUtf8, deep]) {
        assertErrors(await administrator.call('POST', collection, body), 400, 'Malformed JSON');
      }
      for (const body of ['[]', '"x"', 'null']) {
        assert.equal((await administrator.call('POST', collection, body)).status, 422, body);
      }
    });
  }

  describe('token policies', () => {
    const seeded = () => `tokenPolicies/${sandbox.ids.unusedTokenPolicy}`;

    it('come with a fresh sandbox', async () => {
      const { _links, ...policy } = members(
        await administrator.call('GET', `tokenPolicies/${sandbox.ids.readOnlyTokenPolicy}`),
      );
      assert.ok(_links);
      assert.deepEqual(policy, {
        id: sandbox.ids.readOnlyTokenPolicy,
        title: 'Configuration, read only',
        accessTokenLifetime: 600,
        refreshTokenLifetime: 7776000,
        allowedScopes: ['.:config/**'],
        useAccessJWT: false,
      });
    });

    it('POST answers with the bare id, and fills in the defaults', async () => {
      const reply = await administrator.call('POST', 'tokenPolicies', { title: 'New' });
      assert.equal(reply.status, 201);
      assert.match(reply.text, /^"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/);
      const id = reply.json as string;
      const { _links, ...policy } = members(await administrator.call('GET', `tokenPolicies/${id}`));
      assert.ok(_links);
      assert.deepEqual(policy, {
        id,
        title: 'New',
        accessTokenLifetime: 3600,
        refreshTokenLifetime: 7776000,
        allowedScopes: userScopes,
        useAccessJWT: false,
      });
    });

    it('PUT replaces: what is left out falls back to its default', async () => {
      const path = `tokenPolicies/${sandbox.ids.staffTokenPolicy}`;
      const reply = await administrator.call('PUT', path, { title: 'Renamed' });
      assert.equal(reply.status, 200);
      const after = members(await administrator.call('GET', path));
      assert.deepEqual(members(reply), after);
      assert.equal(after['title'], 'Renamed');
      assert.equal(after['accessTokenLifetime'], 3600);
      assert.equal(after['refreshTokenLifetime'], 7776000);
      assert.equal(after['useAccessJWT'], false);
      assert.deepEqual(after['allowedScopes'], userScopes);
    });

    it('PUT without allowedScopes on the configuration policy locks out', async () => {
      const path = `tokenPolicies/${sandbox.ids.configurationTokenPolicy}`;
      assert.equal((await administrator.call('PUT', path, { title: 'Configuration' })).status, 200);
      assert.equal((await requestToken(sandbox, '*:config/**')).scope, undefined);
    });

    it('PUT takes what GET gave', async () => {
      const before = await administrator.call('GET', seeded());
      assert.deepEqual((await administrator.call('PUT', seeded(), before.json)).json, before.json);
    });

    const invalid: readonly [body: Record<string, unknown>, errors: string][] = [
      [{}, "('title',) field required"],
      [{ title: null }, "('title',) none is not an allowed value"],
      [{ title: 1 }, "('title',) str type expected"],
      [{ title: ' ' }, "('title',) ensure this value has at least 1 characters"],
      [
        { title: 'x', accessTokenLifetime: 59 },
        "('accessTokenLifetime',) ensure this value is greater than or equal to 60",
      ],
      [
        { title: 'x', accessTokenLifetime: 3601 },
        "('accessTokenLifetime',) ensure this value is less than or equal to 3600",
      ],
      [{ title: 'x', accessTokenLifetime: '3600' }, "('accessTokenLifetime',) value is not a valid integer"],
      [{ title: 'x', accessTokenLifetime: 60.5 }, "('accessTokenLifetime',) value is not a valid integer"],
      [
        { title: 'x', refreshTokenLifetime: 59 },
        "('refreshTokenLifetime',) ensure this value is greater than or equal to 60",
      ],
      [
        { title: 'x', refreshTokenLifetime: 31557601 },
        "('refreshTokenLifetime',) ensure this value is less than or equal to 31557600",
      ],
      [{ title: 'x', allowedScopes: '*:**' }, "('allowedScopes',) value is not a valid list"],
      [{ title: 'x', allowedScopes: ['openid', 1] }, "('allowedScopes', 1) str type expected"],
      [{ title: 'x', useAccessJWT: 'yes' }, "('useAccessJWT',) value could not be parsed to a boolean"],
    ];
    for (const [body, errors] of invalid) {
      it(`refuses ${JSON.stringify(body)}`, async () => {
        const before = await administrator.call('GET', seeded());
        assertErrors(await administrator.call('POST', 'tokenPolicies', body), 422, errors);
        assertErrors(await administrator.call('PUT', seeded(), body), 422, errors);
        assert.deepEqual((await administrator.call('GET', seeded())).json, before.json);
      });
    }

    for (const body of [
      { title: 'x', accessTokenLifetime: 60, refreshTokenLifetime: 60 },
      { title: 'x', accessTokenLifetime: 3600, refreshTokenLifetime: 31557600 },
    ]) {
      it(`takes ${JSON.stringify(body)}`, async () => {
        assert.equal((await administrator.call('POST', 'tokenPolicies', body)).status, 201);
      });
    }

    it('keeps the id', async () => {
      const body = { id: sandbox.ids.staffTokenPolicy, title: 'x' };
      assertErrors(await administrator.call('PUT', seeded(), body), 422, 'id cannot be changed');
    });
  });

  describe('login policies', () => {
    const connectionDetails = {
      domain: 'x.example',
      applicationId: 'a',
      entityType: 'user',
      clientId: 'c',
      clientSecret: 'not-a-secret',
    };
    const body = {
      title: 'New',
      loginURL: 'https://login.example/auth-ui/login',
      identityStoreDetails: { type: 'janrainCapture', connectionDetails },
    };
    const path = () => `loginPolicies/${sandbox.ids.storefrontLoginPolicy}`;

    it('POST answers with the bare id; GET gives everything back, the owner’s secret in clear', async () => {
      const customClaims = { id_token: { tier: 'loyalty.tier' }, userinfo: {} };
      const reply = await administrator.call('POST', 'loginPolicies', { ...body, customClaims });
      assert.equal(reply.status, 201);
      const id = reply.json as string;
      assert.deepEqual((await administrator.call('GET', `loginPolicies/${id}`)).json, {
        id,
        ...body,
        customClaims,
        _links: { self: { href: `/${sandbox.customerId}/config/loginPolicies/${id}` } },
      });
    });

    it('PUT takes what GET gave, changed or not', async () => {
      const before = members(await administrator.call('GET', path()));
      assert.deepEqual((await administrator.call('PUT', path(), before)).json, before);
      const changed = { ...before, title: 'Renamed', loginURL: 'https://other.example/login' };
      assert.deepEqual((await administrator.call('PUT', path(), changed)).json, changed);
      assert.deepEqual((await administrator.call('GET', path())).json, changed);
    });

    it('PUT without custom claims takes them away', async () => {
      const before = members(await administrator.call('GET', path()));
      assert.ok('customClaims' in before);
      await administrator.call('PUT', path(), { ...before, customClaims: undefined });
      assert.equal('customClaims' in members(await administrator.call('GET', path())), false);
    });

    for (const name of ['id', 'title', 'loginURL', 'identityStoreDetails']) {
      it(`PUT must carry ${name}`, async () => {
        const before = members(await administrator.call('GET', path()));
        const reply = await administrator.call('PUT', path(), { ...before, [name]: undefined });
        assertErrors(reply, 422, `('${name}',) field required`);
      });
    }

    it('the identity store is fixed, down to the secret', async () => {
      const before = members(await administrator.call('GET', path())) as typeof body;
      const masked = structuredClone(before);
      masked.identityStoreDetails.connectionDetails.clientSecret = '********';
      const reply = await administrator.call('PUT', path(), masked);
      assertErrors(reply, 422, 'identityStoreDetails cannot be changed');
      assert.deepEqual((await administrator.call('GET', path())).json, before);
    });

    it('keeps the id', async () => {
      const before = members(await administrator.call('GET', path()));
      const reply = await administrator.call('PUT', path(), { ...before, id: sandbox.ids.staffLoginPolicy });
      assertErrors(reply, 422, 'id cannot be changed');
    });

    const store = body.identityStoreDetails;
    const invalid: readonly [change: Record<string, unknown>, errors: string][] = [
      [{ title: undefined }, "('title',) field required"],
      [{ loginURL: 'login' }, "('loginURL',) invalid or missing URL scheme"],
      [{ loginURL: 'javascript:x' }, "('loginURL',) invalid or missing URL scheme"],
      [{ identityStoreDetails: 'x' }, "('identityStoreDetails',) value is not a valid dict"],
      [
        { identityStoreDetails: { ...store, type: 'other' } },
        "('identityStoreDetails', 'type') value is not one of janrainCapture",
      ],
      [
        { identityStoreDetails: { ...store, connectionDetails: undefined } },
        "('identityStoreDetails', 'connectionDetails') field required",
      ],
      [
        {
          identityStoreDetails: { ...store, connectionDetails: { ...connectionDetails, domain: undefined } },
        },
        "('identityStoreDetails', 'connectionDetails', 'domain') field required",
      ],
      [{ customClaims: { id_token: { a: 1 } } }, "('customClaims', 'id_token', 'a') str type expected"],
      [{ customClaims: [] }, "('customClaims',) value is not a valid dict"],
    ];
    for (const [change, errors] of invalid) {
      it(`refuses ${JSON.stringify(change)}`, async () => {
        assertErrors(await administrator.call('POST', 'loginPolicies', { ...body, ...change }), 422, errors);
      });
    }

    it('push claims are a resource of their own, off by default', async () => {
      const id = (await administrator.call('POST', 'loginPolicies', body)).json as string;
      const pushClaims = `loginPolicies/${id}/pushClaims`;
      assert.deepEqual((await administrator.call('GET', pushClaims)).json, { enabled: false });
      const reply = await administrator.call('PUT', pushClaims, { enabled: true });
      assert.deepEqual([reply.status, reply.json], [200, { enabled: true }]);
      await administrator.call('PUT', `loginPolicies/${id}`, { id, ...body });
      assert.deepEqual((await administrator.call('GET', pushClaims)).json, { enabled: true });
      assertErrors(await administrator.call('PUT', pushClaims, {}), 422, "('enabled',) field required");
    });

    it('allowed response types are a resource of their own, which the policy does not show', async () => {
      const id = (await administrator.call('POST', 'loginPolicies', body)).json as string;
      const path = `loginPolicies/${id}/allowedResponseTypes`;
      const types = { allowedResponseTypes: ['code', 'id_token'] };
      const reply = await administrator.call('PUT', path, types);
      assert.deepEqual([reply.status, reply.json], [200, types]);
      await administrator.call('PUT', `loginPolicies/${id}`, { id, ...body });
      assert.deepEqual((await administrator.call('GET', path)).json, types);
      assert.ok(!('allowedResponseTypes' in members(await administrator.call('GET', `loginPolicies/${id}`))));
      for (const [wrong, errors] of [
        [{}, "('allowedResponseTypes',) field required"],
        [{ allowedResponseTypes: 'code' }, "('allowedResponseTypes',) value is not a valid list"],
        [
          { allowedResponseTypes: ['code', 'password'] },
          "('allowedResponseTypes', 1) value is not one of code, token, id_token, none",
        ],
      ] as const) {
        assertErrors(await administrator.call('PUT', path, wrong), 422, errors);
      }
    });

    it('has both options as bare values too', async () => {
      const bare = await startSandbox({ choices: { pushClaims: 'boolean', responseTypes: 'array' } });
      try {
        const at = await Administrator.of(bare);
        const path = `loginPolicies/${bare.ids.storefrontLoginPolicy}`;
        for (const [option, before, after] of [
          ['pushClaims', false, true],
          ['allowedResponseTypes', ['code'], ['code', 'token']],
        ] as const) {
          assert.deepEqual((await at.call('GET', `${path}/${option}`)).json, before);
          assert.equal((await at.call('PUT', `${path}/${option}`, JSON.stringify(after))).status, 200);
          assert.deepEqual((await at.call('GET', `${path}/${option}`)).json, after);
          assert.equal((await at.call('PUT', `${path}/${option}`, { [option]: after })).status, 422);
        }
      } finally {
        await bare.stop();
      }
    });
  });

  describe('deleting', () => {
    for (const [collection, name] of [
      ['tokenPolicies', 'unusedTokenPolicy'],
      ['loginPolicies', 'unusedLoginPolicy'],
    ] as const) {
      it(`takes an unused policy away from ${collection}`, async () => {
        const path = `${collection}/${sandbox.ids[name]}`;
        const reply = await administrator.call('DELETE', path);
        assert.deepEqual([reply.status, reply.text], [204, '']);
        assertErrors(await administrator.call('GET', path), 404, 'Not Found');
        assertErrors(await administrator.call('DELETE', path), 404, 'Not Found');
      });
    }

    it('refuses a token policy in use, with the paths of the clients in a string', async () => {
      const path = `tokenPolicies/${sandbox.ids.mobileTokenPolicy}`;
      const client = `/customers/${sandbox.customerId}/clients/${sandbox.ids.mobileClient}`;
      assertErrors(await administrator.call('DELETE', path), 409, `["${client}"]\n`);
      assert.equal((await administrator.call('GET', path)).status, 200);
    });

    it('refuses a login policy in use, with a quotation mark lost', async () => {
      const path = `loginPolicies/${sandbox.ids.storefrontLoginPolicy}`;
      const clients = `/customers/${sandbox.customerId}/clients`;
      const { storefrontClient, mobileClient } = sandbox.ids;
      const errors = `[${clients}/${storefrontClient}","${clients}/${mobileClient}"]\n`;
      assertErrors(await administrator.call('DELETE', path), 409, errors);
      assert.equal((await administrator.call('GET', path)).status, 200);
    });

    it('allows a lockout: first the client, then its policy', async () => {
      const path = `tokenPolicies/${sandbox.ids.configurationTokenPolicy}`;
      assert.equal((await administrator.call('DELETE', path)).status, 409);
      await administrator.call('DELETE', `clients/${sandbox.ids.configurationClient}`);
      assert.equal((await administrator.call('DELETE', path)).status, 204);
    });
  });
});
