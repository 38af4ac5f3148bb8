// Random schedules in simulated time: what two windows, a colleague, the service and the storage do to each other.
import assert from 'node:assert/strict';
import { applyChange } from '../../../../src/configuration/writes/applyChange';
import { createResource } from '../../../../src/configuration/writes/createResource';
import { deleteResource, prepareDeletion } from '../../../../src/configuration/writes/deleteResource';
import { assertAllowed, isConflict } from '../../../../src/configuration/writes/prepareChange';
import { recoverPendingWrites } from '../../../../src/configuration/writes/recoverWrites';
import {
  prepareSecretReset,
  resetClientSecret,
  secretNotProvedProblem,
} from '../../../../src/configuration/writes/resetClientSecret';
import { isProblem } from '../../../../src/core/common/problem';
import { createCopyText } from '../../../../src/core/resourceRules/resourceCopy';
import type { ResourceKey } from '../../../../src/core/resources/resource';
import { toDocumentText } from '../../../../src/core/resources/resourceText';
import { watchObsoleteDrafts } from '../../../../src/features/configuration/documents/obsoleteDrafts';
import { conflictProblem, prepareDraft } from '../../../../src/features/configuration/documents/prepareDraft';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index';
import type { Draft } from '../../../../src/storage/configuration/draftFiles';
import { Drafts } from '../../../../src/storage/configuration/drafts';
import { deferred, FakeClock, settled } from '../../../support/fakes';
import { pick, type Random, randomSource } from '../../../support/mutations';
import { closeAll } from '../../api/servers';
import { ConfigurationWindow, Service, told } from '../windowFixture';
import { apply, edit as editFile, idsIn, pull } from './applyFixture';

const [seconds, minutes] = [1_000, 60_000];
const schedules = 12;

/** What goes wrong at a write request of a window, or in its storage. */
const troubles = [
  ...['nothing', 'nothing', 'nothing'],
  ...[
    'lost before',
    'lost after',
    'killed before',
    'killed after',
    'storage fails',
    'colleague takes the spare',
  ],
] as const;

const isWrite = (request: string) => /^(?:PUT|DELETE|POST config)/.test(request);
const titleOf = (text: string) => /"(?:title|name)": "(.*)"/.exec(text)?.[1] ?? '';
/** A window of the user. */
class UserWindow {
  readonly drafts: Drafts;
  readonly timers = new FakeClock();
  isAlive = true;
  readonly #stop: () => void;

  constructor(
    readonly at: ConfigurationWindow,
    log: string[],
  ) {
    const { files, secrets, deps, clock, configurations, profiles } = at;
    this.drafts = new Drafts({ files, secrets, newId: deps.newId, now: clock.now, warn: deps.warn });
    const { drafts } = this;
    this.#stop = watchObsoleteDrafts({
      ...{ configurations, drafts, profiles, after: this.timers.after, warn: deps.warn },
      isSending: () => false,
      remove: async (_, draft) => {
        log.push(`${at.owner}: the service has the draft ${titleOf(draft.text)}`);
        await drafts.remove(draft);
      },
    }).dispose;
  }

  end(): void {
    this.isAlive = false;
    this.at.trouble = () => new Promise<Response>(() => undefined);
    this.#stop();
  }
}

/** One machine with two windows, and a colleague at another one. */
class Schedule {
  readonly log: string[] = [];
  readonly said: string[] = [];
  readonly gone: string[] = [];
  /** The titles that the service ever had, in order. */
  readonly made: string[] = [];
  /** What the user typed and neither replaced nor knows to be sent, by title. */
  readonly edits = new Map<string, ResourceKey>();
  readonly rolledBack = new Set<string>();
  readonly changedByColleague = new Set<string>();
  windows: UserWindow[];
  #titles = 0;

  constructor(
    readonly random: Random,
    readonly sandbox: Sandbox,
    readonly clock: FakeClock,
    first: ConfigurationWindow,
    readonly spare: { readonly policy: string; readonly client: string },
  ) {
    this.windows = [first, new ConfigurationWindow(sandbox, first)].map(at => new UserWindow(at, this.log));
  }

  /** Without lag. A new one each time: its token expires. */
  get service(): Service {
    return new Service(this.sandbox, '?now');
  }

  get keys(): readonly ResourceKey[] {
    const { ids } = this.sandbox;
    return [
      { kind: 'tokenPolicies', id: ids.mobileTokenPolicy },
      { kind: 'loginPolicies', id: ids.staffLoginPolicy },
      { kind: 'clients', id: ids.staffClient },
      // Twice, because it gives access.
      { kind: 'tokenPolicies', id: ids.configurationTokenPolicy },
      { kind: 'tokenPolicies', id: ids.configurationTokenPolicy },
    ];
  }

