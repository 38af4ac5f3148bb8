import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { Drafts } from '../../../../src/storage/drafts';
import { settled } from '../../../support/fakes';
import { until } from '../../../support/until';
import { closeAll } from '../../../unit/api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

/** A draft is kept, changed and sent; the window is killed between every two steps, at the disk and at the service. */
describe('a draft whose window is killed', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let service: Service;

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
  });
  afterEach(async () => {
    await sandbox.stop();
    await closeAll();
  });

  const draftsOf = async (window: ConfigurationWindow) => {
    const { files, secrets, clock, deps } = window;
    const drafts = new Drafts({ files, secrets, newId: deps.newId, now: clock.now, warn: deps.warn });
    await drafts.whenLoaded();
    return drafts;
  };

  /** Saves twice, then sends. Resolves when all is done. */
  async function saveAndSend(window: ConfigurationWindow): Promise<void> {
    const { configuration, profile } = window;
    const { resourceCache, guard } = configuration;
    const key = { kind: 'loginPolicies', id: sandbox.ids.storefrontLoginPolicy } as const;
    const drafts = await draftsOf(window);
    const base = toDocumentText((await resourceCache.read(key)).body);
    const titled = (title: string) => base.replace(/"title": ".*"/, `"title": "${title}"`);
    const withSecret = titled('One').replace('{', '{ "hookSecret": "typed",');
    const first = await drafts.put(profile, key, { base, text: withSecret });
    const text = titled('Two');
    const draft = await drafts.put(profile, key, { base, text, previous: first.revision });
    const change = await prepareChange(resourceCache, guard, key, { edited: draft.text, base: draft.base });
    assert.ok(change && !isConflict(change));
    await applyChange(configuration, change);
    await drafts.remove(draft);
  }

  /** What a person finds in the next window: the title of the draft, and that of the service. */
  async function found(window: ConfigurationWindow): Promise<{ draft: string | undefined; title: unknown }> {
    window.gone.add(window.owner);
    const next = new ConfigurationWindow(sandbox, window);
    next.gone.add(window.owner);
    await recoverPendingWrites(next.deps, () => undefined);
    const drafts = (await draftsOf(next)).of(next.profile);
    assert.ok(drafts.length <= 1);
    const [draft] = drafts;
    const resource = await service.members('loginPolicies', sandbox.ids.storefrontLoginPolicy);
    return { draft: /"title": "(.*)"/.exec(draft?.text ?? '')?.[1], title: resource?.['title'] };
  }

  it('is kept, or the service has it', async () => {
    const whole = await ConfigurationWindow.open(sandbox);
    const start = whole.faults.steps.length;
    await saveAndSend(whole);
    const steps = whole.faults.steps.length - start;
    assert.ok(steps > 10, String(steps));
    const outcomes = new Set<string>();
    for (let step = 0; step < steps; step++) {
      await sandbox.stop();
      sandbox = await startSandbox();
      service = new Service(sandbox);
      const window = await ConfigurationWindow.open(sandbox);
      const first = window.faults.steps.length;
      window.faults.dies = index => index >= first + step;
      void saveAndSend(window).catch(() => undefined);
      await until('the kill', () => window.faults.steps.length > first + step || undefined);
      await settled();
      window.faults.dies = () => false;
      const { draft, title } = await found(window);
      const isSent = title === 'Two';
      assert.ok(
        isSent ||
          draft === 'One' ||
          draft === 'Two' ||
          !window.faults.steps.slice(first, first + step).some(isKept),
        `${String(step)} ${String(draft)} ${String(title)}`,
      );
      outcomes.add(`${draft ?? 'none'}, ${isSent ? 'sent' : 'not sent'}`);
    }
    for (const outcome of ['none, not sent', 'One, not sent', 'Two, not sent', 'Two, sent'])
      assert.ok(outcomes.has(outcome), [...outcomes].join(' | '));
  });

  const isKept = (step: string) => step.startsWith('files.write drafts/');

  for (const isDone of [false, true]) {
    it(`is kept when the window is killed at its request, ${isDone ? 'after' : 'before'} the service has it`, async () => {
      const window = await ConfigurationWindow.open(sandbox);
      await window.killAt(/^PUT /, isDone, () => saveAndSend(window));
      const { draft, title } = await found(window);
      assert.deepEqual([draft, title === 'Two'], ['Two', isDone]);
    });
  }
});
