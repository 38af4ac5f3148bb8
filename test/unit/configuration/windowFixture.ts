// Windows with a profile for one sandbox, without VS Code, for tests of writes.
import assert from 'node:assert/strict';
import type { Send } from '../../../src/api/http';
import { requestAccessToken } from '../../../src/api/token/tokenEndpoint';
import {
  ConfigurationRegistry,
  type ProfileConfiguration,
} from '../../../src/configuration/profileConfiguration';
import { createSpareAccess, planSpareAccess } from '../../../src/configuration/writes/createSpareAccess';
import { dropRecoveryToken } from '../../../src/configuration/writes/resetClientSecret';
import { isProblem, type Problem } from '../../../src/core/common/problem';
import type { Profile } from '../../../src/core/profile/profile';
import type { ResourceKind } from '../../../src/core/resources/resource';
import type { Sandbox } from '../../../src/sandbox/index';
import { PendingWrites } from '../../../src/storage/configuration/pendingWrites';
import { ResourceHistory } from '../../../src/storage/configuration/resourceHistory';
import { ProfileStore } from '../../../src/storage/profiles/profileStore';
import type { TextFiles } from '../../../src/storage/textFiles';
import { ActiveScopes } from '../../../src/storage/tokens/activeScopes';
import { TokenStore } from '../../../src/storage/tokens/tokenStore';
import { ConfigurationTokens } from '../../../src/tokens/configurationTokens';
import type { RequestToken } from '../../../src/tokens/newToken';
import { TokenService } from '../../../src/tokens/tokenService';
import { deferred, FakeClock, FakeSecrets, FakeState, StorageFaults } from '../../support/fakes';
import { newTransport } from '../api/servers';
import { Administrator } from '../sandbox/calls';

/** Files in memory. Steps are `files.write <path>` and the like. */
export class FakeFiles implements TextFiles {
  readonly texts = new Map<string, string>();

  constructor(private readonly faults = new StorageFaults()) {}

  readonly list = async (folder: string): Promise<readonly string[]> => {
    await this.#step('list', folder);
    return this.under(folder);
  };

  /** The names in a folder. */
  under(folder: string): readonly string[] {
    const below = [...this.texts.keys()].filter(path => path.startsWith(`${folder}/`));
    return [...new Set(below.map(path => path.slice(folder.length + 1).replace(/\/.*$/s, '')))];
  }

  readonly read = async (path: string): Promise<string> => {
    await this.#step('read', path);
    const text = this.texts.get(path);
    if (text === undefined) throw new Error('no such file');
    return text;
  };

  readonly write = async (path: string, text: string): Promise<void> => {
    await this.#step('write', path);
    this.texts.set(path, text);
  };

  readonly remove = async (path: string): Promise<void> => {
    await this.#step('remove', path);
    if (!this.texts.delete(path)) throw new Error('no such file');
  };

  async #step(step: string, path: string): Promise<void> {
    if (await this.faults.take(`files.${step} ${path}`)) throw new Error(`disk full at ${path}`);
  }
}

/** Handles a request: `pass` sends it to the sandbox. */
export type Trouble = (request: string, pass: () => Promise<Response>) => Promise<Response>;

let windows = 0;

/**
 * A VS Code window with a profile for the sandbox: everything that commands of the configuration need, without VS Code.
 */
export class ConfigurationWindow {
  readonly faults: StorageFaults;
  readonly clock: FakeClock;
  readonly globalState: FakeState;
  readonly secrets: FakeSecrets;
  readonly files: FakeFiles;
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly configurations: ConfigurationRegistry;
  readonly requestToken: RequestToken;
  readonly owner: string;
  /** The windows that have ended. */
  readonly gone = new Set<string>();
  /** The number of writes with an unknown outcome. */
  unknownOutcomes = 0;
  /** Waiting only moves the clock. */
  readonly delay = async (milliseconds: number): Promise<void> => {
    this.clock.jump(milliseconds);
    await Promise.resolve();
  };
  readonly warnings: string[] = [];
  readonly masked = new Set<string>();
  /** Every request so far, as `METHOD path-below-the-customer`. */
  readonly sent: string[] = [];
  /** Handles the requests to the service. */
  trouble: Trouble = (_, pass) => pass();
  /** Whether VS Code runs in a browser, where it may lose secrets. */
  isBrowser = false;
  /** Whether VS Code may keep secrets in memory. */
  hasNoKeyring = false;
  readonly #tokens: ConfigurationTokens;
  readonly #send: Send;
  readonly #newId: () => string;
  #ids = 0;