  newTitle(by: string): string {
    return `${by} ${String(++this.#titles)}`;
  }

  pass(milliseconds: number): void {
    this.clock.jump(milliseconds);
    for (const { timers } of this.windows) timers.pass(milliseconds);
  }

  async nowAt(key: ResourceKey): Promise<string> {
    const members = await this.service.members(key.kind, key.id);
    return String(members?.['title'] ?? members?.['name']);
  }

  /** What the user does, and what the window says then. */
  async edit({ at, drafts }: UserWindow): Promise<string> {
    const key = pick(this.random, this.keys);
    const takesAccess = key.id === this.sandbox.ids.configurationTokenPolicy && this.random(3) === 0;
    await drafts.refresh();
    const draft = drafts.get(at.profile, key);
    const { resourceCache } = at.configuration;
    const shown = draft ?? resourceCache.cached(key) ?? (await resourceCache.read(key));
    const base = 'base' in shown ? shown.base : toDocumentText(shown.body);
    const title = this.newTitle(takesAccess ? 'narrow' : 'mine');
    const before = draft?.text ?? base;
    const members = JSON.parse(before) as Record<string, unknown>;
    members['title' in members ? 'title' : 'name'] = title;
    if (takesAccess) members['allowedScopes'] = ['openid'];
    const text = JSON.stringify(members, undefined, 2);
    await drafts.put(at.profile, key, { base, text, previous: draft?.revision });
    this.edits.delete(titleOf(before));
    this.edits.set(title, key);
    return `kept ${title} instead of ${titleOf(before)}`;
  }

