import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { createResource } from '../../../../src/configuration/writes/createResource';
import { isConflict, prepareChange } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import { createCopyText } from '../../../../src/core/resourceRules/resourceCopy';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { secretPlaceholder } from '../../../../src/core/resources/secretPlaces';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import { Drafts } from '../../../../src/storage/configuration/drafts';
import { problemOf, settled } from '../../../support/fakes';
import { until } from '../../../support/until';
import { updateProfile } from '../../../support/updateProfile';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service } from '../windowFixture';

/** A draft is kept, changed and sent; the window is killed between every two steps, at the disk and at the service. */
describe('a draft whose window is killed', () => {
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

  /** Puts a draft with a secret, and resolves with what it needs to be sent. */
  async function keep(window: ConfigurationWindow, key: ResourceKey, title: string) {
    const drafts = await draftsOf(window);
    const base = toDocumentText((await window.configuration.resourceCache.read(key)).body);
    const text = base
      .replace(/"title": ".*"/, `"title": "${title}"`)
      .replace('{', '{ "hookSecret": "typed",');
    return { drafts, draft: await drafts.put(window.profile, key, { base, text }) };
  }

  async function send(
    { configuration }: ConfigurationWindow,
    { drafts, draft }: Awaited<ReturnType<typeof keep>>,
  ) {
    const { resourceCache, guard } = configuration;
    const { text, base } = draft;
    const change = await prepareChange(resourceCache, guard, draft, { edited: text, base });
    assert.ok(change && !isConflict(change));
    await applyChange(configuration, change);
    await drafts.remove(draft);
  }

  const loginPolicy = () => ({ kind: 'loginPolicies', id: sandbox.ids.storefrontLoginPolicy }) as const;
  const staffPolicy = () => ({ kind: 'loginPolicies', id: sandbox.ids.staffLoginPolicy }) as const;

  /** The titles that a person finds in the next window, in drafts with their secrets and at the service. */
  async function titlesAfter(window: ConfigurationWindow): Promise<readonly string[]> {
    window.gone.add(window.owner);
    const next = new ConfigurationWindow(sandbox, window);
    next.gone.add(window.owner);
    await recoverPendingWrites(next.deps, () => undefined);
    const drafts = (await draftsOf(next)).of(next.profile);
    for (const { text } of drafts) assert.match(text, /"hookSecret": "typed"/);
    const { resources } = await next.configuration.resourceCache.readAll('loginPolicies');
    return [
      ...drafts.map(({ text }) => `draft ${/"title": "(.*)"/.exec(text)?.[1] ?? ''}`),
      ...resources.map(({ title }) => title),
    ];
  }

  /** What a person does with a draft after it was kept, and the titles of which one must be found at each moment. */
  const actions: Record<
    string,
    {
      readonly keep: (window: ConfigurationWindow) => Promise<() => Promise<void>>;
      readonly found: readonly (readonly string[])[];
    }
  > = {
    'discarded, and brought back': {
      keep: async window => {
        const { drafts, draft } = await keep(window, loginPolicy(), 'Mine');
        return async () => {
          await drafts.remove(draft);
          await drafts.put(window.profile, draft, draft);
        };
      },
      // Discarded means gone: nothing else may happen to the service.
      found: [['draft Mine', 'Nordhaven Storefront']],
    },
    'created again': {
      keep: async window => {
        const kept = await keep(window, loginPolicy(), 'Mine');
        const { configuration } = window;
        return async () => {
          const text = kept.draft.text.replaceAll(secretPlaceholder, 'entered again');
          await createResource(configuration, 'loginPolicies', createCopyText('loginPolicies', text));
          await kept.drafts.remove(kept.draft);
        };
      },
      found: [['draft Mine', 'Mine']],
    },
    'sent with another one': {
      keep: async window => {
        const first = await keep(window, loginPolicy(), 'Mine');
        const second = await keep(window, staffPolicy(), 'Mine too');
        return async () => {
          await send(window, first);
          await send(window, second);
        };
      },
      found: [
        ['draft Mine', 'Mine'],
        ['draft Mine too', 'Mine too'],
      ],
    },
  };
  for (const [what, { keep: start, found: wanted }] of Object.entries(actions)) {
    it(`is not lost while it is ${what}`, async () => {
      const outcomes = new Set<string>();
      for (let step = 0, isOver = false; !isOver; step++) {
        await sandbox.stop();
        sandbox = await startSandbox();
        service = new Service(sandbox);
        const window = await ConfigurationWindow.open(sandbox);
        const act = await start(window);
        const first = window.faults.steps.length;
        window.faults.dies = index => index >= first + step;
        const isKilled = () => window.faults.steps.length > first + step || undefined;
        const killed = until('the kill', isKilled).then(
          () => false,
          () => false,
        );
        isOver = await Promise.race([act().then(() => true), killed]);
        await settled();
        window.faults.dies = () => false;
        const titles = await titlesAfter(window);
        for (const one of wanted)
          assert.ok(
            one.some(title => titles.includes(title)),
            `${String(step)}: ${titles.join(' | ')}`,
          );
        outcomes.add(titles.join(' | '));
      }
      assert.ok(outcomes.size > 1, [...outcomes].join('\n'));
    });
  }

  it('is the text on its version or the merge on theirs, whenever the window is killed in a merge', async () => {
    const outcomes = new Set<string>();
    for (let step = 0, isOver = false; !isOver; step++) {
      const window = await ConfigurationWindow.open(sandbox);
      const { drafts, draft } = await keep(window, loginPolicy(), 'Mine');
      const theirs = draft.base.replace('{', '{ "note": "theirs",');
      const merged = draft.text.replace('{', '{ "note": "theirs",');
      const first = window.faults.steps.length;
      window.faults.dies = index => index >= first + step;
      const killed = until('the kill', () => window.faults.steps.length > first + step || undefined);
      const merge = drafts.put(window.profile, draft, {
        ...{ base: theirs, text: merged, previous: draft.revision },
      });
      isOver = await Promise.race([
        merge.then(() => true),
        killed.then(
          () => false,
          () => false,
        ),
      ]);
      await settled();
      window.faults.dies = () => false;
      const next = new ConfigurationWindow(sandbox, window);
      const found = (await draftsOf(next)).of(next.profile);
      assert.equal(found.length, 1, String(step));
      const isMerged = found[0]?.base === theirs;
      assert.equal(found[0]?.base, isMerged ? theirs : draft.base);
      assert.equal(found[0].text, isMerged ? merged : draft.text);
      outcomes.add(isMerged ? 'merged' : 'mine');
    }
    assert.deepEqual([...outcomes], ['mine', 'merged']);
  });

  it('is not created again for the customer that its profile was pointed to meanwhile', async () => {
    const other = await startSandbox();
    try {
      const window = await ConfigurationWindow.open(sandbox);
      const { configuration } = window;
      const { drafts, draft } = await keep(window, loginPolicy(), 'Mine');
      const { origin, customerId, clientId, clientSecret } = other;
      // While the question is shown.
      await updateProfile(window.profiles, { ...window.profile, origin, customerId, clientId }, clientSecret);
      const count = sandbox.received.length;
      const text = createCopyText('loginPolicies', draft.text.replaceAll(secretPlaceholder, 'entered again'));
      await problemOf(createResource(configuration, 'loginPolicies', text), 'profileChanged');
      assert.deepEqual([sandbox.received.length, other.received], [count, []]);
      assert.deepEqual([drafts.of(window.profile), drafts.ofOtherCustomers(window.profile)], [[], [draft]]);
    } finally {
      await other.stop();
    }
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
