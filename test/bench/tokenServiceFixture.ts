import type { Send } from '../../src/api/http';
import { requestAccessToken } from '../../src/api/token/tokenEndpoint';
import { ActiveScopes } from '../../src/storage/activeScopes';
import { ProfileStore } from '../../src/storage/profileStore';
import { TokenStore } from '../../src/storage/tokenStore';
import { TokenService, type TokenServiceDeps } from '../../src/tokens/tokenService';
import { FakeClock, FakeSecrets, FakeState } from '../support/fakes';

/** The vault as in a window, on storages in memory. */
export function createTokenService(send: Send): TokenServiceDeps & { readonly tokenService: TokenService } {
  const secrets = new FakeSecrets();
  const workspaceState = new FakeState('workspaceState');
  const profiles = new ProfileStore({
    globalState: new FakeState('globalState'),
    workspaceState,
    secrets,
    newId: () => '1',
    windowId: 'bench',
    after: new FakeClock().after,
  });
  const deps: TokenServiceDeps = {
    profiles,
    tokens: new TokenStore(secrets, Date.now),
    activeScopes: new ActiveScopes(workspaceState),
    issue: (profile, client, scope, signal) => requestAccessToken(send, profile, client, scope, signal),
    now: Date.now,
    mask: () => undefined,
    warn: () => undefined,
    withProgress: (_, run) => run(new AbortController().signal),
  };
  return { ...deps, tokenService: new TokenService(deps) };
}
