import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/common/problem';
import type { Profile } from '../../../../src/core/profile/profile';
import type { AccessToken } from '../../../../src/core/tokens/accessToken';
import { ExpiryTimer } from '../../../../src/tokens/expiryTimer';
import { AutoRenewal, type RenewMode, recentUseWindow } from '../../../../src/tokens/renewal/autoRenewal';
import { RenewalLock } from '../../../../src/tokens/renewal/lock';
import { renewalTime, onceFirstDue } from '../../../../src/tokens/renewal/schedule';
import { FakeState, settled } from '../../../support/fakes';
import { updateProfile } from '../../../support/updateProfile';
import { TokenServiceFixture } from '../tokenServiceFixture';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const scope = '.:config/**';

/** A window that renews tokens. */
class RenewingWindow extends TokenServiceFixture {
  mode: RenewMode = 'whileInUse';
  isInFront = true;
  isAtHand = false;
  readonly offered: string[] = [];
  readonly told: string[] = [];
  readonly expiryTimer = new ExpiryTimer(this.tokenService, this.clock);
  readonly renewal = new AutoRenewal({
    tokenService: this.tokenService,
    profiles: this.profiles,
    expiryTimer: this.expiryTimer,
    lock: new RenewalLock(this.secrets, this.window, this.clock),
    clock: this.clock,
    random: () => 1,
    mode: () => this.mode,
    isWindowFocused: () => this.isInFront,
    isUserActive: () => this.isAtHand,
    offer: (_, token) => this.offered.push(token.value),
    reportProblem: problem => this.told.push(problem.kind),
    reportReducedGrant: token => this.told.push(`granted ${token.grantedScope}`),
    warn: message => this.warnings.push(message),
  });

  /** Moves the time in small steps, so that timers run in between. */
  async pass(milliseconds: number, step = Math.min(milliseconds, 500)): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += step) {
      this.clock.pass(step);
      await settled();
      await settled();
    }
  }

  /** The service answers the last request. */
  async answer(value: string, expiresIn = 3600): Promise<void> {
    this.asked.at(-1)?.resolve({ accessToken: value, expiresIn, scope });
    await settled();
    await settled();
  }
}

describe('renewalTime', () => {
  for (const [life, before] of [
    [hour, 6 * minute],
    [20 * minute, 2 * minute],
    [minute, 15 * second],
    [20 * second, 10 * second],
    [24 * hour, 6 * minute],
  ] as const) {
    it(`of a token that lives ${life / second} s: ${before / second} s before its end`, () => {
      const token = { issuedAt: 1000, expiresAt: 1000 + life } as AccessToken;
      assert.equal(1000 + life - renewalTime(token), before);
    });
  }
});

describe('onceFirstDue', () => {
  let at: TokenServiceFixture;
  let acme: Profile;
  let due: number;
  let waiting: { dispose(): void };

  beforeEach(async () => {
    at = new TokenServiceFixture();
    acme = await at.addProfile('acme');
    due = 0;
    const expiryTimer = new ExpiryTimer(at.tokenService, at.clock);
    waiting = onceFirstDue({ usage: at.tokenService.usage, expiryTimer, clock: at.clock }, () => due++);
  });

  /** A token that lives for an hour is stored, and used. */
  const use = async (of = scope, life = hour) => {
    const requested = at.tokenService.acquire({ profile: acme, scope: of, activate: true });
    (await at.arrival(at.asked.length)).resolve({ accessToken: of, expiresIn: life / 1000, scope: of });
    const token = await requested;
    at.tokenService.usage.record(acme, token);
  };

  it('calls once, when a token in use is due', async () => {
    await use();
    at.clock.pass(54 * minute - 1);
    assert.equal(due, 0);
    at.clock.pass(1);
    assert.equal(due, 1);
    await use('.:**');
    at.clock.pass(hour);
    assert.equal(due, 1);
  });

  it('waits for the first of several, and at once when one is due already', async () => {
    await use();
    await use('.:**', 20 * minute);
    at.clock.pass(18 * minute);
    assert.equal(due, 1);
  });

  it('reads the clock with the countdown, because a timer is late after sleep', async () => {
    await use();
    at.clock.jump(55 * minute);
    at.clock.pass(minute);
    assert.equal(due, 1);
  });

  it('neither waits without a use, nor once it is disposed', async () => {
    at.clock.pass(24 * hour);
    assert.equal(due, 0);
    await use();
    waiting.dispose();
    at.clock.pass(hour);
    assert.equal(due, 0);
  });
});

