import assert from 'node:assert/strict';
import { ConfigurationApi } from '../../../src/api/configuration/configurationApi';
import { readDiscoveryText } from '../../../src/api/token/discovery';
import { introspectToken } from '../../../src/api/token/introspection';
import { revokeToken } from '../../../src/api/token/revocation';
import { requestAccessToken } from '../../../src/api/token/tokenEndpoint';
import { readSnapshot } from '../../../src/configuration/readSnapshot';
import type { ResourceKind } from '../../../src/core/resources/resource';
import { type Choices, type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index';
import { choiceValues } from '../../../src/sandbox/service/choices';
import { ConfigurationTokens } from '../../../src/tokens/configurationTokens';
import { problemOf, settled } from '../../support/fakes';
import { closeAll, newTransport } from '../api/servers';
import { TokenServiceFixture } from './tokenServiceFixture';

/** Several choices differ from the likelier value at the same time. */
const combinations: readonly Partial<Choices>[] = [
  { basic: 'encoded', wrongSecret: 'badRequest' },
  { basic: 'encoded', wrongSecret: 'page' },
  { basic: 'raw', wrongSecret: 'forbidden' },
  { refusedScope: 'invalidScope', narrowerScope: 'notAllowed', errors: 'problem' },
  { expiresIn: 'leftOut', introspection: 'least' },
  { issuer: 'withoutCustomer', expiresIn: 'leftOut', basic: 'raw' },
  {
    expiresIn: 'leftOut',
    grantedScope: 'leftOut',
    refusedScope: 'invalidScope',
    narrowerScope: 'notAllowed',
  },
  { created: 'location', replaced: 'empty', entries: 'idOnly', nextPage: 'garbled', inUseStatus: 403 },
  { errors: 'list', inUseStatus: 403, invalidStatus: 400 },
];

/** What everything need not work with: without the configuration, the message says which host is needed. */
const unusable: readonly unknown[] = ['elsewhere', 'absent'];

/** Each choice has its likelier value except in its own cases and in the combinations. */
const cases: readonly Partial<Choices>[] = [
  {},
  ...Object.entries(choiceValues).flatMap(([name, [, ...others]]) =>
    others.filter(value => !unusable.includes(value)).map(value => ({ [name]: value })),
  ),
  ...combinations,
];

const secret = 'wröng: 100% +/&=?';

describe('a service that', () => {
  let at: TokenServiceFixture;
  let sandbox: Sandbox;
  let tokens: ConfigurationTokens | undefined;

  beforeEach(() => {
    at = new TokenServiceFixture();
  });
  afterEach(async () => {
    tokens?.dispose();
    tokens = undefined;
    await settled();
    await closeAll();
    await sandbox.stop();
  });

  async function begin(options: SandboxOptions) {
    sandbox = await startSandbox(options);
    const { send } = newTransport();
    const { origin, customerId, clientId, clientSecret } = sandbox;
    const profile = await at.profiles.add({ name: 'acme', origin, customerId, clientId }, clientSecret);
    tokens = new ConfigurationTokens({
      profiles: at.profiles,
      tokenService: at.tokenService,
      requestToken: (owner, client, scope, signal) => requestAccessToken(send, owner, client, scope, signal),
      now: at.clock.now,
      mask: () => undefined,
    });
    const configuration = new ConfigurationApi({ send, profile, authorize: tokens.authorizeFor(profile) });
    const request = (scope: string, clientSecretSent = clientSecret, asked = clientId) =>
      requestAccessToken(send, profile, { clientId: asked, clientSecret: clientSecretSent }, scope);
    return { send, profile, configuration, request };
  }

  for (const chosen of cases) {
    describe(`does ${JSON.stringify(chosen)}`, () => {
      it('issues tokens whose life and scope are known, and refuses a wrong secret', async () => {
        const { send, profile, request } = await begin({ choices: chosen });
        const issued = await request('*:**');
        assert.deepEqual([issued.scope, issued.expiresIn], ['*:**', 3600]);
        const said = await introspectToken(send, profile, sandbox, issued.accessToken);
        assert.deepEqual([said.isActive, said.scope], [true, '*:**']);
        await revokeToken(send, profile, sandbox, issued.accessToken);
        assert.equal((await introspectToken(send, profile, sandbox, issued.accessToken)).isActive, false);
        for (const wrong of ['wrong', secret]) {
          const problem = await problemOf(request('*:**', wrong), 'invalidClient');
          assert.match(problem.message, /does not accept the client ID .* with this secret/);
        }
        const { readOnlyClient } = sandbox.ids;
        const more = request('*:webhooks/**', sandbox.secrets.readOnlyClient, readOnlyClient);
        if (chosen.refusedScope === 'invalidScope') {
          assert.match(
            (await problemOf(more, 'nothingGranted')).message,
            /refuses the scope \*:webhooks\/\*\*/,
          );
        } else {
          assert.equal((await more).scope, '');
        }
      });

      it('has a configuration that can be read and changed', async () => {
        const { configuration, send, profile } = await begin({ choices: chosen, pageSize: 2 });
        const snapshot = await readSnapshot({
          api: configuration,
          profile,
          readDiscovery: () => readDiscoveryText(send, profile),
        });
        const { resources, loginPolicyOptions, discovery, unread } = snapshot;
        assert.deepEqual([resources.length, loginPolicyOptions.size, unread], [14, 3, []]);
        assert.match(discovery ?? '', /"issuer"/);
        const { ids } = sandbox;
        const options = loginPolicyOptions.get(ids.staffLoginPolicy);
        // Sent back in the same form.
        const pushClaims = options?.pushClaims?.replace('true', 'false') ?? assert.fail();
        const responseTypes =
          options?.allowedResponseTypes?.replace('"id_token"', '"token"') ?? assert.fail();
        for (const [option, body] of [
          ['pushClaims', pushClaims],
          ['allowedResponseTypes', responseTypes],
        ] as const) {
          assert.notEqual(body, options?.[option]);
          await configuration.replaceOption(ids.staffLoginPolicy, option, body);
          assert.equal(await configuration.readOption(ids.staffLoginPolicy, option), body);
        }
        const model = (kind: ResourceKind, id: string, title: object) => {
          const { members } = resources.find(each => each.id === id) ?? assert.fail(kind);
          const { id: _, _links, ...others } = members;
          return JSON.stringify({ ...others, ...title });
        };
        const made: readonly [ResourceKind, string][] = [
          ['tokenPolicies', model('tokenPolicies', ids.unusedTokenPolicy, { title: 'New' })],
          ['loginPolicies', model('loginPolicies', ids.unusedLoginPolicy, { title: 'New' })],
          ['clients', model('clients', ids.staffClient, { name: 'New' })],
        ];
        for (const [kind, body] of made) {
          const id = await configuration.create(kind, body);
          const resource = await configuration.read(kind, id);
          assert.equal(resource.title, 'New');
          await configuration.replace(kind, id, resource.body.replace('"New"', '"Newer"'));
          assert.equal((await configuration.read(kind, id)).title, 'Newer');
          await configuration.remove(kind, id);
          await problemOf(configuration.read(kind, id), 'gone');
        }
      });

      it('gives a reason when it refuses something', async () => {
        const { configuration } = await begin({ choices: chosen });
        const { unusedTokenPolicy, staffTokenPolicy, staffClient } = sandbox.ids;
        const refused = await problemOf(
          configuration.replace('tokenPolicies', unusedTokenPolicy, '{}'),
          'refusedByService',
        );
        assert.match(refused.message, /\('title',\) field required/);
        const inUse = await problemOf(configuration.remove('tokenPolicies', staffTokenPolicy), 'inUse');
        assert.deepEqual(inUse.facts.usedBy, [staffClient]);
        const { body } = await configuration.read('clients', staffClient);
        const again = await problemOf(configuration.create('clients', body), 'refusedByService');
        assert.match(again.message, /A client with this name already exists/);
      });
    });
  }

  for (const basic of choiceValues.basic) {
    it(`takes ${basic} spelling of a secret that has two`, async () => {
      const { request, configuration } = await begin({ choices: { basic }, newSecret: () => secret });
      assert.equal((await request('.:config/**')).scope, '.:config/**');
      assert.equal(await configuration.readSecret(sandbox.clientId), secret);
      await problemOf(request('.:config/**', `${secret}%`), 'invalidClient');
    });
  }
});