  async send(window: UserWindow): Promise<string> {
    const { at, drafts } = window;
    await drafts.refresh();
    if (drafts.of(at.profile).length === 0) await this.edit(window);
    const all = drafts.of(at.profile);
    const draft: Draft = pick(this.random, all);
    const key: ResourceKey = { kind: draft.kind, id: draft.id };
    const { text, base, title } = draft;
    const before = await this.nowAt(key);
    const change = await prepareDraft(at.configuration, key, { edited: text, base });
    if (change && isConflict(change)) {
      const { message } = await conflictProblem(at.configuration, key, title, change);
      if (message.startsWith('Somebody else changed')) {
        // A read that lags may show what was before a change of the colleague: nobody can know that.
        assert.ok(titleOf(base) !== before || this.changedByColleague.has(key.id), `false: ${message}`);
        const merged = text.replace(/"allowedScopes": \[[^\]]*\]/, () => {
          const scopes = /"allowedScopes": \[[^\]]*\]/.exec(change.theirs);
          return scopes?.[0] ?? '"allowedScopes": []';
        });
        await drafts.put(at.profile, key, { base: change.theirs, text: merged, previous: draft.revision });
      }
      return `${titleOf(text)}: ${message}`;
    }
    if (change) {
      assertAllowed(change.lockoutCheck, key.id, key);
      const { verificationError } = await applyChange(at.configuration, change).catch((error: unknown) => {
        if (isProblem(error) && error.message.includes('rolled back')) this.rolledBack.add(titleOf(text));
        throw error;
      });
      assert.ok(this.made.includes(titleOf(text)), `claims that it was made: ${titleOf(text)}`);
      await drafts.remove(draft);
      this.edits.delete(titleOf(text));
      if (verificationError) throw verificationError;
      return `sent ${titleOf(text)}`;
    }
    assert.ok(this.made.includes(titleOf(text)), `claims that the service has it: ${titleOf(text)}`);
    await drafts.remove(draft);
    this.edits.delete(titleOf(text));
    return `the service has ${titleOf(text)}`;
  }

  async applyFiles({ at }: UserWindow): Promise<string> {
    const workspace = await pull(at);
    const [key] = this.keys as [ResourceKey];
    const [address] = [...idsIn(workspace)].find(([, id]) => id === key.id) ?? [];
    if (address === undefined) return 'not pulled';
    const title = this.newTitle('file');
    editFile(workspace, address, members => ({ ...members, title }));
    const { failed } = await apply(at, workspace, [['change', address]]);
    if (failed) throw failed.problem;
    assert.ok(this.made.includes(title), `claims that it was made: ${title}`);
    return `applied ${title}`;
  }

  async reset({ at }: UserWindow): Promise<string> {
    const id = this.sandbox.clientId;
    const reset = await prepareSecretReset(at.deps, at.configuration, id);
    assertAllowed(reset.lockoutCheck, id, reset.client);
    const { unsaved, isProved } = await resetClientSecret(at.deps, at.configuration, reset);
    if (unsaved.length > 0 || !isProved) throw secretNotProvedProblem(reset);
    return 'reset';
  }

  /** Deletes a policy that nobody uses, and creates it again from the copy. */
  async deleteAndRestore({ at }: UserWindow): Promise<string> {
    const title = this.newTitle('old');
    const id = await this.service.create('tokenPolicies', { title, allowedScopes: ['openid'] });
    const key = { kind: 'tokenPolicies', id } as const;
    const deletion = await prepareDeletion(at.configuration, key);
    assertAllowed(deletion.lockoutCheck, id, key);
    await deleteResource(at.configuration, deletion);
    assert.equal(await this.service.members('tokenPolicies', id), undefined);
    at.faults.fails = () => false;
    const [copy] = await at.history.list(at.profile, key);
    assert.ok(copy, 'a copy of what was deleted');
    await createResource(at.configuration, 'tokenPolicies', createCopyText('tokenPolicies', copy.text));
    assert.ok((await this.service.titles('tokenPolicies')).includes(title));
    return `restored ${title}`;
  }

  async colleague(): Promise<string> {
    const key = pick(this.random, this.keys);
    const title = this.newTitle('colleague');
    this.changedByColleague.add(key.id);
    await this.service.change(key.kind, key.id, { [key.kind === 'clients' ? 'name' : 'title']: title });
    return title;
  }

  /** The colleague gives back the scopes that a user gave away. */
  async giveBack(): Promise<void> {
    const own = this.sandbox.ids.configurationTokenPolicy;
    const scopes = (await this.service.members('tokenPolicies', own))?.['allowedScopes'];
    if (JSON.stringify(scopes) === '["*:**"]') return;
    this.changedByColleague.add(own);
    await this.service.change('tokenPolicies', own, { allowedScopes: ['*:**'] });
  }

  async isOpen(at: ConfigurationWindow): Promise<boolean> {
    const open = await Promise.all(at.profiles.all.map(profile => at.hasAccess(profile)));
    return open.includes(true);
  }

  /** One action of a window, with trouble. Resolves when it ended, or its window did. */
  async act(window: UserWindow): Promise<void> {
    const { random, spare } = this;
    const action = pick(random, [
      ...(['edit', 'send', 'send', 'send', 'send', 'applyFiles', 'reset', 'deleteAndRestore'] as const),
    ]);
    const trouble = pick(random, troubles);
    const { at } = window;
    const killed = deferred<'killed'>();
    const firstRequest = at.sent.length;
    let isTroubled = false;
    const lost = () =>
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }),
      });
    const done = async (request: string, pass: () => Promise<Response>) => {
      const answer = await pass();
      if (request.startsWith('PUT') && answer.ok)
        this.made.push(titleOf(JSON.stringify(await answer.clone().json(), undefined, 2)));
      return answer;
    };
    at.trouble = async (request, pass) => {
      if (!window.isAlive) return new Promise<Response>(() => undefined);
      if (!isWrite(request)) return pass();
      if (isTroubled) return done(request, pass);
      isTroubled = true;
      if (trouble === 'colleague takes the spare')
        await this.service.change('tokenPolicies', spare.policy, { allowedScopes: ['openid'] });
      if (!trouble.endsWith('before')) {
        const answer = await done(request, pass);
        if (!trouble.endsWith('after')) return answer;
      }
      if (trouble.startsWith('lost')) throw lost();
      window.end();
      killed.resolve('killed');
      return new Promise<Response>(() => undefined);
    };
    if (trouble === 'storage fails') {
      const from = at.faults.steps.length + random(30);
      const until = from + 1 + random(6);
      at.faults.fails = (index, step) => index >= from && index < until && !step.startsWith('globalState');
    }
    const heard = await Promise.race([
      killed.promise,
      this[action](window).catch((error: unknown) => {
        if (!isProblem(error)) throw error;
        return told(error);
      }),
    ]);
    at.faults.fails = () => false;
    this.log.push(`${at.owner}, ${action}, ${trouble}: ${heard}`);
    // What the message advises, before the colleague helps.
    if (heard.includes('Run Create Spare Configuration Access now')) {
      // While reads lag, it says that it must be run again.
      await at.createSpare().catch((error: unknown) => this.log.push(told(error)));
    }
    if (trouble === 'colleague takes the spare') {
      const isTold = /Run Create Spare Configuration Access now|Run Show Configuration Access/.test(heard);
      if (heard.includes('sent narrow')) assert.ok(isTold || (await this.isOpen(at)), `locked out: ${heard}`);
      await this.service.change('tokenPolicies', spare.policy, { allowedScopes: ['*:config/**'] });
    }
    if (heard !== 'killed') return;
    this.gone.push(at.owner);
    this.windows = this.windows.filter(({ isAlive }) => isAlive);
    const next = new UserWindow(new ConfigurationWindow(this.sandbox, at), this.log);
    this.windows.push(next);
    for (const { at: living } of this.windows) for (const owner of this.gone) living.gone.add(owner);
    const before = this.said.length;
    for (let minute = 0; minute < 12 && this.said.length === before; minute++) {
      await this.recover(next);
      this.pass(minutes);
    }
    const isSent = at.sent.slice(firstRequest).some(isWrite);
    assert.ok(!isSent || this.said.length > before, `silent: ${action}`);
  }

  async recover({ at }: UserWindow): Promise<void> {
    await recoverPendingWrites(at.deps, text => {
      this.said.push(text);
      this.log.push(`${at.owner}: ${text}`);
    });
  }

  async end(): Promise<void> {
    for (let minute = 0; minute < 16; minute++) {
      for (const window of this.windows) await this.recover(window);
      this.pass(minutes);
      await settled();
    }
    const [{ at }] = this.windows as [UserWindow];
    const left = (await at.pendingWrites.all()).filter(({ does }) => does !== 'spare');
    assert.deepEqual(left, [], 'is looked after to the end');
    assert.ok(await this.isOpen(at), 'locked out');
    const { drafts } = new UserWindow(new ConfigurationWindow(this.sandbox, at), this.log);
    await drafts.refresh();
    const kept = this.keys.flatMap(key => {
      const shown = drafts.get(at.profile, key);
      return [...(shown ? [shown] : []), ...drafts.others(at.profile, key)].map(({ text }) => titleOf(text));
    });
    for (const [title, key] of this.edits) {
      const isNow = (await this.nowAt(key)) === title;
      // Made, and perhaps replaced by the colleague since.
      const isMade = this.made.includes(title) && !this.rolledBack.has(title);
      assert.ok(kept.includes(title) || isNow || isMade, `lost: ${title}`);
    }
  }
}

