import assert from 'node:assert/strict';
import { whenResetBegan } from '../../../../src/configuration/pendingWriteSignals';
import { watchPendingWrites, recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import {
  prepareSecretReset,
  resetClientSecret,
} from '../../../../src/configuration/writes/resetClientSecret';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import type { PendingWrite } from '../../../../src/storage/pendingWrites';
import { FakeClock, settled } from '../../../support/fakes';
import { until } from '../../../support/until';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

describe('recovery after a window was killed', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let told: string[];

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

  /** Another window on the same machine, minutes later; what it tells. */
  async function later(): Promise<readonly string[]> {
    at.clock.jump(3 * 60_000);
    const next = new ConfigurationWindow(sandbox, at);
    await recoverPendingWrites(next.deps, text => told.push(text));
    at = next;
    return told;
  }

  const rotate = async (id: string) =>
    resetClientSecret(at.deps, at.configuration, await prepareSecretReset(at.deps, at.configuration, id));

  it('never shows, lists or shares the token that reads the new secret, and deletes it with the record', async () => {
    const { clientId } = sandbox;
    await at.createSpare();
    const aside = () =>
      [...at.secrets.values].filter(([key, text]) => key.endsWith('.aside') && text.includes('"value"'))
        .length;
    const seen: unknown[] = [];
    at.trouble = async (request, pass) => {
      if (/^POST .*\/secret$/.test(request)) {
        await at.tokenService.restore();
        seen.push(at.tokenService.status.token, await at.tokenService.list(at.profile), aside());
        at.clock.jump(1);
      }
      return pass();
    };
    await rotate(clientId);
    assert.deepEqual(seen, [undefined, [], 1]);
    assert.deepEqual(
      [at.tokenService.status.token, await at.tokenService.list(at.profile), aside()],
      [undefined, [], 0],
    );
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(clientId));
    assert.equal(aside(), 1);
    await later();
    assert.deepEqual([await at.comesIn(), at.tokenService.status.token, aside()], [true, undefined, 0]);
  });

  it('saves the new secret of a client without configuration scopes, at a service that refuses scopes', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ choices: { refusedScope: 'invalidScope' } });
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    const tokenPolicy = await service.create('tokenPolicies', {
      ...{ title: 'Hooks', allowedScopes: ['*:webhooks/**'] },
    });
    const id = await service.create('clients', {
      ...{ name: 'Hooks', type: 'confidential', tokenPolicy, redirectURIs: [] },
    });
    const hooks = await at.hold(id, await service.secret(id));
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(id));
    at.clock.jump(11 * 60_000);
    await later();
    assert.equal(await at.profiles.readClientSecret(hooks), await service.secret(id));
    assert.equal(told.length, 1);
    assert.doesNotMatch(told.join(), /cannot be read/);
  });

  it('reports unfinished spare access once, and keeps its record', async () => {
    const { id, origin, customerId } = at.profile;
    const note: PendingWrite = {
      ...{ noteId: 'n', profileId: id, origin, customerId, owner: 'window 0' },
      ...{ does: 'spare', kind: 'clients', id: '', title: 'Configuration (spare)', text: 'p' },
      at: at.clock.now(),
    };
    await at.pendingWrites.put(note);
    for (let look = 0; look < 10; look++) await later();
    assert.equal(told.length, 1);
    assert.match(told.join(), /Run Create Spare Configuration Access again/);
    assert.equal((await at.pendingWrites.all()).length, 1);
  });

  /** Of those that look again alone: profiles have timers too. */
  const timers = new FakeClock();
  const passTime = (window: ConfigurationWindow, milliseconds: number) => {
    window.clock.pass(milliseconds);
    timers.pass(milliseconds);
  };

  it('reports a reset of the killed window in a window that was already open', async () => {
    await at.createSpare();
    const open = new ConfigurationWindow(sandbox, at);
    const following = watchPendingWrites(open.deps, text => told.push(text), timers.after);
    const signal = whenResetBegan({ tokenService: open.tokenService, after: timers.after }, following.check);
    await settled();
    assert.equal(timers.waiting, 0);
    await at.killAt(/^POST .*\/secret$/, true, () => rotate(sandbox.clientId));
    open.gone.add(at.owner);
    await until('a later look', () => timers.waiting > 0);
    for (let seconds = 0; seconds < 180; seconds += 10) {
      passTime(open, 10_000);
      await settled();
    }
    await until('it is told', () => told.length > 0);
    assert.match(told.join(), /was read, tested and saved/);
    assert.equal(await open.comesIn(open.profile), true);
    signal.dispose();
    following.stop();
  });
});