describe('AutoRenewal', () => {
  let at: RenewingWindow;
  let acme: Profile;

  beforeEach(async () => {
    at = new RenewingWindow();
    acme = await at.addProfile();
    await at.issue(acme, scope, 'T1');
  });
  afterEach(async () => {
    at.renewal.dispose();
    at.expiryTimer.dispose();
    assert.equal(at.clock.waiting, 0, 'a timer is left');
    await settled();
  });

  /** Uses the token half an hour before its renewal is due, and moves the time to that. */
  async function comeToDue(): Promise<void> {
    at.clock.pass(40 * minute);
    await at.tokenService.findLive(acme);
    at.clock.pass(14 * minute);
    await settled();
    await at.pass(3 * second);
  }

  describe('while it is in use', () => {
    it('renews in the background shortly before the end, and again', async () => {
      await comeToDue();
      assert.equal(at.asked.length, 2);
      assert.equal(at.describeStatus(), 'acme T1');
      await at.answer('T2');
      assert.equal(at.describeStatus(), 'acme T2');
      await comeToDue();
      assert.equal(at.asked.length, 3);
      await at.answer('T3');
      assert.equal(at.describeStatus(), 'acme T3');
      assert.deepEqual([at.told, at.offered, at.warnings], [[], [], []]);
    });

    it('does not renew before it is due', async () => {
      at.clock.pass(40 * minute);
      await at.tokenService.findLive(acme);
      at.clock.pass(14 * minute - 3 * second);
      await at.pass(2 * second);
      assert.equal(at.asked.length, 1);
      await at.pass(5 * second);
      assert.equal(at.asked.length, 2);
      await at.answer('T2');
    });

    it('stops without recent use, and starts again after a use', async () => {
      at.clock.pass(recentUseWindow + 1);
      at.clock.pass(24 * minute);
      await at.pass(10 * second);
      assert.equal(at.asked.length, 1);
      await at.tokenService.findLive(acme);
      await at.pass(3 * second);
      assert.equal(at.asked.length, 2);
      await at.answer('T2');
      assert.equal(at.describeStatus(), 'acme T2');
    });

    it('does not count a renewal as a use: stops after two lifetimes', async () => {
      await comeToDue();
      await at.answer('T2');
      await at.pass(2 * hour, minute);
      assert.equal(at.asked.length, 2);
    });

    it('counts a visible request file in the focused window as a use', async () => {
      at.isAtHand = true;
      at.clock.pass(54 * minute);
      await settled();
      await at.pass(3 * second);
      assert.equal(at.asked.length, 2);
      await at.answer('T2');
    });

    it('reports a new token that was granted less', async () => {
      await comeToDue();
      at.asked[1]?.resolve({ accessToken: 'T2', expiresIn: 3600, scope: '' });
      await settled();
      await settled();
      assert.deepEqual([at.describeStatus(), at.told], ['acme T2', ['granted ']]);
    });

    it('sets no timer that is too long, and no series of timers, for a token that lives for months', async () => {
      await at.issue(acme, '.:months', 'M1', 300 * 24 * 3600);
      at.tokenService.usage.forget(acme.id, scope);
      const waits: number[] = [];
      const after = at.clock.after;
      Object.assign(at.clock, {
        after: (milliseconds: number, callback: () => void) => {
          waits.push(milliseconds);
          return after(milliseconds, callback);
        },
      });
      at.expiryTimer.refresh();
      assert.ok(
        waits.every(wait => wait < 2 ** 31),
        waits.join(),
      );
    });

    it('a forgotten token is not renewed, whichever window forgot it', async () => {
      at.clock.pass(40 * minute);
      await at.tokenService.findLive(acme);
      const other = new TokenServiceFixture(at, new FakeState('workspaceState'));
      await other.tokenService.forget(acme);
      await settled();
      await at.pass(30 * minute, minute);
      assert.equal(at.asked.length, 1);
      assert.equal(at.describeStatus(), 'acme -');
    });

    it('renews a token that is not the active one, and does not make it active', async () => {
      const obtained = at.tokenService.acquire({ profile: acme, scope: '.:b' });
      (await at.arrival()).resolve({ accessToken: 'B1', expiresIn: 600, scope: '.:b' });
      at.tokenService.usage.record(acme, await obtained);
      await at.pass(9 * minute + 3 * second, second);
      assert.equal(at.asked.length, 3);
      assert.equal(at.asked[2]?.scope, '.:b');
      await at.answer('B2', 600);
      assert.equal(at.describeStatus(), 'acme T1');
      assert.ok((await at.tokenService.listLive(acme)).some(({ value }) => value === 'B2'));
    });
  });

  describe('sleep and clock changes', () => {
    it('sees at once on wake that the token expired, and renews it if it was in use', async () => {
      at.clock.pass(40 * minute);
      await at.tokenService.findLive(acme);
      at.clock.jump(25 * minute);
      at.expiryTimer.refresh();
      const { token } = at.tokenService.status;
      assert.ok(token && token.expiresAt <= at.clock.now());
      await at.pass(3 * second);
      assert.equal(at.asked.length, 2);
      await at.answer('T2');
      assert.equal(at.describeStatus(), 'acme T2');
    });

    it('requests nothing after a night without use', async () => {
      at.clock.jump(8 * hour);
      at.expiryTimer.refresh();
      await at.pass(minute);
      assert.equal(at.asked.length, 1);
    });
  });

  describe('a failure', () => {
    it('is tried again after growing pauses, without a message', async () => {
      await comeToDue();
      const times: number[] = [];
      for (let index = 1; index <= 5; index++) {
        times.push(at.clock.now());
        at.asked[index]?.reject(new Problem('network', 'no network'));
        await settled();
        await settled();
        for (let waited = 0; at.asked.length === index + 1 && waited < 20 * minute; waited += second) {
          await at.pass(second);
        }
      }
      const pauses = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / second));
      for (const [index, expected] of [30, 60, 120, 240].entries()) {
        assert.ok(Math.abs((pauses[index] ?? 0) - expected) <= 4, pauses.join());
      }
      assert.deepEqual(at.told, []);
      assert.equal(at.describeStatus().split(' ')[1], 'T1');
      await at.answer('T2');
      assert.equal(at.describeStatus(), 'acme T2');
    });

    for (const kind of ['invalidClient', 'secretMissing'] as const) {
      it(`${kind}: one message, then quiet until the profile changes`, async () => {
        at.isAtHand = true;
        at.clock.pass(54 * minute);
        await settled();
        await at.pass(3 * second);
        for (let index = 1; index <= 3; index++) {
          at.asked[index]?.reject(new Problem(kind, 'rejected'));
          await at.pass(35 * minute, minute);
          await at.pass(3 * second);
        }
        assert.deepEqual(at.told, [kind]);
        assert.ok(at.asked.length <= 5, `${at.asked.length}`);
        at.asked.at(-1)?.reject(new Problem(kind, 'rejected'));
        await settled();
        const before = at.asked.length;
        await updateProfile(at.profiles, acme, 'the right secret');
        const token = await at.tokenService.find(acme);
        at.tokenService.usage.record(acme, token);
        await at.pass(3 * second);
        assert.equal(at.asked.length, before + 1);
        await at.answer('T2');
        assert.equal(at.describeStatus(), 'acme T2');
      });
    }

    it('of an unknown customer counts only the third time: something on the way may answer once', async () => {
      await comeToDue();
      for (let index = 1; index <= 2; index++) {
        at.asked[index]?.reject(new Problem('unknownCustomer', 'a page'));
        await at.pass(65 * second, second);
        assert.equal(at.asked.length, index + 2);
      }
      assert.deepEqual(at.told, []);
      at.asked[3]?.reject(new Problem('unknownCustomer', 'a page'));
      await at.pass(10 * minute, second);
      assert.equal(at.asked.length, 4);
    });

    it('of the secret is also reported after other failures, and when the window gets the focus', async () => {
      at.isAtHand = true;
      at.clock.pass(54 * minute);
      await settled();
      await at.pass(3 * second);
      at.asked[1]?.reject(new Problem('network', 'no network'));
      at.isInFront = false;
      await at.pass(40 * second);
      assert.equal(at.asked.length, 3);
      at.asked[2]?.reject(new Problem('invalidClient', 'rejected'));
      await at.pass(10 * second);
      assert.deepEqual(at.told, []);
      at.isInFront = true;
      at.expiryTimer.refresh();
      at.expiryTimer.refresh();
      assert.deepEqual(at.told, ['invalidClient']);
    });

    it('of the secret counts for all scopes and windows', async () => {
      const other = new RenewingWindow(at, new FakeState('workspaceState'));
      const obtained = at.tokenService.acquire({ profile: acme, scope: '.:b' });
      (await at.arrival(1)).resolve({ accessToken: 'B1', expiresIn: 3600, scope: '.:b' });
      await obtained;
      at.clock.pass(40 * minute);
      for (const each of [at, other]) {
        for (const token of await each.tokenService.listLive(acme))
          each.tokenService.usage.record(acme, token);
      }
      at.clock.pass(14 * minute);
      for (let tries = 0; tries < 50; tries++) {
        await at.pass(6 * second, second);
        for (const { asked } of [at, other]) asked.at(-1)?.reject(new Problem('invalidClient', 'rejected'));
        await settled();
      }
      other.renewal.dispose();
      other.expiryTimer.dispose();
      assert.deepEqual(
        [at.asked.length + other.asked.length, [...at.told, ...other.told]],
        [3, ['invalidClient']],
      );
    });

    it('with a time to retry is tried again at that time', async () => {
      await comeToDue();
      at.asked[1]?.reject(new Problem('rateLimited', 'slower', '', '', { retryAfter: 180 }));
      await at.pass(175 * second, second);
      assert.equal(at.asked.length, 2);
      await at.pass(15 * second, second);
      assert.equal(at.asked.length, 3);
      await at.answer('T2');
    });

    for (const storing of [/renewal/, /secrets\.get/, /secrets\.store/, /secrets\.delete/]) {
      it(`of the storage (${storing.source}): a warning and a pause, and then it is done`, async () => {
        at.clock.pass(40 * minute);
        await at.tokenService.findLive(acme);
        at.faults.fails = (_, step) => storing.test(step);
        at.clock.pass(14 * minute);
        await settled();
        await at.pass(3 * second);
        await at.answer('T2');
        const steps = at.faults.steps.length;
        await at.pass(20 * second);
        assert.ok(at.faults.steps.length - steps < 10, 'it goes round and round');
        assert.ok(at.warnings.length > 0);
        at.faults.fails = () => false;
        await at.pass(minute, second);
        await at.answer('T2');
        assert.equal(at.describeStatus(), 'acme T2');
      });
    }
  });

  describe('ask', () => {
    beforeEach(() => {
      at.mode = 'ask';
    });

    it('offers it once for each token, in the focused window', async () => {
      at.isInFront = false;
      await comeToDue();
      assert.deepEqual(at.offered, []);
      at.isInFront = true;
      at.expiryTimer.refresh();
      at.expiryTimer.refresh();
      await at.pass(10 * minute, minute);
      assert.deepEqual(at.offered, ['T1']);
      assert.equal(at.asked.length, 1);
    });
  });

  it('with “never”, does nothing', async () => {
    at.mode = 'never';
    await comeToDue();
    at.clock.pass(10 * minute);
    assert.deepEqual([at.asked.length, at.offered], [1, []]);
  });

  describe('two windows', () => {
    let other: RenewingWindow;
    beforeEach(async () => {
      other = new RenewingWindow(at, new FakeState('workspaceState'));
      await other.tokenService.restore();
      other.tokenService.usage.record(acme, await other.tokenService.find(acme));
    });
    afterEach(() => {
      other.renewal.dispose();
      other.expiryTimer.dispose();
    });

    /** Both windows use it, and the time moves for both. */
    async function bothComeToDue(): Promise<void> {
      at.clock.pass(40 * minute);
      await at.tokenService.findLive(acme);
      await other.tokenService.findLive(acme);
      at.clock.pass(14 * minute);
      await settled();
      await at.pass(10 * second);
    }

    for (const [name, isOtherInFront] of [
      ['one in front', false],
      ['both as if in front, at the same instant', true],
    ] as const) {
      it(`${name}: one requests, both have it`, async () => {
        other.isInFront = isOtherInFront;
        await bothComeToDue();
        assert.equal(at.asked.length + other.asked.length, 3 - 1);
        await (at.asked.length === 2 ? at : other).answer('T2');
        await at.pass(20 * second);
        assert.deepEqual([at.describeStatus(), other.describeStatus()], ['acme T2', 'acme T2']);
        assert.equal(at.asked.length + other.asked.length, 2);
      });
    }

    it('two scopes of one profile are renewed once each, one after the other', async () => {
      for (const [index, wanted] of ['.:x', '.:y'].entries()) {
        const obtained = at.tokenService.acquire({ profile: acme, scope: wanted });
        (await at.arrival(1 + index)).resolve({ accessToken: wanted, expiresIn: 3600, scope: wanted });
        await obtained;
      }
      at.clock.pass(40 * minute);
      for (const each of [at, other]) {
        for (const token of await each.tokenService.listLive(acme)) {
          if (token.requestedScope !== scope) each.tokenService.usage.record(acme, token);
        }
        each.tokenService.usage.forget(acme.id, scope);
      }
      at.clock.pass(14 * minute);
      const answered = new Set<object>();
      for (let tries = 0; tries < 20; tries++) {
        await at.pass(2 * second);
        for (const request of [...at.asked.slice(3), ...other.asked]) {
          if (answered.has(request)) continue;
          answered.add(request);
          request.resolve({ accessToken: `new ${request.scope}`, expiresIn: 3600, scope: request.scope });
          await settled();
        }
      }
      assert.equal(answered.size, 2);
      const values = (await at.tokenService.listLive(acme)).map(({ value }) => value);
      assert.ok(values.includes('new .:x') && values.includes('new .:y'), values.join());
    });

    it('offer a renewal in only one of them', async () => {
      at.mode = 'ask';
      other.mode = 'ask';
      other.isInFront = false;
      await bothComeToDue();
      await at.pass(4 * minute, second);
      other.isInFront = true;
      other.expiryTimer.refresh();
      at.expiryTimer.refresh();
      await at.pass(10 * second);
      assert.deepEqual([...at.offered, ...other.offered], ['T1']);
    });

    it('renew in the other one if the first was closed', async () => {
      other.isInFront = false;
      at.clock.pass(40 * minute);
      await at.tokenService.findLive(acme);
      await other.tokenService.findLive(acme);
      at.clock.pass(14 * minute);
      await settled();
      // It writes the lock, and then its host is killed.
      at.renewal.dispose();
      at.expiryTimer.dispose();
      at.tokenService.dispose();
      await at.pass(4 * minute, second);
      assert.deepEqual([at.asked.length, other.asked.length], [1, 1]);
      await other.answer('T2');
      assert.equal(other.describeStatus(), 'acme T2');
    });
  });
});
