import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { assertAllowed, isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import {
  prepareSecretReset,
  resetClientSecret,
} from '../../../../src/configuration/writes/resetClientSecret';
import { isProblem } from '../../../../src/core/common/problem';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Choices, type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { recordsFolder } from '../../../../src/storage/configuration/pendingWrites';
import { type Deferred, deferred, FakeClock, settled } from '../../../support/fakes';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service, told } from '../windowFixture';

type Members = Record<string, unknown>;

const [seconds, minutes, hours] = [1_000, 60_000, 3_600_000];

/**
 * The lifetime of tokens in s; in ms, the time until the next window, and how far reads lag. Each pair of values
 * occurs.
 */
const times = [60, 120, 3600].flatMap((life, row) =>
  [5 * seconds, 3 * minutes, 2 * hours].map((next, column) => ({
    ...{ life, next, lag: [0, 8 * seconds, 7 * minutes][(row + column) % 3] ?? 0 },
    ...{ what: `tokens of ${life} s, the next window after ${next / seconds} s` },
  })),
);

/** What may take the access of the profile that does it. */
interface Deed {
  readonly what: string;
  /** The request that does it. */
  readonly writes: RegExp;
  readonly run: (at: ConfigurationWindow) => Promise<unknown>;
}

const ownClient = (at: ConfigurationWindow): ResourceKey => ({ kind: 'clients', id: at.sandbox.clientId });
const ownPolicy = ({ sandbox }: ConfigurationWindow): ResourceKey => ({
  kind: 'tokenPolicies',
  id: sandbox.ids.configurationTokenPolicy,
});

async function save(at: ConfigurationWindow, key: ResourceKey, change: Members): Promise<void> {
  const { resourceCache, guard } = at.configuration;
  const base = toDocumentText((await resourceCache.read(key)).body);
  const edited = JSON.stringify({ ...(JSON.parse(base) as Members), ...change }, undefined, 2);
  const found = await prepareChange(resourceCache, guard, key, { edited, base });
  assert.ok(found && !isConflict(found));
  assertAllowed(found.lockoutCheck, key.id, key);
  const { verificationError } = await applyChange(at.configuration, found);
  if (verificationError) throw verificationError;
}

async function reset(at: ConfigurationWindow, id: string): Promise<void> {
  const reset = await prepareSecretReset(at.deps, at.configuration, id);
  assertAllowed(reset.lockoutCheck, id, reset.client);
  const { unsaved } = await resetClientSecret(at.deps, at.configuration, reset);
  assert.deepEqual(unsaved, []);
}

async function remove(at: ConfigurationWindow, key: ResourceKey): Promise<void> {
  const deletion = await prepareDeletion(at.configuration, key);
  assertAllowed(deletion.lockoutCheck, key.id, key);
  await deleteResource(at.configuration, deletion);
}

const resetOwn: Deed = {
  what: 'resetting our own secret',
  writes: /^POST .*\/secret$/,
  run: at => reset(at, at.sandbox.clientId),
};
const deeds: readonly Deed[] = [
  resetOwn,
  {
    what: 'narrowing our own policy',
    writes: /^PUT/,
    run: at => save(at, ownPolicy(at), { allowedScopes: ['openid'] }),
  },
  {
    what: 'narrowing it to itself',
    writes: /^PUT/,
    run: at => save(at, ownPolicy(at), { allowedScopes: [`*:config/tokenPolicies/${ownPolicy(at).id}`] }),
  },
  {
    what: 'leaving the scopes of our own policy out',
    writes: /^PUT/,
    run: at => save(at, ownPolicy(at), { allowedScopes: undefined }),
  },
  {
    what: 'pointing our own client elsewhere',
    writes: /^PUT/,
    run: at => save(at, ownClient(at), { tokenPolicy: at.sandbox.ids.readOnlyTokenPolicy }),
  },
  { what: 'deleting our own client', writes: /^DELETE/, run: at => remove(at, ownClient(at)) },
];

/** The service refuses it, too: a client uses the policy. */
const deletePolicy: Deed = {
  what: 'deleting our own policy',
  writes: /^DELETE/,
  run: at => remove(at, ownPolicy(at)),
};

