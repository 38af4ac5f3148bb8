import assert from 'node:assert/strict';
import type { Clock } from '../../src/core/common/clock';
import { Emitter } from '../../src/core/common/event';
import { isProblem, type Problem, type ProblemKind } from '../../src/core/common/problem';
import type { Profile } from '../../src/core/profile/profile';
import type { Secrets, State } from '../../src/storage/storageAccess';

/**
 * Which steps of fake storages fail; several storages can share it. Each step has a name, such as `secrets.store
 * hostedLogin.clientSecret.1` or `globalState.update hostedLogin.profiles`.
 */
export class StorageFaults {
  /** The steps so far, in order. */
  readonly steps: string[] = [];
  /** Whether the step with this number, from 0, fails. */
  fails: (index: number, step: string) => boolean = () => false;

  /**
   * Whether the host is killed before the step with this number: the step is not done, and its promise never settles.
   */
  dies: (index: number) => boolean = () => false;

  /** Counts a step. Resolves with whether it fails; never if the host was killed. */
  async take(step: string): Promise<boolean> {
    this.steps.push(step);
    const index = this.steps.length - 1;
    const fails = this.fails(index, step);
    if (this.dies(index)) await new Promise(() => undefined);
    return fails;
  }
}

/** The error of storages that fail. Contains a value, as real errors may. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** VS Code's state: changes its own copy at once, and resolves later with whether it was written. */
export class FakeState implements State {
  /** What `get` returns. */
  readonly values = new Map<string, unknown>();
  /** What a restart reads. */
  readonly written = new Map<string, unknown>();

  constructor(
    private readonly name: string,
    private readonly faults = new StorageFaults(),
  ) {}

  get<T>(key: string, defaultValue?: T): T {
    return (this.values.has(key) ? this.values.get(key) : defaultValue) as T;
  }

  async update(key: string, value: unknown): Promise<void> {
    const kept: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
    put(this.values, key, kept);
    if (await this.faults.take(`${this.name}.update ${key}`))
      throw new StorageError(`disk full at ${JSON.stringify(value)}`);
    put(this.written, key, kept);
  }
}

/**
 * VS Code's global state in several windows: each has a copy of the whole, an update writes the whole copy, and the
 * writes of others arrive later.
 */
export class CopiedState extends FakeState {
  /** @param disk shared by all windows */
  constructor(private readonly disk = new Map<string, unknown>()) {
    super('globalState');
    this.arrive();
  }

  /** The copy of another window. */
  another(): CopiedState {
    return new CopiedState(this.disk);
  }

  /** The writes of other windows arrive. */
  arrive(): void {
    this.values.clear();
    for (const [key, value] of this.disk) this.values.set(key, value);
  }

  override async update(key: string, value: unknown): Promise<void> {
    await super.update(key, value);
    this.disk.clear();
    for (const [name, kept] of this.values) this.disk.set(name, kept);
  }
}

function put(map: Map<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

/** SecretStorage in memory. `onDidChange` fires in the writing window too. */
export class FakeSecrets implements Secrets {
  readonly values = new Map<string, string>();
  readonly #changed = new Emitter<{ readonly key: string }>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly faults = new StorageFaults()) {}

  async get(key: string): Promise<string | undefined> {
    await this.#step('get', key);
    return this.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await this.#step('store', key);
    this.values.set(key, value);
    this.#changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    await this.#step('delete', key);
    this.values.delete(key);
    this.#changed.fire({ key });
  }

  async #step(step: string, key: string): Promise<void> {
    if (await this.faults.take(`secrets.${step} ${key}`))
      throw new StorageError(`locked: ${this.values.get(key) ?? ''}`);
  }
}

/** A clock that the test moves. Timers run on their own time, which sleep and changes of the clock do not move. */
export class FakeClock implements Clock {
  /** Milliseconds since 1970. */
  time: number;
  /** How many timers have fired. */
  wakeUps = 0;
  #running = 0;
  readonly #timers = new Map<object, { readonly due: number; readonly callback: () => void }>();

  constructor(start = Date.UTC(2026, 0, 1, 12)) {
    this.time = start;
  }

  /** How many timers are pending. */
  get waiting(): number {
    return this.#timers.size;
  }

  readonly now = (): number => this.time;

  readonly after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = {};
    this.#timers.set(timer, { due: this.#running + milliseconds, callback });
    return () => {
      this.#timers.delete(timer);
    };
  };

  /** Moves the time: fires each timer that is due, at its time. */
  pass(milliseconds: number): void {
    const end = this.#running + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].sort(([, one], [, other]) => one.due - other.due);
      if (!next || next[1].due > end) break;
      const [timer, { due, callback }] = next;
      this.#go(due);
      this.#timers.delete(timer);
      this.wakeUps += 1;
      callback();
    }
    this.#go(end);
  }

  /** The machine slept, or the clock was set (back if negative). Timers do not notice. */
  jump(milliseconds: number): void {
    this.time += milliseconds;
  }

  #go(running: number): void {
    this.time += running - this.#running;
    this.#running = running;
  }
}

/** A promise with its resolver. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: Deferred<T>['resolve'] = () => undefined;
  let reject: Deferred<T>['reject'] = () => undefined;
  const promise = new Promise<T>((one, other) => {
    resolve = one;
    reject = other;
  });
  return { promise, resolve, reject };
}

/** Lets everything run that only waits for other promises. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** The problem that a promise rejects with. Fails if it resolves, or rejects with another error. */
export async function problemOf(promise: Promise<unknown>, kind?: ProblemKind): Promise<Problem> {
  const error: unknown = await promise.then(
    () => assert.fail('It should have been rejected.'),
    (reason: unknown) => reason,
  );
  assert.ok(isProblem(error), `not a Problem: ${String(error)}`);
  if (kind !== undefined) assert.equal(error.kind, kind, `${error.message} ${error.detail}`);
  return error;
}

/** A profile; `values` overrides its members. */
export function profileWith(values: Partial<Profile> = {}): Profile {
  return {
    id: 'p1',
    name: 'acme',
    origin: 'https://v1.api.us.janrain.com',
    customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
    clientId: '7ba51661-1a7e-4b1c-9d0f-0123456789ab',
    ...values,
  };
}
