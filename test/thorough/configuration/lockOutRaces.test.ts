import assert from 'node:assert/strict';
import { proveProfile } from '../../../src/features/configuration/proving';
import {
  prepareRotation,
  resetClientSecret,
  secretWasCopied,
} from '../../../src/features/configuration/rotating';
import { tellUnfinished } from '../../../src/features/configuration/unfinished';
import type { Choices } from '../../../src/sandbox/choices';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { deferred, problemOf, settled } from '../../support/fakes';
import { closeAll } from '../../unit/api/servers';
import { ConfigurationWindow, Service } from './windowFixture';

describe('what happens to profiles and access while a secret is reset', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let told: string[];

  async function open(choices: Partial<Choices> = {}) {
    await sandbox.stop();
    sandbox = await startSandbox({ choices });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
  }
  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    told = [];
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  const holdSecond = async () => {
    const second = await service.addAccess();
    const profile = await at.hold(second.client, await service.secret(second.client));
    return { ...second, profile };
  };
  const look = (id = sandbox.clientId) => prepareRotation(at.rooms, at.desk, id);
  const rotate = async (id?: string) => resetClientSecret(at.rooms, at.desk, await look(id));

  /** The reset is done, and the window is gone before the answer. */
  async function closesAtReset(id?: string) {
    const closed = deferred<null>();
    at.trouble = async (request, pass) => {
      if (!/^POST .*\/secret$/.test(request)) return pass();
      await pass();
      closed.resolve(null);
      return new Promise<Response>(() => undefined);
    };
    rotate(id).catch(() => undefined);
    await closed.promise;
  }

  /** Another window, minutes later, looks after what was left. */
  async function later(milliseconds = 3 * 60_000) {
    at.clock.jump(milliseconds);
    at = new ConfigurationWindow(sandbox, at);
    await tellUnfinished(at.rooms, text => told.push(text));
  }

  it('the spare that vanishes while a person thinks about the question: not reset', async () => {
    const second = await holdSecond();
    const rotation = await look();
    assert.equal(rotation.verdict.is, 'typed');
    await service.resetSecret(second.client);
    const problem = await problemOf(resetClientSecret(at.rooms, at.desk, rotation));
    assert.equal(problem.kind, 'lockOut');
    assert.ok(await at.comesIn());
  });

  it('a client that became access while a person thinks about the question: not reset without its title', async () => {
    const second = await holdSecond();
    const members = await service.members('clients', sandbox.clientId);
    await service.change('clients', second.client, { tokenPolicy: members?.['tokenPolicy'] });
    const rotation = await prepareRotation(at.rooms, at.desks.for(second.profile), sandbox.clientId);
    const problem = await problemOf(
      resetClientSecret(at.rooms, at.desk, { ...rotation, verdict: { is: 'free' } }),
    );
    assert.equal(problem.kind, 'needsTyping');
    assert.ok(await at.comesIn());
  });

  it('a profile that was pointed to the spare after a lost reset keeps the secret of the spare', async () => {
    const second = await service.addAccess();
    const secret = await service.secret(second.client);
    await closesAtReset();
    at = new ConfigurationWindow(sandbox, at);
    await at.profiles.update({ ...at.profile, clientId: second.client }, secret);
    await later();
    assert.equal(await at.profiles.clientSecret(at.profile), secret);
    assert.ok(await at.comesIn());
    assert.deepEqual([told.length, at.notes.all], [1, []]);
  });

  it('a profile that is pointed to the spare while a reset is under way keeps the secret of the spare', async () => {
    const second = await service.addAccess();
    const secret = await service.secret(second.client);
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request)) {
        await at.profiles.update({ ...at.profile, clientId: second.client }, secret);
      }
      return reply;
    };
    const { unsaved } = await rotate();
    assert.equal(await at.profiles.clientSecret(at.profile), secret);
    // Nobody has the new one: that is told.
    assert.deepEqual([unsaved.length, at.unsettled], [1, 1]);
  });

  it('a profile that is renamed while its secret is stored keeps its name', async () => {
    at.trouble = async (request, pass) => {
      const reply = await pass();
      if (/^POST .*\/secret$/.test(request)) await at.profiles.update({ ...at.profile, name: 'renamed' });
      return reply;
    };
    await rotate();
    assert.deepEqual(
      at.profiles.all.map(({ name }) => name),
      ['renamed'],
    );
    assert.ok(await at.comesIn(at.profiles.get('renamed')));
  });

  for (const choices of [
    { narrowerScope: 'notAllowed' },
    { narrowerScope: 'notAllowed', refusedScope: 'invalidScope' },
  ] as const) {
    it(`a lost reset, where the service has ${Object.values(choices).join(', ')}: the profile comes in`, async () => {
      await open(choices);
      await closesAtReset();
      await later();
      assert.match(told[0] ?? '', /was read, proved, and is kept/);
      const kept = await at.profiles.clientSecret(at.profile);
      assert.deepEqual([kept, at.notes.all], [await service.secret(sandbox.clientId), []]);
    });
  }

  it('a lost reset by a profile that was removed since: the profile of the client comes in', async () => {
    const second = await holdSecond();
    await closesAtReset(second.client);
    at = new ConfigurationWindow(sandbox, at);
    const { origin, customerId, clientId, clientSecret } = sandbox;
    await at.profiles.addAside({ name: 'third', origin, customerId, clientId }, clientSecret);
    await at.profiles.remove(at.profile);
    await later();
    assert.ok(await at.comesIn(at.profiles.get('second')));
    assert.deepEqual([told.length, at.notes.all], [1, []]);
  });

  it('a reset that the service makes after its window is known to be gone: the profile comes in', async () => {
    const sent = deferred<null>();
    let arrive: () => Promise<unknown> = () => Promise.resolve();
    at.trouble = (request, pass) => {
      if (!/^POST .*\/secret$/.test(request)) return pass();
      arrive = pass;
      sent.resolve(null);
      return new Promise<Response>(() => undefined);
    };
    rotate().catch(() => undefined);
    await sent.promise;
    const { owner } = at;
    at = new ConfigurationWindow(sandbox, at);
    at.gone.add(owner);
    await tellUnfinished(at.rooms, text => told.push(text));
    assert.deepEqual([told, at.notes.all.length], [[], 1]);
    await arrive();
    await later();
    assert.match(told[0] ?? '', /was read, proved, and is kept/);
    assert.ok(await at.comesIn());
  });

  it('a message of an earlier reset whose button is clicked after the next one changes no secret', async () => {
    const first = await rotate();
    const { secret } = await rotate();
    await secretWasCopied(at.rooms, [at.profile], first.secret);
    assert.equal(await at.profiles.clientSecret(at.profile), secret);
    assert.equal((await at.profiles.withSecret(at.profile)).isOnlyHere, true);
    await secretWasCopied(at.rooms, [at.profile], secret);
    assert.equal((await at.profiles.withSecret(at.profile)).isOnlyHere, false);
  });

  it('… and brings back no profile that was removed, and no name of before', async () => {
    const second = await holdSecond();
    const before = at.profile;
    const { secret } = await rotate();
    await at.profiles.update({ ...before, name: 'renamed' });
    await at.profiles.remove(second.profile);
    await secretWasCopied(at.rooms, [before, second.profile], secret);
    assert.deepEqual(
      at.profiles.all.map(({ name }) => name),
      ['renamed'],
    );
  });

  it('a profile that was pointed to another customer meanwhile proves nothing for this one', async () => {
    const other = await startSandbox();
    try {
      const second = await holdSecond();
      const { origin, customerId, clientId, clientSecret } = other;
      await at.profiles.update({ ...second.profile, origin, customerId, clientId }, clientSecret);
      const proof = await proveProfile(at.rooms, second.profile, new AbortController().signal);
      assert.ok('problem' in proof);
      assert.equal(proof.problem.kind, 'noProfile');
    } finally {
      await other.stop();
    }
  });
});
