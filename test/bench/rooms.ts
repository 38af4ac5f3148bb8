import { requestAccessToken } from '../../src/api/tokenEndpoint';
import type { Send } from '../../src/api/transport';
import { ActiveScopes } from '../../src/vault/activeScopes';
import { ProfileStore } from '../../src/vault/profileStore';
import { TokenKeeper, type TokenKeeperPorts } from '../../src/vault/tokenKeeper';
import { TokenStore } from '../../src/vault/tokenStore';
import { FakeClock, FakeSecrets, FakeState } from '../support/fakes';

/** The vault as in a window, on storages in memory. */
export function newRooms(send: Send): TokenKeeperPorts & { readonly keeper: TokenKeeper } {
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
  const ports: TokenKeeperPorts = {
    profiles,
    tokens: new TokenStore(secrets, Date.now),
    activeScopes: new ActiveScopes(workspaceState),
    issue: (profile, client, scope, signal) => requestAccessToken(send, profile, client, scope, signal),
    now: Date.now,
    mask: () => undefined,
    warn: () => undefined,
  };
  return { ...ports, keeper: new TokenKeeper(ports) };
}