describe('lockout protection under faults', () => {
  let sandbox: Sandbox | undefined;
  let clock: FakeClock;
  let service: Service;

  afterEach(end);

  async function end(): Promise<void> {
    await settled();
    await sandbox?.stop();
    await closeAll();
  }

  /** Another customer instead of the previous one, and a window with a profile. */
  async function begin(life: number, choices: Partial<Choices> = {}): Promise<ConfigurationWindow> {
    await end();
    clock = new FakeClock();
    sandbox = await startSandbox({ now: clock.now, choices });
    service = new Service(sandbox);
    await service.change('tokenPolicies', sandbox.ids.configurationTokenPolicy, {
      accessTokenLifetime: life,
    });
    return ConfigurationWindow.open(sandbox, sandbox, clock);
  }

  /** Spare access, as if it had been created some time ago. */
  async function holdSpare(at: ConfigurationWindow) {
    const { client } = await service.addAccess();
    return at.hold(client, await service.secret(client));
  }

  /** Whether any stored secret still gives access. */
  async function isOpen(at: ConfigurationWindow): Promise<boolean> {
    const open = await Promise.all(at.profiles.all.map(profile => at.hasAccess(profile)));
    return open.includes(true);
  }

  /** The next window checks the records of the previous one, until none is left. */
  async function goOn(before: ConfigurationWindow, after: number, isKnownGone: boolean) {
    clock.jump(after);
    // What was not written when the window was killed is not there in the next one.
    before.globalState.values.clear();
    for (const [key, value] of before.globalState.written) before.globalState.values.set(key, value);
    const at = new ConfigurationWindow(before.sandbox, before);
    if (isKnownGone) at.gone.add(before.owner);
    const said: string[] = [];
    const isLeft = async () => (await at.pendingWrites.all()).some(({ does }) => does !== 'spare');
    for (let minute = 0; minute < 15 && (await isLeft()); minute++) {
      await recoverPendingWrites(at.deps, text => said.push(text));
      clock.jump(minutes);
    }
    assert.deepEqual(await at.pendingWrites.all(), [], 'is looked after to the end');
    return { at, said };
  }

  function letReadsLag({ sandbox }: ConfigurationWindow, lag: number): void {
    if (lag > 0) sandbox.fail({ method: 'GET', path: '/config/', lagMs: lag, times: Infinity });
  }

  const written = (at: ConfigurationWindow) =>
    at.sent.filter(request => /^(?:PUT|DELETE|POST config)/.test(request));

  for (const { what, run } of [...deeds, deletePolicy]) {
    it(`${what}, with no spare: refused, whatever is typed`, async () => {
      for (const { life, next, ...time } of times) {
        const at = await begin(life);
        // Somebody else has access too, but their secret is not stored here.
        await service.addAccess();
        const error: unknown = await run(at).then(
          () => assert.fail(time.what),
          (reason: unknown) => reason,
        );
        assert.match(told(error), /^(?:lockOut|invalidInput|inUse): /, time.what);
        clock.jump(next);
        assert.deepEqual([written(at), await at.hasAccess()], [[], true], time.what);
      }
    });
  }

  for (const deed of deeds) {
    for (const isDone of [true, false]) {
      for (const isKilled of [true, false]) {
        const how = isKilled ? 'the window is killed' : 'the answer is lost';
        it(`${deed.what}, ${isDone ? '' : 'not '}done, and ${how}: a spare exists, and the outcome is reported`, async () => {
          for (const [index, { life, next, lag, ...time }] of times.entries()) {
            const tokenOfLostClient = index % 3 === 0 ? 'ended' : 'valid';
            const at = await begin(life, { tokenOfLostClient });
            const { customerId } = at.sandbox;
            const spare = await holdSpare(at);
            const context = `${time.what}, reads lag ${lag / seconds} s, tokens ${tokenOfLostClient}, customer ${customerId}`;
            const closed = deferred<null>();
            at.trouble = async (request, pass) => {
              if (!deed.writes.test(request)) return pass();
              at.trouble = (_, others) => others();
              if (isDone) await pass();
              closed.resolve(null);
              if (isKilled) return new Promise<Response>(() => undefined);
              throw new TypeError('fetch failed', {
                cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }),
              });
            };
            letReadsLag(at, lag);
            const running = deed.run(at).then(
              () => 'done',
              (reason: unknown) => told(reason),
            );
            const early = await Promise.race([running, isKilled ? closed.promise : running]);
            if (early !== null && isKilled) assert.fail(`${context}: ${early}`);
            const { at: later, said } = await goOn(at, next, index % 2 === 0);
            const heard = [early ?? '', ...said].join(' ').trim();
            assert.notEqual(heard, '', `silent: ${context}`);
            assert.doesNotMatch(heard, isDone ? /nothing was changed/ : /^done$/, context);
            assert.ok(await isOpen(later), `locked out: ${context}: ${heard}`);
            assert.ok(await later.hasAccess(spare), context);
            if (deed === resetOwn) assert.ok(await later.hasAccess(), `${context}: ${heard}`);
          }
        });
      }
    }
  }

  /** One step fails, or the host is killed before it: then nothing in it continues. */
  function fault(
    at: ConfigurationWindow,
    how: (typeof broken)[number],
    index: number,
    died: Deferred<string>,
  ): (step: number) => boolean {
    if (how === 'fails') return step => step === index;
    return step => {
      if (step < index) return false;
      at.trouble = () => new Promise(() => undefined);
      died.resolve('');
      return true;
    };
  }

  const broken = ['fails', 'dies'] as const;
  for (const how of broken) {
    for (const deed of deeds) {
      it(`a storage that ${how} at each step of ${deed.what}`, async () => {
        for (let index = 0, isReached = true; isReached; index++) {
          const { life, next, lag, ...time } = times[index % times.length] ?? assert.fail();
          const at = await begin(life);
          const spare = await holdSpare(at);
          letReadsLag(at, lag);
          const first = at.faults.steps.length;
          const died = deferred<string>();
          at.faults[how] = fault(at, how, first + index, died);
          const running = deed.run(at).then(
            () => 'done',
            (error: unknown) => (isProblem(error) ? told(error) : `not saved: ${String(error)}`),
          );
          const heard = await Promise.race([running, died.promise]);
          isReached = at.faults.steps.length > first + index;
          const context = `${at.faults.steps[first + index] ?? 'none'}, ${time.what}, reads lag ${lag / seconds} s: ${heard}`;
          await settled();
          const isOver = at.files.under(recordsFolder).length === 0;
          at.faults[how] = () => false;
          const { at: later, said } = await goOn(at, next, true);
          assert.ok(await later.hasAccess(deed === resetOwn ? undefined : spare), context);
          const isSent = at.sent.some(request => deed.writes.test(request));
          assert.ok(heard !== '' || said.length > 0 || !isSent || isOver, `silent: ${context}`);
        }
      });
    }

    it(`a storage that ${how} at each step of creating spare access`, async () => {
      for (let index = 0, isReached = true; isReached; index++) {
        const at = await begin(60);
        const clients = (await service.titles('clients')).length;
        const first = at.faults.steps.length;
        const died = deferred<string>();
        at.faults[how] = fault(at, how, first + index, died);
        const running = at.createSpare().then(
          () => 'done',
          (error: unknown) => told(error),
        );
        const heard = await Promise.race([running, died.promise]);
        isReached = at.faults.steps.length > first + index;
        const context = `${at.faults.steps[first + index] ?? 'none'}: ${heard}`;
        await settled();
        at.faults[how] = () => false;
        const later = new ConfigurationWindow(at.sandbox, at);
        later.gone.add(at.owner);
        const spare =
          later.profiles.all.find(({ name }) => name === 'acme (spare)') ?? (await later.createSpare());
        assert.ok(await later.hasAccess(spare), context);
        // At most a policy or a client is left, of an attempt whose outcome is unknown.
        assert.ok((await service.titles('clients')).length <= clients + 2, context);
      }
    });
  }
});
