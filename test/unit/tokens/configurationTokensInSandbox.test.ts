import assert from 'node:assert/strict';
import { ConfigurationApi } from '../../../src/api/configuration/configurationApi';
import { readDiscoveryText } from '../../../src/api/token/discovery';
import { requestAccessToken } from '../../../src/api/token/tokenEndpoint';
import { readSnapshot } from '../../../src/configuration/readSnapshot';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { ConfigurationTokens } from '../../../src/tokens/configurationTokens';
import { problemOf, settled } from '../../support/fakes';
import { updateProfile } from '../../support/updateProfile';
import { closeAll, newTransport } from '../api/servers';
import { postForm } from '../sandbox/calls';
import { TokenServiceFixture } from './tokenServiceFixture';

describe('The configuration with tokens of a profile, against the sandbox', () => {
  let at: TokenServiceFixture;
  let sandbox: Sandbox;
  let tokens: ConfigurationTokens;

  beforeEach(async () => {
    sandbox = await startSandbox();
    at = new TokenServiceFixture();
  });
  afterEach(async () => {
    tokens.dispose();
    await settled();
    await closeAll();
    await sandbox.stop();
  });

  async function open(clientId: string, clientSecret: string) {
    const { send } = newTransport();
    const { origin, customerId } = sandbox;
    const profile = await at.profiles.add({ name: 'acme', origin, customerId, clientId }, clientSecret);
    tokens = new ConfigurationTokens({
      profiles: at.profiles,
      tokenService: at.tokenService,
      requestToken: (owner, client, scope, signal) => requestAccessToken(send, owner, client, scope, signal),
      now: at.clock.now,
      mask: () => undefined,
    });
    return new ConfigurationApi({ send, profile, authorize: tokens.authorizeFor(profile) });
  }

  it('uses one token for each list, and none for each resource or option', async () => {
    const api = await open(sandbox.clientId, sandbox.clientSecret);
    const readDiscovery = () => readDiscoveryText(newTransport().send, sandbox);
    const { resources, unread } = await readSnapshot({ api, profile: sandbox, readDiscovery });
    assert.deepEqual([resources.length, unread, sandbox.issued.length], [14, [], 3]);
  });

  it('a token that the service no longer accepts is replaced without a message', async () => {
    const configuration = await open(sandbox.clientId, sandbox.clientSecret);
    await configuration.list('clients');
    await postForm(sandbox, 'token/revoke', { token: sandbox.issued.at(-1) ?? '' });
    assert.equal((await configuration.list('clients')).entries.length, 5);
    assert.equal((await configuration.list('clients')).entries.length, 5);
    assert.equal(sandbox.issued.length, 2);
  });

  it('a scope that the client’s policy does not allow is not tried, and is named in the error', async () => {
    const { readOnlyClient, unusedTokenPolicy: id } = sandbox.ids;
    const configuration = await open(readOnlyClient, sandbox.secrets.readOnlyClient);
    assert.equal((await configuration.read('tokenPolicies', id)).id, id);
    const problem = await problemOf(configuration.remove('tokenPolicies', id), 'nothingGranted');
    assert.ok(problem.message.includes(`*:config/tokenPolicies/${id}`), problem.message);
    assert.equal(problem.facts.isOutcomeUnknown ?? false, false);
    assert.ok(!sandbox.received.some(({ method }) => method === 'DELETE'));
  });

  it('continues with the new secret after a reset', async () => {
    const configuration = await open(sandbox.clientId, sandbox.clientSecret);
    const secret = await configuration.resetSecret(sandbox.clientId);
    const [profile] = at.profiles.all;
    assert.ok(profile);
    await updateProfile(at.profiles, profile, secret);
    assert.equal(await configuration.readSecret(sandbox.clientId), secret);
  });
});
