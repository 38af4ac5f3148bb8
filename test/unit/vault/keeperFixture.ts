import type { IssuedToken } from '../../../src/api/tokenEndpoint';
import type { ClientCredentials } from '../../../src/core/basicAuthorization';
import type { Profile, ProfileValues } from '../../../src/core/profile';
import { ActiveScopes } from '../../../src/vault/activeScopes';
import { ProfileStore } from '../../../src/vault/profileStore';
import { TokenKeeper } from '../../../src/vault/tokenKeeper';
import type { IssueToken } from '../../../src/vault/tokenRequests';
import { TokenStore } from '../../../src/vault/tokenStore';
import {
  type Deferred,
  deferred,
  FakeClock,
  FakeSecrets,
  FakeState,
  profileWith,
  settled,
  StorageFaults,
} from '../../support/fakes';

/** A request that reached the service. */
export interface Asked extends Deferred<IssuedToken> {
  readonly profile: Profile;
  readonly client: ClientCredentials;
  readonly scope: string;
  readonly signal: AbortSignal;
}

let windows = 0;

/** A keeper on fake storages, and a service that answers when the test says so. */
export class KeeperFixture {
  readonly faults = new StorageFaults();
  readonly clock = new FakeClock();
  readonly globalState = new FakeState('globalState', this.faults);
  readonly workspaceState: FakeState;
  readonly secrets = new FakeSecrets(this.faults);
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  readonly keeper: TokenKeeper;
  /** What the service was asked, in turn. */
  readonly asked: Asked[] = [];
  readonly masked = new Set<string>();
  readonly warnings: string[] = [];
  /** `status` at each change, as `profile token requesting`. */
  readonly seen: string[] = [];
  /** Whether the service goes on when a request is aborted. */
  isDeaf = false;
  /** Not that of another fixture. */
  readonly window = `window ${++windows}`;
  #ids = 0;

  /**
   * @param before whose storages it has: the window of before, or another one
   * @param workspaceState of another workspace; that of before otherwise
   */
  constructor(before?: KeeperFixture, workspaceState?: FakeState) {
    this.workspaceState =
      workspaceState ?? before?.workspaceState ?? new FakeState('workspaceState', this.faults);
    if (before) {
      this.globalState = before.globalState;
      this.secrets = before.secrets;
      this.faults = before.faults;
      this.clock = before.clock;
    }
    this.profiles = new ProfileStore({
      globalState: this.globalState,
      workspaceState: this.workspaceState,
      secrets: this.secrets,
      newId: () => `id${++this.#ids}`,
      window: this.window,
      // Timers of its own: tests count those of the tokens.
      after: new FakeClock().after,
    });
    this.tokens = new TokenStore(this.secrets, this.clock.now);
    this.keeper = new TokenKeeper({
      profiles: this.profiles,
      tokens: this.tokens,
      activeScopes: new ActiveScopes(this.workspaceState),
      issue: this.ask,
      now: this.clock.now,
      mask: value => this.masked.add(value),
      warn: message => this.warnings.push(message),
    });
    this.keeper.onDidChange(() => {
      this.seen.push(this.picture());
    });
  }

  /** The way to the service. */
  readonly ask: IssueToken = (profile, client, scope, signal) => {
    const request = { ...deferred<IssuedToken>(), profile, client, scope, signal };
    signal.addEventListener('abort', () => {
      if (!this.isDeaf) request.reject(signal.reason);
    });
    this.asked.push(request);
    return request.promise;
  };

  picture(): string {
    const { profile, token, isRequesting } = this.keeper.status;
    return [profile?.name ?? '-', token?.value ?? '-', ...(isRequesting ? ['requesting'] : [])].join(' ');
  }

  /** Keeps a profile of that name, active; its secret is `secret of <name>`. */
  async addProfile(name = 'acme', more: Partial<ProfileValues> = {}): Promise<Profile> {
    const { id: _, ...values } = profileWith({ name, ...more });
    const profile = await this.profiles.add(values, `secret of ${name}`);
    await settled();
    return profile;
  }

  /** From now on the key store takes its time to answer. */
  slowDown(): void {
    const get = this.secrets.get.bind(this.secrets);
    this.secrets.get = async key => {
      await settled();
      return get(key);
    };
  }

  /** The request with that number, as soon as it reached the service. */
  async arrival(index = this.asked.length): Promise<Asked> {
    for (let turns = 0; turns < 20; turns++) {
      const request = this.asked[index];
      if (request) return request;
      await settled();
    }
    throw new Error(`request ${index} did not arrive`);
  }

  /** Requests a token that the service grants, and lives an hour unless told otherwise. */
  async issue(profile: Profile, scope: string, value: string, expiresIn = 3600): Promise<void> {
    const arrival = this.asked.length;
    const requested = this.keeper.request(profile, scope);
    (await this.arrival(arrival)).resolve({ accessToken: value, expiresIn, scope });
    await requested;
    await settled();
  }
}
