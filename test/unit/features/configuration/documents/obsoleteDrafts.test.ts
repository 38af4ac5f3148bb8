import assert from 'node:assert/strict';
import { applyChange } from '../../../../../src/configuration/writes/applyChange';
import { isConflict, prepareChange } from '../../../../../src/configuration/writes/prepareChange';
import { toDocumentText } from '../../../../../src/core/resources/resourceText';
import { watchObsoleteDrafts } from '../../../../../src/features/configuration/documents/obsoleteDrafts';
import { type Sandbox, startSandbox } from '../../../../../src/sandbox/index';
import { Drafts } from '../../../../../src/storage/configuration/drafts';
import { deferred, FakeClock, problemOf, settled } from '../../../../support/fakes';
import { until } from '../../../../support/until';
import { closeAll } from '../../../api/servers';
import { ConfigurationWindow, Service } from '../../../configuration/windowFixture';

describe('watchObsoleteDrafts', () => {
  let sandbox: Sandbox;
  let clock: FakeClock;
  let timers: FakeClock;
  let at: ConfigurationWindow;
  let drafts: Drafts;
  let stop: () => void;
  /** The revisions of the drafts that were removed, once for each time. */
  let removed: string[];

  beforeEach(async () => {
    clock = new FakeClock();
    timers = new FakeClock();
    removed = [];
    sandbox = await startSandbox({ now: clock.now });
    at = await ConfigurationWindow.open(sandbox, sandbox, clock);
    const { files, secrets, deps } = at;
    drafts = new Drafts({ files, secrets, newId: deps.newId, now: clock.now, warn: deps.warn });
    await drafts.whenLoaded();
    const watcher = watchObsoleteDrafts({
      ...{ configurations: at.configurations, drafts, profiles: at.profiles, after: timers.after },
      ...{ warn: deps.warn, isSending: () => false },
      remove: async (_, draft) => {
        removed.push(draft.revision);
        await drafts.remove(draft);
      },
    });
    stop = watcher.dispose;
  });
  afterEach(async () => {
    stop();
    await sandbox.stop();
    await closeAll();
  });

  const key = () => ({ kind: 'tokenPolicies', id: sandbox.ids.mobileTokenPolicy }) as const;
  const read = async () => toDocumentText((await at.configuration.resourceCache.read(key())).body);
  const titled = (text: string, title: string) => text.replace(/"title": ".*"/, `"title": "${title}"`);
  const ofProfile = () => drafts.of(at.profile);

  it('removes a draft once the service has its change', async () => {
    const base = await read();
    await drafts.put(at.profile, key(), { base, text: titled(base, 'New') });
    assert.equal(ofProfile().length, 1);
    await new Service(sandbox).change('tokenPolicies', key().id, { title: 'New' });
    await read();
    await until('no draft', () => ofProfile().length === 0 || undefined);
  });

  it('keeps a draft whose change was rolled back, although a read still shows it', async () => {
    const policy = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy } as const;
    const { resourceCache, guard } = at.configuration;
    const base = toDocumentText((await resourceCache.read(policy)).body);
    const text = titled(base, 'Mine');
    const change = await prepareChange(resourceCache, guard, policy, { edited: text, base });
    assert.ok(change && !isConflict(change));
    let puts = 0;
    at.trouble = async (request, pass) => {
      if (request.startsWith('PUT')) puts++;
      return puts === 1 && request === 'POST login/token'
        ? Response.json({ error: 'invalid_client' }, { status: 401 })
        : pass();
    };
    await drafts.put(at.profile, policy, { base, text });
    await problemOf(applyChange(at.configuration, change), 'lockOut');
    assert.equal(puts, 2);
    sandbox.fail({ method: 'GET', path: policy.id, body: change.body });
    assert.equal((await resourceCache.read(policy)).title, 'Mine');
    await until('the timer', () => timers.waiting > 0 || undefined);
    clock.jump(10 * 60_000);
    timers.pass(10 * 60_000);
    await until('the read', () => resourceCache.titleOf(policy) === change.current.title || undefined);
    await settled();
    assert.equal(ofProfile().length, 1);
  });

  it('keeps a draft that another window sends, as long as it may be rolled back there', async () => {
    const { resourceCache } = at.configuration;
    const other = new ConfigurationWindow(sandbox, at);
    const base = await read();
    const text = titled(base, 'Mine');
    await drafts.put(at.profile, key(), { base, text });
    const change = await prepareChange(other.configuration.resourceCache, other.configuration.guard, key(), {
      ...{ edited: text, base },
    });
    assert.ok(change && !isConflict(change));
    const sent = deferred<null>();
    other.trouble = async (request, pass) => {
      const answer = await pass();
      if (request.startsWith('PUT')) await sent.promise;
      return answer;
    };
    const sending = applyChange(other.configuration, change);
    await until('the write', async () => (await resourceCache.read(key())).title === 'Mine' || undefined);
    await until('the timer', () => timers.waiting > 0 || undefined);
    assert.deepEqual(removed, []);
    sent.resolve(null);
    await sending;
    clock.jump(10 * 60_000);
    timers.pass(10 * 60_000);
    await until('no draft', () => ofProfile().length === 0 || undefined);
  });

  /** Sends a new title, and keeps a draft with the one before. */
  async function sendAndTakeBack() {
    const { resourceCache, guard } = at.configuration;
    const base = await read();
    const sent = titled(base, 'Sent');
    const change = await prepareChange(resourceCache, guard, key(), { edited: sent, base });
    assert.ok(change && !isConflict(change));
    await applyChange(at.configuration, change);
    await drafts.put(at.profile, key(), { base: sent, text: base });
    return change;
  }

  for (const isTakenBack of [true, false]) {
    it(`${isTakenBack ? 'removes' : 'keeps'} a draft that takes back the last write, ten minutes after ${isTakenBack ? 'somebody else did' : 'a read that lagged'}`, async () => {
      const { resourceCache } = at.configuration;
      const change = await sendAndTakeBack();
      if (isTakenBack) {
        await new Service(sandbox).change('tokenPolicies', key().id, { title: change.current.title });
        await read();
      } else resourceCache.set(change.current);
      await until('the timer', () => timers.waiting > 0 || undefined);
      assert.equal(ofProfile().length, 1, 'whether a read lags is not known yet');
      clock.jump(10 * 60_000);
      timers.pass(10 * 60_000);
      if (isTakenBack) await until('no draft', () => ofProfile().length === 0 || undefined);
      else await until('the read', () => resourceCache.titleOf(key()) === 'Sent' || undefined);
      await settled();
      assert.equal(ofProfile().length, isTakenBack ? 0 : 1);
    });
  }

  it('does not trust an earlier read only because ten minutes have passed since the change: it may have lagged', async () => {
    const { resourceCache } = at.configuration;
    const change = await sendAndTakeBack();
    resourceCache.set(change.current);
    await until('the timer', () => timers.waiting > 0 || undefined);
    // The machine slept: the timer is not due yet.
    clock.jump(60 * 60_000);
    await drafts.put(at.profile, { kind: 'loginPolicies', id: 'l1' }, { base: '{}', text: '{"title":"A"}' });
    await settled();
    await settled();
    assert.deepEqual(removed, []);
    timers.pass(10 * 60_000);
    await until('the read', () => resourceCache.titleOf(key()) === 'Sent' || undefined);
    await settled();
    assert.deepEqual(removed, []);
  });

  it('tries again if the read ten minutes later fails, and does not use what is cached instead', async () => {
    const { resourceCache } = at.configuration;
    const change = await sendAndTakeBack();
    resourceCache.set(change.current);
    await until('the timer', () => timers.waiting > 0 || undefined);
    clock.jump(60 * 60_000);
    at.trouble = () => Promise.reject(new TypeError('fetch failed'));
    timers.pass(10 * 60_000);
    await until('the next timer', () => timers.waiting > 0 || undefined);
    await drafts.put(at.profile, { kind: 'loginPolicies', id: 'l1' }, { base: '{}', text: '{"title":"A"}' });
    await settled();
    await settled();
    assert.deepEqual(removed, []);
    at.trouble = (_, pass) => pass();
    timers.pass(10 * 60_000);
    await until('the read', () => resourceCache.titleOf(key()) === 'Sent' || undefined);
    await settled();
    assert.deepEqual(removed, []);
  });

  it('removes a draft once, if the read ten minutes later shows another body that equals it too', async () => {
    const { resourceCache } = at.configuration;
    const change = await sendAndTakeBack();
    await new Service(sandbox).change('tokenPolicies', key().id, { title: change.current.title });
    // The same members in another order, as from an earlier read.
    const { body } = change.current;
    const reordered = JSON.stringify(
      Object.fromEntries(Object.entries(JSON.parse(body) as Record<string, unknown>).reverse()),
    );
    resourceCache.set({ ...change.current, body: reordered });
    await until('the timer', () => timers.waiting > 0 || undefined);
    clock.jump(10 * 60_000);
    timers.pass(10 * 60_000);
    await until('no draft', () => ofProfile().length === 0 || undefined);
    await settled();
    assert.equal(removed.length, 1);
  });
});
