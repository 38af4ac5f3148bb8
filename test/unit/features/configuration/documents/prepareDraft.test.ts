import assert from 'node:assert/strict';
import { applyChange } from '../../../../../src/configuration/writes/applyChange';
import { isConflict } from '../../../../../src/configuration/writes/prepareChange';
import { toDocumentText } from '../../../../../src/core/resources/resourceText';
import {
  conflictProblem,
  describeMerge,
  prepareDraft,
} from '../../../../../src/features/configuration/documents/prepareDraft';
import { type Sandbox, startSandbox } from '../../../../../src/sandbox/index';
import { FakeClock, problemOf } from '../../../../support/fakes';
import { closeAll } from '../../../api/servers';
import { ConfigurationWindow, Service } from '../../../configuration/windowFixture';

describe('prepareDraft', () => {
  let sandbox: Sandbox;
  let clock: FakeClock;
  let at: ConfigurationWindow;

  beforeEach(async () => {
    clock = new FakeClock();
    sandbox = await startSandbox({ now: clock.now });
    at = await ConfigurationWindow.open(sandbox, sandbox, clock);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  const key = () => ({ kind: 'tokenPolicies', id: sandbox.ids.mobileTokenPolicy }) as const;
  const read = async () => toDocumentText((await at.configuration.resourceCache.read(key())).body);
  const titled = (text: string, title: string) => text.replace(/"title": ".*"/, `"title": "${title}"`);
  const prepare = (edited: string, base: string) => prepareDraft(at.configuration, key(), { edited, base });

  async function send(text: string, base: string) {
    const change = await prepare(text, base);
    assert.ok(change && !isConflict(change));
    await applyChange(at.configuration, change);
    return change;
  }

  /** What the user is told about a conflict. */
  async function conflictOf(edited: string, base: string): Promise<string> {
    const found = await prepare(edited, base);
    assert.ok(found && isConflict(found));
    return (await conflictProblem(at.configuration, key(), 'Mobile', found)).message;
  }

  it('has nothing to send if the base version is lost and the text is what the service has', async () => {
    const text = await read();
    assert.equal(await prepare(text, '{}'), undefined);
  });

  it('blames nobody if the base version is lost', async () => {
    const text = await read();
    assert.match(await conflictOf(titled(text, 'Mine'), '{}\n'), /you edited is no longer known/);
    assert.doesNotMatch(describeMerge({ base: '{}\n' }, ['title']), /both|their/i);
    assert.match(await conflictOf(titled(text, 'Mine'), titled(text, 'Before')), /Somebody else changed/);
    assert.match(describeMerge({ base: text }, ['title']), /You both changed: title/);
  });

  it('has nothing to send if somebody else made the same change', async () => {
    const base = await read();
    await new Service(sandbox).change('tokenPolicies', key().id, { title: 'Same' });
    assert.equal(await prepare(titled(base, 'Same'), base), undefined);
  });

  it('does not take a read that lags for the change that takes the last one back', async () => {
    const base = await read();
    const change = await send(titled(base, 'Sent'), base);
    sandbox.fail({ method: 'GET', path: key().id, body: change.current.body });
    assert.match(await conflictOf(base, titled(base, 'Sent')), /still shows/);
  });

  it('does not undo what was sent, while reads lag and show the version that another draft began with', async () => {
    const base = await read();
    sandbox.fail({ method: 'GET', path: key().id, lagMs: 60_000, times: Infinity });
    await send(titled(base, 'Sent'), base);
    const other = base.replace(/: 3600/, ': 700');
    const problem = await problemOf(prepare(other, base), 'changedMeanwhile');
    assert.match(problem.message, /still shows/);
    clock.jump(60_000);
    const conflict = await prepare(other, base);
    assert.ok(conflict && isConflict(conflict), 'the change is shown');
  });

  it('sends the next change if the service sets what the last one left out', async () => {
    const base = await read();
    const without = base.replace(/\s*"accessTokenLifetime": 3600,/, '');
    assert.notEqual(without, base);
    await send(without, base);
    const now = await read();
    assert.match(now, /"accessTokenLifetime": 3600/);
    await send(titled(now, 'Next'), now);
  });

  it('does not blame somebody else while another window sends the same or another change', async () => {
    const base = await read();
    const other = new ConfigurationWindow(sandbox, at);
    const change = await prepareDraft(other.configuration, key(), { edited: titled(base, 'Sent'), base });
    assert.ok(change && !isConflict(change));
    await other.killAt(/^PUT/, true, () => applyChange(other.configuration, change));
    assert.match(await conflictOf(titled(base, 'Sent'), base), /is not finished/);
    assert.match(await conflictOf(titled(base, 'Mine'), base), /is not finished/);
    at.gone.add(other.owner);
    assert.equal(await prepare(titled(base, 'Sent'), base), undefined);
  });
});