  /**
   * @param before the previous window, or another one on the same machine, whose storages it shares
   * @param globalState its own copy of the state, if other windows have another one
   */
  constructor(
    readonly sandbox: Sandbox,
    before?: ConfigurationWindow,
    clock = before?.clock ?? new FakeClock(),
    globalState?: FakeState,
  ) {
    const window = `window ${++windows}`;
    this.owner = window;
    this.faults = before?.faults ?? new StorageFaults();
    this.clock = clock;
    this.globalState = globalState ?? before?.globalState ?? new FakeState('globalState', this.faults);
    this.secrets = before?.secrets ?? new FakeSecrets(this.faults);
    this.files = before?.files ?? new FakeFiles(this.faults);
    const workspaceState = new FakeState('workspaceState', this.faults);
    const warn = (message: string) => void this.warnings.push(message);
    const mask = (secret: string) => void this.masked.add(secret);
    const { now, after } = this.clock;
    // A record of a write has several of them in one text.
    const newId = () => `${window.replace(' ', '-')}-id-${++this.#ids}`;
    this.profiles = new ProfileStore({
      ...{ globalState: this.globalState, workspaceState, secrets: this.secrets },
      ...{ newId, windowId: window, after, runId: window, mask },
    });
    const { send } = newTransport({}, async (url, init) => {
      const { method = 'GET' } = init as { method?: string };
      const request = `${method} ${url.replace(/^https?:\/\/[^/]+\/[^/]+\//, '')}`;
      this.sent.push(request);
      return this.trouble(request, () => globalThis.fetch(url, init));
    });
    this.requestToken = (owner, client, scope, signal) =>
      requestAccessToken(send, owner, client, scope, signal);
    this.tokenService = new TokenService({
      ...{ profiles: this.profiles, tokens: new TokenStore(this.secrets, now) },
      ...{ activeScopes: new ActiveScopes(workspaceState), requestToken: this.requestToken, now, mask, warn },
      withProgress: (_, run) => run(new AbortController().signal),
    });
    this.history = new ResourceHistory(this.files, now, warn);
    this.pendingWrites = new PendingWrites(this.files, note =>
      dropRecoveryToken(
        { pendingWrites: this.pendingWrites, tokenService: this.tokenService, now, warn },
        note,
      ),
    );
    const { profiles, tokenService, requestToken, history, pendingWrites } = this;
    const tokens = new ConfigurationTokens({ profiles, tokenService, requestToken, now, mask });
    const onPending = () => void (this.unknownOutcomes += 1);
    const { owner, delay } = this;
    this.configurations = new ConfigurationRegistry({
      ...{ profiles, send, tokens, history, pendingWrites, newId, now, warn, requestToken, mask },
      ...{ owner, delay, onPending, hasProcessEnded: id => this.gone.has(id) },
      mayLoseSecret: isNew => this.isBrowser || (isNew && this.hasNoKeyring),
    });
    this.#tokens = tokens;
    this.#send = send;
    this.#newId = newId;
  }

  /** The first window of a user, with a profile for the sandbox's configuration client, or for another one. */
  static async open(
    sandbox: Sandbox,
    { clientId, clientSecret }: Pick<Sandbox, 'clientId' | 'clientSecret'> = sandbox,
    clock?: FakeClock,
  ): Promise<ConfigurationWindow> {
    const window = new ConfigurationWindow(sandbox, undefined, clock);
    const { origin, customerId } = sandbox;
    await window.profiles.add({ name: 'acme', origin, customerId, clientId }, clientSecret);
    return window;
  }

  get profile(): Profile {
    return this.profiles.get('acme');
  }

  get configuration(): ProfileConfiguration {
    return this.configurations.for(this.profile);
  }

