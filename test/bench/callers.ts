import { requestAccessToken } from '../../src/api/tokenEndpoint';
import { Transport } from '../../src/api/transport';
import { ActiveScopes } from '../../src/vault/activeScopes';
import { ProfileStore } from '../../src/vault/profileStore';
import { TokenKeeper } from '../../src/vault/tokenKeeper';
import { TokenStore } from '../../src/vault/tokenStore';
import { FakeClock, FakeSecrets, FakeState } from '../support/fakes';
import type { CallersFigures } from './figures';
import { startTokenService } from './tokenService';

const callers = 1_000;

/** Lets a thousand callers ask for one and the same token at once, over HTTP, and counts the requests sent. */
export async function measureCallers(): Promise<CallersFigures> {
  const { origin, stop } = await startTokenService(20);
  let requests = 0;
  const transport = new Transport({
    fetch: (url, init) => {
      requests += 1;
      return globalThis.fetch(url, init);
    },
    log: () => undefined,
    now: () => performance.now(),
  });
  const secrets = new FakeSecrets();
  const workspaceState = new FakeState('workspaceState');
  const profiles = new ProfileStore({
    globalState: new FakeState('globalState'),
    workspaceState,
    secrets,
    newId: () => '1',
    window: 'bench',
    after: new FakeClock().after,
  });
  const keeper = new TokenKeeper({
    profiles,
    tokens: new TokenStore(secrets, Date.now),
    activeScopes: new ActiveScopes(workspaceState),
    issue: (profile, client, scope, signal) =>
      requestAccessToken(transport.send, profile, client, scope, signal),
    now: Date.now,
    mask: () => undefined,
    warn: () => undefined,
  });
  const profile = await profiles.add(
    {
      name: 'acme',
      origin,
      customerId: '00000000-0000-0000-0000-000000000000',
      clientId: '11111111-1111-1111-1111-111111111111',
    },
    'a secret of nobody',
  );
  try {
    const start = performance.now();
    await Promise.all(Array.from({ length: callers }, () => keeper.request(profile, '*:**')));
    return { callers, requests, ms: performance.now() - start };
  } finally {
    await transport.close();
    await stop();
  }
}
