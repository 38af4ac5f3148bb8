import type { Send } from '../../src/api/http';
import { requestAccessToken } from '../../src/api/token/tokenEndpoint';
import { Transport } from '../../src/api/transport/transport';
import { ProfileStore } from '../../src/storage/profiles/profileStore';
import { ActiveScopes } from '../../src/storage/tokens/activeScopes';
import { TokenStore } from '../../src/storage/tokens/tokenStore';
import type { RequestToken } from '../../src/tokens/newToken';
import { TokenService, type TokenServiceDeps } from '../../src/tokens/tokenService';
import { FakeClock, FakeSecrets, FakeState } from '../support/fakes';
import { unknownClient } from './unknownClient';

/** A token service as in a window, with its storage in memory. */
export function createTokenService(
  requestToken: RequestToken,
  { now = Date.now, mask = () => undefined }: Partial<Pick<TokenServiceDeps, 'now' | 'mask'>> = {},
): TokenServiceDeps & {
  readonly profiles: ProfileStore;
  readonly secrets: FakeSecrets;
  readonly tokenService: TokenService;
} {
  const secrets = new FakeSecrets();
  const workspaceState = new FakeState('workspaceState');
  const profiles = new ProfileStore({
    globalState: new FakeState('globalState'),
    workspaceState,
    secrets,
    newId: () => '1',
    windowId: 'bench',
    runId: 'run',
    // A clock that does not move: nothing is repeated after a profile was written.
    after: new FakeClock().after,
    mask: () => undefined,
  });
  const deps = {
    profiles,
    tokens: new TokenStore(secrets, now),
    activeScopes: new ActiveScopes(workspaceState),
    requestToken,
    now,
    mask,
    warn: () => undefined,
    withProgress: <T>(_: string, run: (signal: AbortSignal) => Promise<T>) =>
      run(new AbortController().signal),
  };
  return { ...deps, secrets, tokenService: new TokenService(deps) };
}

/** Our transport, and the number of its requests so far. */
export function countingTransport(): { readonly send: Send; readonly sent: () => number } {
  let requests = 0;
  const { send } = new Transport({
    fetch: (url, init) => {
      requests += 1;
      return globalThis.fetch(url, init);
    },
    log: () => undefined,
    now: () => performance.now(),
  });
  return { send, sent: () => requests };
}

/** Requests tokens from a service. */
export function requestWith(send: Send): RequestToken {
  return (profile, client, scope, signal) => requestAccessToken(send, profile, client, scope, signal);
}

/** Adds a profile for a client that no service knows. */
export function addProfileOfNobody(
  profiles: ProfileStore,
  origin = 'https://v1.api.us.janrain.com',
): ReturnType<ProfileStore['add']> {
  const { clientSecret, ...client } = unknownClient;
  return profiles.add({ name: 'acme', origin, ...client }, clientSecret);
}
