import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/profile/profile';
import { grantWarning } from '../../../../src/core/tokens/grantWarning';
import {
  createSession,
  removeSession,
  type SignInDeps,
} from '../../../../src/features/accounts/sessionOperations';
import { Sessions } from '../../../../src/features/accounts/sessions';
import { ExpiryTimer } from '../../../../src/tokens/expiryTimer';
import { problemOf, profileWith, settled } from '../../../support/fakes';
import { updateProfile } from '../../../support/updateProfile';
import { TokenServiceFixture } from '../../tokens/tokenServiceFixture';

const hour = 3_600_000;
const read = '.:config/clients**';
const write = '*:config/**';

/** A window with its accounts, as registerAccounts connects them. */
class Accounts {
  readonly fixture: TokenServiceFixture;
  readonly sessions: Sessions;
  readonly #signingIn: SignInDeps;
  /** What VS Code was told, as `+ acme read`, `- …`, `~ …`. */
  readonly told: string[] = [];
  readonly warnings: string[] = [];
  isTrusted = true;

  constructor(before?: Accounts) {
    this.fixture = new TokenServiceFixture(before?.fixture);
    const { profiles, tokenService, clock } = this.fixture;
    const isTrusted = () => this.isTrusted;
    const sessions = new Sessions({ profiles, tokenService, now: clock.now, isTrusted });
    this.#signingIn = {
      ...{ profiles, tokenService, isTrusted },
      warnOfGrant: token => {
        const warning = grantWarning(token);
        if (warning !== undefined) this.warnings.push(warning);
      },
    };
    this.sessions = sessions;
    sessions.onDidChange(({ added = [], removed = [], changed = [] }) => {
      const tell = (sign: string, list: typeof added) =>
        list.map(({ account, scopes }) => `${sign} ${account.label} ${scopes.join(' ')}`);
      this.told.push([...tell('-', removed), ...tell('~', changed), ...tell('+', added)].join(', '));
    });
    const look = () => void sessions.update().catch(() => undefined);
    tokenService.onDidChangeTokens(look);
    profiles.onDidChange(look);
    new ExpiryTimer(tokenService, clock).onDidChangeTimeLeft(() => void sessions.updateIfDue());
  }

  create(scopes: readonly string[], accountId?: string) {
    return createSession(this.#signingIn, scopes, accountId);
  }

  remove(id: string) {
    return removeSession(this.#signingIn, id);
  }

  /** Another extension signs in, and the service answers. */
  async signIn(scopes: readonly string[], token: string, granted = scopes.join(' '), account?: Profile) {
    const arrival = this.fixture.asked.length;
    const session = this.create(scopes, account?.id);
    (await this.fixture.arrival(arrival)).resolve({ accessToken: token, expiresIn: 3600, scope: granted });
    const result = await session;
    await settled();
    return result;
  }

  /** The recorded uses so far. */
  get used(): string[] {
    const { tokenService, clock } = this.fixture;
    return tokenService.usage.all
      .filter(({ usedAt: at }) => at === clock.now())
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
    acme = await accounts.fixture.addProfile('acme');
  });

  describe('that are there', () => {
    it('are the live tokens of all profiles, or of the account that is named', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      const beta = await accounts.fixture.addProfile('beta');
      await accounts.fixture.issue(beta, read, 'two');
      await accounts.fixture.issue(beta, write, 'three');
      assert.deepEqual((await accounts.found()).sort(), ['one', 'three', 'two']);
      assert.deepEqual(await accounts.found(undefined, acme), ['one']);
      assert.deepEqual((await accounts.found([read])).sort(), ['one', 'two']);
      assert.deepEqual(await accounts.found([read], beta), ['two']);
      assert.deepEqual(await accounts.found(undefined, profileWith({ id: 'gone' })), []);
    });

    it('have exactly the scopes asked for, whatever their order: never more than that', async () => {
      await accounts.fixture.issue(acme, `${read} ${write}`, 'both');
      assert.deepEqual(await accounts.found([write, read]), ['both']);
      assert.deepEqual(await accounts.found([read, write, read]), ['both']);
      assert.deepEqual(await accounts.found([`${write} ${read}`]), ['both']);
      for (const scopes of [[read], [write], [read, write, '.:x'], []]) {
        assert.deepEqual(await accounts.found(scopes), [], scopes.join());
      }
    });

    it('end with the token', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      accounts.fixture.clock.jump(hour);
      assert.deepEqual(await accounts.found(), []);
    });

    it('do not include a token without a granted scope', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      const useless = accounts.fixture.tokenService.acquire({ profile: acme, scope: write, activate: true });
      (await accounts.fixture.arrival(1)).resolve({ accessToken: 'useless', expiresIn: 3600, scope: '' });
      await useless;
      assert.deepEqual(await accounts.found(), ['one']);
    });

    it('count as used when an extension names what it wants, not when a menu lists them', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      accounts.fixture.clock.jump(1000);
      await accounts.found();
      assert.deepEqual(accounts.used, []);
      await accounts.found([read]);
      assert.deepEqual(accounts.used, [`${acme.id} ${read}`]);
    });

    it('are not known when SecretStorage does not answer', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      const reloaded = new Accounts(accounts);
      accounts.fixture.faults.fails = (_, step) => step.startsWith('secrets.get');
      await problemOf(reloaded.sessions.find(), 'storage');
      assert.deepEqual([accounts.told, reloaded.told], [[`+ acme ${read}`], []]);
    });

    it('stay known when SecretStorage no longer answers', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      accounts.fixture.faults.fails = (_, step) => step.startsWith('secrets.get');
      assert.equal((await accounts.sessions.find()).length, 1);
    });
  });

  describe('signing in', () => {
    it('requests the token for the active profile, and leaves the active token as it is', async () => {
      await accounts.fixture.issue(acme, write, 'mine');
      accounts.fixture.clock.jump(1000);
      const session = await accounts.signIn([read, '.:x', read], 'theirs');
      assert.equal(session.accessToken, 'theirs');
      assert.deepEqual(session.scopes, [read, '.:x', read]);
      assert.deepEqual(session.account, { id: acme.id, label: 'acme' });
      assert.equal(accounts.fixture.asked[1]?.scope, `${read} .:x`);
      assert.equal(accounts.fixture.tokenService.status.token?.value, 'mine');
      assert.deepEqual(accounts.used, [`${acme.id} ${read} .:x`]);
      assert.equal((await accounts.sessions.find(['.:x', read]))[0]?.id, session.id);
    });

    it('uses the account that is named', async () => {
      await accounts.fixture.addProfile('beta');
      const { account } = await accounts.signIn([read], 'one', read, acme);
      assert.equal(account.label, 'acme');
      assert.equal(accounts.fixture.profiles.active?.name, 'beta');
    });

    it('has the name that the profile got meanwhile, under which VS Code keeps the permission', async () => {
      const session = accounts.create([read]);
      const request = await accounts.fixture.arrival(0);
      await updateProfile(accounts.fixture.profiles, { ...acme, name: 'Acme Inc.' });
      request.resolve({ accessToken: 'one', expiresIn: 3600, scope: read });
      assert.deepEqual((await session).account, { id: acme.id, label: 'Acme Inc.' });
    });

    it('again gets a new token under the same id', async () => {
      const { id } = await accounts.signIn([read, write], 'one');
      const again = await accounts.signIn([write, read], 'two');
      assert.deepEqual([again.id, again.accessToken], [id, 'two']);
      assert.deepEqual(await accounts.found(), ['two']);
    });

    it('fails with the reason', async () => {
      assert.match(
        (await problemOf(accounts.create([':oops']), 'invalidInput')).message,
        /action is missing/,
      );
      assert.match((await problemOf(accounts.create([]), 'invalidInput')).message, /\.:config\/\*\*/);
      const tooLong = accounts.create([`.:config/${'x'.repeat(20_000)}`]);
      assert.match(
        (await problemOf(tooLong, 'invalidInput')).message,
        /20009 characters; the limit is 20000/,
      );
      assert.deepEqual(accounts.fixture.asked, []);
      await problemOf(accounts.create([read], 'gone'), 'noProfile');
      await accounts.fixture.profiles.remove(acme);
      assert.match((await problemOf(accounts.create([read]), 'noProfile')).nextStep, /Add a profile/);
      assert.equal(accounts.fixture.asked.length, 0);
    });

    it('can be cancelled', async () => {
      const cancelled = problemOf(accounts.create([read]), 'cancelled');
      await accounts.fixture.arrival(0);
      accounts.fixture.cancel.abort();
      await cancelled;
    });

    it('fails when nothing was granted, and names the scope; the useless token is not kept', async () => {
      const { nextStep, message } = await problemOf(
        accounts.signIn([write], 'useless', ''),
        'nothingGranted',
      );
      assert.match(`${message} ${nextStep}`, /granted none of \*:config\/\*\*/);
      assert.deepEqual(accounts.used, []);
      assert.equal(accounts.fixture.tokenService.status.token, undefined);
    });

    it('informs both sides if only a part was granted', async () => {
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
      await problemOf(accounts.fixture.tokenService.find(acme, `${write} ${read}`), 'noToken');
    });

    it('of a session that no longer exists does nothing', async () => {
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
      const { fixture } = accounts;
      assert.deepEqual(await step(fixture.issue(acme, read, 'one')), [`+ acme ${read}`]);
      assert.deepEqual(await step(fixture.issue(acme, read, 'two')), [`~ acme ${read}`]);
      assert.deepEqual(await step(fixture.tokenService.forget(acme)), [`- acme ${read}`]);
    });

    it('of nothing when nothing changed', async () => {
      const { fixture } = accounts;
      await fixture.issue(acme, read, 'one');
      assert.deepEqual(await step(fixture.addProfile('beta')), []);
      assert.deepEqual(await step(accounts.found([read])), []);
      assert.deepEqual(await step(accounts.sessions.update()), []);
    });

    it('of a profile that is renamed, gets another client, or is removed', async () => {
      const { fixture } = accounts;
      await fixture.issue(acme, read, 'one');
      const renamed = { ...acme, name: 'Acme Inc.' };
      assert.deepEqual(await step(updateProfile(fixture.profiles, renamed)), [
        `- acme ${read}, + Acme Inc. ${read}`,
      ]);
      const moved = { ...renamed, clientId: 'another' };
      assert.deepEqual(await step(updateProfile(fixture.profiles, moved)), [`- Acme Inc. ${read}`]);
      await fixture.issue(moved, read, 'two');
      assert.deepEqual(await step(fixture.profiles.remove(moved)), [`- Acme Inc. ${read}`]);
    });

    it('when a token ends, without a timer of its own', async () => {
      const { fixture } = accounts;
      await fixture.issue(acme, read, 'one');
      const timers = fixture.clock.waiting;
      const reads = () => fixture.faults.steps.filter(each => each.startsWith('secrets.get')).length;
      const before = reads();
      fixture.clock.pass(hour - 1);
      await settled();
      assert.equal(reads(), before, 'nobody reads SecretStorage while time goes on');
      assert.ok(timers <= 1);
      fixture.clock.pass(1);
      await settled();
      assert.deepEqual(accounts.told, [`+ acme ${read}`, `- acme ${read}`]);
    });

    it('of a token that expired unnoticed, at the next request for sessions', async () => {
      await accounts.fixture.issue(acme, read, 'one');
      accounts.fixture.clock.jump(2 * hour);
      assert.deepEqual(await step(accounts.found()), [`- acme ${read}`]);
    });

    it('of what another window requests, renews and forgets', async () => {
      const other = new Accounts(accounts);
      await accounts.fixture.issue(acme, read, 'one');
      await accounts.fixture.issue(acme, read, 'two');
      await accounts.fixture.tokenService.forget(acme);
      await settled();
      assert.deepEqual(other.told, [`+ acme ${read}`, `~ acme ${read}`, `- acme ${read}`]);
    });
  });

  describe('in an untrusted workspace', () => {
    beforeEach(async () => {
      accounts.isTrusted = false;
      await accounts.fixture.issue(acme, read, 'one');
    });

    it('there are no sessions, and signing in is refused', async () => {
      assert.deepEqual(await accounts.found(), []);
      assert.deepEqual(await accounts.found([read]), []);
      const { nextStep } = await problemOf(accounts.create([read]), 'untrustedWorkspace');
      assert.match(nextStep, /Trust the workspace/);
      assert.deepEqual(accounts.told, []);
      assert.equal(accounts.fixture.asked.length, 1);
    });

    it('reports the sessions once it is trusted', async () => {
      await accounts.found();
      accounts.isTrusted = true;
      await accounts.sessions.updateIfDue();
      assert.deepEqual(accounts.told, [`+ acme ${read}`]);
      assert.deepEqual(await accounts.found(), ['one']);
    });
  });
});