describe('random schedules of two windows and a colleague', function () {
  let sandbox: Sandbox | undefined;

  afterEach(end);
  async function end(): Promise<void> {
    await settled();
    await sandbox?.stop();
    await closeAll();
  }

  for (let seed = 0; seed < schedules; seed++) {
    it(`schedule ${String(seed)} locks nobody out, loses no edit, and says what happened`, async () => {
      const random = randomSource(seed);
      const clock = new FakeClock();
      const tokenOfLostClient = pick(random, ['valid', 'ended'] as const);
      sandbox = await startSandbox({ now: clock.now, choices: { tokenOfLostClient } });
      const service = new Service(sandbox);
      await service.change('tokenPolicies', sandbox.ids.configurationTokenPolicy, {
        accessTokenLifetime: pick(random, [60, 120, 3600]),
      });
      const spare = await service.addAccess('Spare');
      const at = await ConfigurationWindow.open(sandbox, sandbox, clock);
      await at.hold(spare.client, await service.secret(spare.client));
      const schedule = new Schedule(random, sandbox, clock, at, spare);
      try {
        for (let round = 0; round < 10; round++) {
          if (random(3) === 0) {
            const lagMs = pick(random, [8 * seconds, 2 * minutes, 7 * minutes]);
            sandbox.fail({ method: 'GET', path: /\/config\/[^?]*$/, lagMs, times: random(40) });
            schedule.log.push(`reads lag ${String(lagMs / seconds)} s`);
          }
          const acting = random(2) === 0 ? schedule.windows : [pick(random, schedule.windows)];
          const colleague = random(4) === 0 ? schedule.colleague() : undefined;
          await Promise.all(acting.map(window => schedule.act(window)));
          if (colleague) schedule.log.push(await colleague);
          schedule.pass(pick(random, [seconds, 30 * seconds, 3 * minutes, 20 * minutes]));
          for (const window of schedule.windows) await schedule.recover(window);
          if (random(2) === 0) await schedule.giveBack();
        }
        await schedule.end();
      } catch (error) {
        throw new Error(
          `${error instanceof Error ? error.stack : String(error)}\n${schedule.log.join('\n')}`,
        );
      }
    });
  }
});