  /** What resetting secrets and creating spare access need besides the configuration. */
  get deps() {
    const { profiles, tokenService, requestToken, configurations, history, pendingWrites } = this;
    return {
      ...{
        profiles,
        tokenService,
        requestToken,
        configurations,
        history,
        pendingWrites,
        now: this.clock.now,
      },
      tokens: this.#tokens,
      ...{ send: this.#send, newId: this.#newId, owner: this.owner, delay: this.delay },
      hasProcessEnded: (owner: string) => this.gone.has(owner),
      mask: (secret: string) => void this.masked.add(secret),
      warn: (message: string) => void this.warnings.push(message),
    };
  }

  /** Stores a client of the service as another profile, so that its access can be proved. */
  async hold(clientId: string, clientSecret: string, name = 'second'): Promise<Profile> {
    const { origin, customerId } = this.sandbox;
    return this.profiles.addInactive({ name, origin, customerId, clientId }, clientSecret);
  }

  /** Spare access that somebody else created, so that the guard allows a write. */
  async holdSpare(service: Service): Promise<Profile> {
    const { client } = await service.addAccess('Spare');
    const { origin, customerId } = this.sandbox;
    const values = { name: 'spare', origin, customerId, clientId: client };
    return this.profiles.addInactive(values, await service.secret(client));
  }

  /** Creates spare access without a question. */
  async createSpare(profile = this.profile): Promise<Profile> {
    const { signal } = new AbortController();
    const configuration = this.configurations.for(profile);
    return createSpareAccess(
      this.deps,
      configuration,
      await planSpareAccess(this.deps, configuration, signal),
      signal,
    );
  }

  /**
   * Kills the window at the matching request: before it reaches the service, or before its answer arrives. Resolves
   * then; the promise of `run` never settles.
   */
  async killAt(pattern: RegExp, isDone: boolean, run: () => Promise<unknown>): Promise<void> {
    const killed = deferred<null>();
    this.trouble = async (request, pass) => {
      if (!pattern.test(request)) return pass();
      if (isDone) await pass();
      killed.resolve(null);
      return new Promise<Response>(() => undefined);
    };
    run().catch(() => undefined);
    await killed.promise;
  }

  /** Loses every answer with a new token, like a faulty proxy. Refusals arrive. */
  loseNewTokens(): void {
    this.trouble = async (request, pass) => {
      const reply = await pass();
      return request === 'POST login/token' && reply.status === 200
        ? new Response('{}', { status: 503 })
        : reply;
    };
  }

  /** Whether the profile gets a token with its stored secret. */
  async hasAccess(profile = this.profile): Promise<boolean> {
    const { clientSecret } = await this.profiles.readWithSecret(profile);
    const client = { clientId: profile.clientId, clientSecret };
    return this.requestToken(profile, client, '*:config/**', new AbortController().signal).then(
      ({ scope }) => scope === '*:config/**',
      () => false,
    );
  }

  /** Everything that is stored outside of SecretStorage, as text. */
  get keptInTheOpen(): string {
    return JSON.stringify([
      [...this.globalState.values],
      [...this.globalState.written],
      [...this.files.texts],
      this.warnings,
    ]);
  }
}

/** Reads and changes the service directly, without a window. */
export class Service {
  readonly #administrator: Administrator;

  /** @param query added to the URL of each read of a resource, to keep faults away from it */
  constructor(
    sandbox: Sandbox,
    private readonly query = '',
  ) {
    this.#administrator = new Administrator(sandbox, sandbox.grant('*:config/**'));
  }

  /** The members of a resource; undefined if it does not exist. */
  async members(kind: ResourceKind, id: string): Promise<Record<string, unknown> | undefined> {
    const { status, json } = await this.#administrator.call('GET', `${kind}/${id}${this.query}`);
    return status === 200 ? (json as Record<string, unknown>) : undefined;
  }

  /** The titles of a kind, sorted. */
  async titles(kind: ResourceKind): Promise<readonly string[]> {
    const { json } = await this.#administrator.call('GET', kind);
    const { _embedded: embedded } = json as { _embedded: Record<string, Record<string, string>[]> };
    return (embedded[kind] ?? []).map(({ title, name }) => title ?? name ?? '').sort();
  }

  async secret(id: string): Promise<string> {
    const { json } = await this.#administrator.call('GET', `clients/${id}/secret`);
    return (json as { secret: string }).secret;
  }

  /** Replaces members of a resource. */
  async change(kind: ResourceKind, id: string, changes: object): Promise<void> {
    const reply = await this.#administrator.call('PUT', `${kind}/${id}`, {
      ...(await this.members(kind, id)),
      ...changes,
    });
    assert.equal(reply.status, 200, reply.text);
  }

  /** Creates a resource. Resolves with its ID. */
  async create(kind: ResourceKind, body: object): Promise<string> {
    const { status, text, json } = await this.#administrator.call('POST', kind, body);
    assert.equal(status, 201, text);
    return typeof json === 'string' ? json : (json as { id: string }).id;
  }

  async remove(kind: ResourceKind, id: string): Promise<void> {
    const reply = await this.#administrator.call('DELETE', `${kind}/${id}`);
    assert.equal(reply.status, 204, reply.text);
  }

  async resetSecret(id: string): Promise<void> {
    assert.equal((await this.#administrator.call('POST', `clients/${id}/secret`)).status, 201);
  }

  /** Creates a second configuration access, a policy and a client like our own. Resolves with their IDs. */
  async addAccess(name = 'Second'): Promise<{ readonly policy: string; readonly client: string }> {
    const policy = await this.create('tokenPolicies', { title: name, allowedScopes: ['*:config/**'] });
    const client = await this.create('clients', {
      ...{ name, type: 'confidential', tokenPolicy: policy, redirectURIs: [] },
    });
    return { policy, client };
  }
}

/** Everything that the user sees of a problem, and the log. */
export function told(error: unknown): string {
  assert.ok(isProblem(error), `not a Problem: ${error instanceof Error ? error.stack : String(error)}`);
  const { kind, message, nextStep, detail }: Problem = error;
  return `${kind}: ${message} ${nextStep} ${detail}`;
}
