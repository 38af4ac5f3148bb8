import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profile';
import { Sessions } from '../../../src/features/accounts/sessions';
import { createSession, removeSession, type SigningInRooms } from '../../../src/features/accounts/signingIn';
import { Countdown } from '../../../src/vault/countdown';
import { problemOf, profileWith, settled } from '../../support/fakes';
import { KeeperFixture } from '../vault/keeperFixture';

const hour = 3_600_000;
const read = '.:config/clients**';
const write = '*:config/**';

/** A window with its accounts, as registerAccounts connects them. */
class Accounts {
  readonly vault: KeeperFixture;
  readonly sessions: Sessions;
  readonly #signingIn: SigningInRooms;
  /** What VS Code was told, as `+ acme read`, `- …`, `~ …`. */
  readonly told: string[] = [];
  readonly warnings: string[] = [];
  readonly cancel = new AbortController();
  isTrusted = true;

  constructor(before?: Accounts) {
    this.vault = new KeeperFixture(before?.vault);
    const { profiles, keeper, clock } = this.vault;
    const isTrusted = () => this.isTrusted;
    const sessions = new Sessions({ profiles, keeper, now: clock.now, isTrusted });
    this.#signingIn = {
      ...{ profiles, keeper, isTrusted },
      withProgress: (_, run) => run(this.cancel.signal),
      warnUser: message => this.warnings.push(message),
    };
    this.sessions = sessions;
    sessions.onDidChange(({ added = [], removed = [], changed = [] }) => {
      const tell = (sign: string, list: typeof added) =>
        list.map(({ account, scopes }) => `${sign} ${account.label} ${scopes.join(' ')}`);
      this.told.push([...tell('-', removed), ...tell('~', changed), ...tell('+', added)].join(', '));
    });
    const look = () => void sessions.look().catch(() => undefined);
    keeper.onDidChangeTokens(look);
    profiles.onDidChange(look);
    new Countdown(keeper, clock).onDidTick(() => void sessions.lookAgain());
  }

  create(scopes: readonly string[], accountId?: string) {
    return createSession(this.#signingIn, scopes, accountId);
  }

  remove(id: string) {
    return removeSession(this.#signingIn, id);
  }

  /** Another extension signs in, and the service answers. */
  async signIn(scopes: readonly string[], token: string, granted = scopes.join(' '), account?: Profile) {
    const arrival = this.vault.asked.length;
    const session = this.create(scopes, account?.id);
    (await this.vault.arrival(arrival)).resolve({ accessToken: token, expiresIn: 3600, scope: granted });
    const result = await session;
    await settled();
    return result;
  }

  /** What is noted as used at this moment. */
  get used(): string[] {
    const { keeper, clock } = this.vault;
    return keeper.uses.all
      .filter(({ at }) => at === clock.now())
      .map(({ profile, token }) => `${profile.id} ${token.requestedScope}`);
  }

  /** The tokens that the sessions found hold. */
  async found(scopes?: readonly string[], account?: Profile): Promise<string[]> {
    return (await this.sessions.find(scopes, account?.id)).map(({ accessToken }) => accessToken);
  }
}

describe('the sessions of the accounts', () => {
  let accounts: Accounts;
  let acme: Profile;

  beforeEach(async () => {
    accounts = new Accounts();
    acme = await accounts.vault.addProfile('acme');
  });

  describe('that are there', () => {
    it('are the live tokens of all profiles, or of the account that is named', async () => {
      await accounts.vault.issue(acme, read, 'one');
      const beta = await accounts.vault.addProfile('beta');
      await accounts.vault.issue(beta, read, 'two');
      await accounts.vault.issue(beta, write, 'three');
      assert.deepEqual((await accounts.found()).sort(), ['one', 'three', 'two']);
      assert.deepEqual(await accounts.found(undefined, acme), ['one']);
      assert.deepEqual((await accounts.found([read])).sort(), ['one', 'two']);
      assert.deepEqual(await accounts.found([read], beta), ['two']);
      assert.deepEqual(await accounts.found(undefined, profileWith({ id: 'gone' })), []);
    });

    it('have exactly the scopes asked for, whatever their order: never more than that', async () => {
      await accounts.vault.issue(acme, `${read} ${write}`, 'both');
      assert.deepEqual(await accounts.found([write, read]), ['both']);
      assert.deepEqual(await accounts.found([read, write, read]), ['both']);
      assert.deepEqual(await accounts.found([`${write} ${read}`]), ['both']);
      for (const scopes of [[read], [write], [read, write, '.:x'], []]) {
        assert.deepEqual(await accounts.found(scopes), [], scopes.join());
      }
    });

    it('end with the token', async () => {
      await accounts.vault.issue(acme, read, 'one');
      accounts.vault.clock.jump(hour);
      assert.deepEqual(await accounts.found(), []);
    });

    it('are none that was granted nothing', async () => {
      await accounts.vault.issue(acme, read, 'one');
      const useless = accounts.vault.keeper.request(acme, write);
      (await accounts.vault.arrival(1)).resolve({ accessToken: 'useless', expiresIn: 3600, scope: '' });
      await useless;
      assert.deepEqual(await accounts.found(), ['one']);
    });

    it('count as used where an extension names what it wants, not where a menu lists them', async () => {
      await accounts.vault.issue(acme, read, 'one');
      accounts.vault.clock.jump(1000);
      await accounts.found();
      assert.deepEqual(accounts.used, []);
      await accounts.found([read]);
      assert.deepEqual(accounts.used, [`${acme.id} ${read}`]);
    });

    it('are not known where the key store does not answer', async () => {
      await accounts.vault.issue(acme, read, 'one');
      accounts.vault.faults.fails = (_, step) => step.startsWith('secrets.get');
      await problemOf(accounts.sessions.find(), 'storage');
      assert.deepEqual(accounts.told, [`+ acme ${read}`]);
    });
  });

  describe('signing in', () => {
    it('requests the token for the active profile, and leaves the active token as it is', async () => {
      await accounts.vault.issue(acme, write, 'mine');
      accounts.vault.clock.jump(1000);
      const session = await accounts.signIn([read, '.:x', read], 'theirs');
      assert.equal(session.accessToken, 'theirs');
      assert.deepEqual(session.scopes, [read, '.:x', read]);
      assert.deepEqual(session.account, { id: acme.id, label: 'acme' });
      assert.equal(accounts.vault.asked[1]?.scope, `${read} .:x`);
      assert.equal(accounts.vault.keeper.status.token?.value, 'mine');
      assert.deepEqual(accounts.used, [`${acme.id} ${read} .:x`]);
      assert.equal((await accounts.sessions.find(['.:x', read]))[0]?.id, session.id);
    });

    it('uses the account that is named', async () => {
      await accounts.vault.addProfile('beta');
      const { account } = await accounts.signIn([read], 'one', read, acme);
      assert.equal(account.label, 'acme');
      assert.equal(accounts.vault.profiles.active?.name, 'beta');
    });

    it('again gets a new token under the same id', async () => {
      const { id } = await accounts.signIn([read, write], 'one');
      const again = await accounts.signIn([write, read], 'two');
      assert.deepEqual([again.id, again.accessToken], [id, 'two']);
      assert.deepEqual(await accounts.found(), ['two']);
    });

    it('is told why where it can not be', async () => {
      assert.match(
        (await problemOf(accounts.create([':oops']), 'invalidInput')).message,
        /action is missing/,
      );
      assert.match((await problemOf(accounts.create([]), 'invalidInput')).message, /\.:config\/\*\*/);
      await problemOf(accounts.create([read], 'gone'), 'noProfile');
      await accounts.vault.profiles.remove(acme);
      assert.match((await problemOf(accounts.create([read]), 'noProfile')).nextStep, /Add a profile/);
      assert.equal(accounts.vault.asked.length, 0);
    });

    it('can be cancelled', async () => {
      const cancelled = problemOf(accounts.create([read]), 'cancelled');
      await accounts.vault.arrival(0);
      accounts.cancel.abort();
      await cancelled;
    });

    it('fails where nothing was granted, and names the scope; the useless token is not kept', async () => {
      const { nextStep, message } = await problemOf(
        accounts.signIn([write], 'useless', ''),
        'nothingGranted',
      );
      assert.match(`${message} ${nextStep}`, /granted none of \*:config\/\*\*/);
      assert.deepEqual(accounts.used, []);
      assert.equal(accounts.vault.keeper.status.token, undefined);
    });

    it('tells both sides where only a part was granted', async () => {
      const { scopes } = await accounts.signIn([write, read], 'half', read);
      assert.deepEqual(scopes, [read]);
      assert.match(accounts.warnings.join(), /did not grant \*:config\/\*\*/);
    });
  });

  describe('signing out', () => {
    it('forgets that token and no other', async () => {
      const { id } = await accounts.signIn([read, write], 'one');
      await accounts.signIn([read], 'two');
      await accounts.remove(id);
      assert.deepEqual(await accounts.found(), ['two']);
      await problemOf(accounts.vault.keeper.find(acme, `${write} ${read}`), 'noToken');
    });

    it('of what is not there any more does nothing', async () => {
      await accounts.signIn([read], 'one');
      await accounts.remove(`gone ${read}`);
      await accounts.remove('nonsense');
      assert.deepEqual(await accounts.found(), ['one']);
    });
  });

  describe('VS Code is told', () => {
    const step = async (work: Promise<unknown>) => {
      accounts.told.length = 0;
      await work;
      await settled();
      return accounts.told;
    };

    it('of a new, a renewed and a forgotten token, once each', async () => {
      const { vault } = accounts;
      assert.deepEqual(await step(vault.issue(acme, read, 'one')), [`+ acme ${read}`]);
      assert.deepEqual(await step(vault.issue(acme, read, 'two')), [`~ acme ${read}`]);
      assert.deepEqual(await step(vault.keeper.forget(acme)), [`- acme ${read}`]);
    });

    it('of nothing where nothing changed', async () => {
      const { vault } = accounts;
      await vault.issue(acme, read, 'one');
      assert.deepEqual(await step(vault.addProfile('beta')), []);
      assert.deepEqual(await step(accounts.found([read])), []);
      assert.deepEqual(await step(accounts.sessions.look()), []);
    });

    it('of a profile that is called otherwise, has another client, or is removed', async () => {
      const { vault } = accounts;
      await vault.issue(acme, read, 'one');
      const renamed = { ...acme, name: 'Acme Inc.' };
      assert.deepEqual(await step(vault.profiles.update(renamed)), [`- acme ${read}, + Acme Inc. ${read}`]);
      const moved = { ...renamed, clientId: 'another' };
      assert.deepEqual(await step(vault.profiles.update(moved)), [`- Acme Inc. ${read}`]);
      await vault.issue(moved, read, 'two');
      assert.deepEqual(await step(vault.profiles.remove(moved)), [`- Acme Inc. ${read}`]);
    });

    it('when a token ends, without a timer of its own', async () => {
      const { vault } = accounts;
      await vault.issue(acme, read, 'one');
      const timers = vault.clock.waiting;
      const reads = () => vault.faults.steps.filter(each => each.startsWith('secrets.get')).length;
      const before = reads();
      vault.clock.pass(hour - 1);
      await settled();
      assert.equal(reads(), before, 'nobody reads the key store while time goes on');
      assert.ok(timers <= 1);
      vault.clock.pass(1);
      await settled();
      assert.deepEqual(accounts.told, [`+ acme ${read}`, `- acme ${read}`]);
    });

    it('of a token that ended unseen when somebody asks', async () => {
      await accounts.vault.issue(acme, read, 'one');
      accounts.vault.clock.jump(2 * hour);
      assert.deepEqual(await step(accounts.found()), [`- acme ${read}`]);
    });

    it('of what another window requests, renews and forgets', async () => {
      const other = new Accounts(accounts);
      await accounts.vault.issue(acme, read, 'one');
      await accounts.vault.issue(acme, read, 'two');
      await accounts.vault.keeper.forget(acme);
      await settled();
      assert.deepEqual(other.told, [`+ acme ${read}`, `~ acme ${read}`, `- acme ${read}`]);
    });
  });

  describe('in a workspace that is not trusted', () => {
    beforeEach(async () => {
      accounts.isTrusted = false;
      await accounts.vault.issue(acme, read, 'one');
    });

    it('are none, and nobody can sign in', async () => {
      assert.deepEqual(await accounts.found(), []);
      assert.deepEqual(await accounts.found([read]), []);
      const { nextStep } = await problemOf(accounts.create([read]), 'untrustedWorkspace');
      assert.match(nextStep, /Trust the workspace/);
      assert.deepEqual(accounts.told, []);
      assert.equal(accounts.vault.asked.length, 1);
    });

    it('are told once it is', async () => {
      await accounts.found();
      accounts.isTrusted = true;
      await accounts.sessions.lookAgain();
      assert.deepEqual(accounts.told, [`+ acme ${read}`]);
      assert.deepEqual(await accounts.found(), ['one']);
    });
  });
});
