import assert from 'node:assert/strict';
import { requestAccessToken } from '../../../src/api/token/tokenEndpoint';
import { proveClient } from '../../../src/configuration/accessProof';
import { type Choices, type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { problemOf, profileWith } from '../../support/fakes';
import { closeAll, newTransport } from '../api/servers';

describe('proveClient', () => {
  let sandbox: Sandbox;

  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  async function prove(choices: Partial<Choices>, client?: (at: Sandbox) => [id: string, secret: string]) {
    sandbox = await startSandbox({ choices });
    const { origin, customerId } = sandbox;
    const [clientId, clientSecret] = client?.(sandbox) ?? [sandbox.clientId, sandbox.clientSecret];
    const { send } = newTransport();
    const deps = {
      profiles: { all: [], readWithSecret: () => assert.fail('The secret is given.') },
      requestToken: (
        ...[owner, asking, scope, signal]: [
          typeof profile,
          { clientId: string; clientSecret: string },
          string,
          AbortSignal,
        ]
      ) => requestAccessToken(send, owner, asking, scope, signal),
      send,
      mask: () => undefined,
    };
    const profile = profileWith({ origin, customerId, clientId });
    return proveClient(deps, profile, { clientId, clientSecret }, new AbortController().signal);
  }

  const services: readonly Partial<Choices>[] = [
    {},
    { narrowerScope: 'notAllowed' },
    { refusedScope: 'invalidScope' },
    { narrowerScope: 'notAllowed', refusedScope: 'invalidScope' },
    { grantedScope: 'leftOut', narrowerScope: 'notAllowed' },
  ];
  for (const choices of services) {
    it(`finds access at a service that does ${JSON.stringify(choices)}`, async () => {
      const { client, policy } = await prove(choices);
      assert.deepEqual([client.id, policy.id], [sandbox.clientId, sandbox.ids.configurationTokenPolicy]);
    });

    it(`finds none of a client that only reads, at a service that does ${JSON.stringify(choices)}`, async () => {
      const proved = prove(choices, ({ ids, secrets }) => [ids.readOnlyClient, secrets.readOnlyClient]);
      await problemOf(proved, 'nothingGranted');
    });
  }
});
