import type { TokenAnswer } from '../../../src/api/token/tokenEndpoint';
import type { ClientCredentials } from '../../../src/core/common/basicAuth';
import type { Profile, ProfileValues } from '../../../src/core/profile/profile';
import { ProfileStore } from '../../../src/storage/profiles/profileStore';
import { ActiveScopes } from '../../../src/storage/tokens/activeScopes';
import { TokenStore } from '../../../src/storage/tokens/tokenStore';
import type { RequestToken } from '../../../src/tokens/newToken';
import { TokenService } from '../../../src/tokens/tokenService';
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
export interface IssueRequest extends Deferred<TokenAnswer> {
  readonly profile: Profile;
  readonly client: ClientCredentials;
  readonly scope: string;
  readonly signal: AbortSignal;
}

let windows = 0;

/** A token service on fake storages, with a service that answers when the test tells it to. */
export class TokenServiceFixture {
  readonly faults = new StorageFaults();
  readonly clock = new FakeClock();
  readonly globalState = new FakeState('globalState', this.faults);
  readonly workspaceState: FakeState;
  readonly secrets = new FakeSecrets(this.faults);
  readonly profiles: ProfileStore;
  readonly tokens: TokenStore;
  readonly tokenService: TokenService;
  /** The requests to the service, in order. */
  readonly asked: IssueRequest[] = [];
  readonly masked = new Set<string>();
  readonly warnings: string[] = [];
  /** `status` at each change, as `profile token requesting`. */
  readonly seen: string[] = [];
  /** Cancels the progress that the user sees. */
  readonly cancel = new AbortController();
  /** Whether the service continues when a request is aborted. */
  ignoresAbort = false;
  /** Not that of another fixture. */
  readonly window = `window ${++windows}`;
  #ids = 0;

  /**
   * @param before the previous window, or another one on the same machine, whose storages it shares
   * @param workspaceState of another workspace; that of `before` by default
   */
  constructor(before?: TokenServiceFixture, workspaceState?: FakeState) {
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
      windowId: this.window,
      runId: 'run',
      // Its own timers, because tests count those of the tokens.
      after: new FakeClock().after,
      mask: secret => void this.masked.add(secret),
    });
    this.tokens = new TokenStore(this.secrets, this.clock.now);
    this.tokenService = new TokenService({
      profiles: this.profiles,
      tokens: this.tokens,
      activeScopes: new ActiveScopes(this.workspaceState),
      requestToken: this.ask,
      now: this.clock.now,
      mask: value => this.masked.add(value),
      warn: message => this.warnings.push(message),
      withProgress: (_, run) => run(this.cancel.signal),
    });
    this.tokenService.onDidChange(() => {
      this.seen.push(this.describeStatus());
    });
  }

  /** The way to the service. */
  readonly ask: RequestToken = (profile, client, scope, signal) => {
    const request = { ...deferred<TokenAnswer>(), profile, client, scope, signal };
    signal.addEventListener('abort', () => {
      if (!this.ignoresAbort) request.reject(signal.reason);
    });
    this.asked.push(request);
    return request.promise;
  };

  describeStatus(): string {
    const { profile, token, isRequesting } = this.tokenService.status;
    return [profile?.name ?? '-', token?.value ?? '-', ...(isRequesting ? ['requesting'] : [])].join(' ');
  }

  /** Keeps a profile of that name, active; its secret is `secret of <name>`. */
  async addProfile(name = 'acme', more: Partial<ProfileValues> = {}): Promise<Profile> {
    const { id: _, ...values } = profileWith({ name, ...more });
    const profile = await this.profiles.add(values, `secret of ${name}`);
    await settled();
    return profile;
  }

  /** From now on SecretStorage answers late. */
  slowDown(): void {
    const get = this.secrets.get.bind(this.secrets);
    this.secrets.get = async key => {
      await settled();
      return get(key);
    };
  }

  /** The request with that number, as soon as it reached the service. */
  async arrival(index = this.asked.length): Promise<IssueRequest> {
    for (let turns = 0; turns < 20; turns++) {
      const request = this.asked[index];
      if (request) return request;
      await settled();
    }
    throw new Error(`request ${index} did not arrive`);
  }

  /** Requests a token that the service grants; it lives for an hour by default. */
  async issue(profile: Profile, scope: string, value: string, expiresIn = 3600): Promise<void> {
    const arrival = this.asked.length;
    const requested = this.tokenService.acquire({ profile, scope, activate: true });
    (await this.arrival(arrival)).resolve({ accessToken: value, expiresIn, scope });
    await requested;
    await settled();
  }
}
