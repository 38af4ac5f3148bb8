import assert from 'node:assert/strict';
import { RunningSandbox } from '../../../../src/features/sandbox/runningSandbox';
import { problemOf, settled } from '../../../support/fakes';
import { updateProfile } from '../../../support/updateProfile';
import { TokenServiceFixture } from '../../tokens/tokenServiceFixture';

const scope = '.:config/**';

/** A sandbox with only what its profile needs. */
interface FakeService {
  readonly origin: string;
  readonly customerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  isUp: boolean;
  readonly stop: () => Promise<void>;
}

describe('the profile of the sandbox', () => {
  let at: TokenServiceFixture;
  let running: RunningSandbox;
  let services: FakeService[];
  let told: boolean[];
  /** Whether the service can start. */
  let canStart: boolean;

  beforeEach(() => {
    at = new TokenServiceFixture();
    services = [];
    told = [];
    canStart = true;
    running = open();
  });
  afterEach(settled);

  function open(): RunningSandbox {
    const { profiles, tokenService, masked } = at;
    return new RunningSandbox({
      profiles,
      tokenService,
      mask: secret => masked.add(secret),
      startService: () => {
        if (!canStart) return Promise.reject(new Error('no port'));
        const number = services.length;
        const service: FakeService = {
          origin: `http://127.0.0.1:${4000 + number}`,
          customerId: `0000000${number}-0000-0000-0000-000000000000`,
          clientId: `client-${number}`,
          clientSecret: `secret-${number}`,
          isUp: true,
          stop: () => {
            service.isUp = false;
            return Promise.resolve();
          },
        };
        services.push(service);
        return Promise.resolve(service);
      },
      onDidChangeState: runs => told.push(runs),
    });
  }
  const up = () => services.map(({ isUp }) => isUp);
  const names = () => at.profiles.all.map(({ name }) => name);

  it('is created and activated with it, and removed with it: the previous profile and token are active again', async () => {
    await at.addProfile('acme2');
    const zeta = await at.addProfile('zeta');
    await at.issue(zeta, scope, 'T1');
    at.slowDown();
    const { profile, isNew } = await running.start();
    assert.deepEqual(
      [profile.name, isNew, at.describeStatus(), told],
      ['Sandbox', true, 'Sandbox -', [true]],
    );
    assert.ok(at.masked.has('secret-0'));
    await running.stop();
    assert.deepEqual(
      [at.describeStatus(), up(), names(), told],
      ['zeta T1', [false], ['acme2', 'zeta'], [true, false]],
    );
  });

  it('is made active when it is started again', async () => {
    const acme = await at.addProfile();
    const first = await running.start();
    await at.profiles.switchTo(acme);
    const second = await running.start();
    assert.deepEqual([second, at.describeStatus(), up()], [{ ...first, isNew: false }, 'Sandbox -', [true]]);
  });

  it('is one for several starts at once, and removed if it is stopped meanwhile', async () => {
    const started = [running.start(), running.start(), running.stop()];
    await Promise.all(started);
    assert.deepEqual([up(), names()], [[false], []]);
  });

  it('that a crash left behind is replaced', async () => {
    await running.start();
    at = new TokenServiceFixture(at);
    running = open();
    const { profile } = await running.start();
    assert.deepEqual([names(), profile.origin], [['Sandbox'], 'http://127.0.0.1:4001']);
    assert.equal(await at.profiles.readClientSecret(profile), 'secret-1');
  });

  for (const [name, origin] of [
    ['Sandbox', 'http://127.0.0.1:8080'],
    ['sandbox', 'http://localhost:8080'],
    ['SANDBOX', 'https://v1.api.us.janrain.com'],
  ]) {
    it(`is not ${name ?? ''} at ${origin ?? ''} that somebody added: that one is refused and left alone`, async () => {
      const acme = await at.addProfile();
      const own = await at.profiles.add({ ...acme, name: name ?? '', origin: origin ?? '' }, 'own secret');
      const problem = await problemOf(running.start(), 'invalidInput');
      assert.match(problem.message, /There is already a profile/);
      assert.match(problem.nextStep, /Rename it/);
      await running.stop();
      assert.deepEqual([up(), at.profiles.byName('sandbox')?.id], [[], own.id]);
      assert.equal(await at.profiles.readClientSecret(own), 'own secret');
    });
  }

  it('stays when another window made it its own sandbox’s', async () => {
    await running.start();
    const here = running;
    at = new TokenServiceFixture(at);
    running = open();
    await running.start();
    await here.stop();
    assert.deepEqual([up(), names()], [[false, true], ['Sandbox']]);
  });

  it('that is for another host when the sandbox stops belongs to the user', async () => {
    const { profile } = await running.start();
    await updateProfile(at.profiles, { ...profile, origin: 'http://127.0.0.1:8080' }, 'own secret');
    await running.stop();
    assert.deepEqual([up(), names()], [[false], ['Sandbox']]);
    await problemOf(running.start(), 'invalidInput');
  });

  it('that cannot be stored leaves no service running', async () => {
    at.faults.fails = (_, step) => step.startsWith('globalState');
    await problemOf(running.start(), 'storage');
    assert.deepEqual([up(), told, names()], [[false], [], []]);
    at.faults.fails = () => false;
    await running.start();
    assert.deepEqual([up(), told], [[false, true], [true]]);
  });

  it('that cannot be made active again lets the service run, and Stop stops it', async () => {
    const acme = await at.addProfile();
    await running.start();
    await at.profiles.switchTo(acme);
    at.faults.fails = (_, step) => step.startsWith('workspaceState');
    await problemOf(running.start(), 'storage');
    assert.deepEqual([up(), told], [[true], [true]]);
    at.faults.fails = () => false;
    await running.stop();
    assert.deepEqual([up(), told, names()], [[false], [true, false], ['acme']]);
  });

  it('that cannot be removed can be removed by stopping again', async () => {
    await running.start();
    at.faults.fails = (_, step) => step.startsWith('globalState');
    await problemOf(running.stop(), 'storage');
    assert.deepEqual([up(), names()], [[true], ['Sandbox']]);
    at.faults.fails = () => false;
    await running.stop();
    assert.deepEqual([up(), names()], [[false], []]);
  });

  it('is not created if the service does not start; the next start tries again', async () => {
    canStart = false;
    await assert.rejects(running.start(), /no port/);
    assert.deepEqual([names(), told], [[], []]);
    canStart = true;
    await running.start();
    assert.deepEqual(names(), ['Sandbox']);
  });
});
