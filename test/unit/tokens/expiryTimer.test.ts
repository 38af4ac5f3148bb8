import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profile/profile';
import { statusBarView } from '../../../src/features/statusBar/statusBarView';
import { ExpiryTimer, timeUntilNextChange } from '../../../src/tokens/expiryTimer';
import { formatTimeLeft } from '../../../src/ui/text/formatDuration';
import type { FakeClock } from '../../support/fakes';
import { TokenServiceFixture } from './tokenServiceFixture';

const minute = 60_000;
const hour = 60 * minute;

describe('timeUntilNextChange', () => {
  const cases: readonly [left: number, wait: number | undefined][] = [
    [hour, minute],
    [5 * minute + 30_000, 30_000],
    [5 * minute, minute],
    [minute + 1, 1],
    [minute, 1000],
    [minute - 1, 999],
    [1500, 500],
    [1000, 1000],
    [1, 1],
    [0, undefined],
    [-hour, undefined],
  ];
  for (const [left, wait] of cases) {
    it(`${left} ms left: ${wait ?? 'never'}`, () => {
      assert.equal(timeUntilNextChange(1_000_000 + left, 1_000_000), wait);
    });
  }

  it('is when the text changes, and not before', () => {
    for (let left = 3 * minute + 17; left > 1000; left -= 317) {
      const wait = timeUntilNextChange(left, 0) ?? 0;
      assert.notEqual(formatTimeLeft(left - wait), formatTimeLeft(left), `${left}`);
      assert.equal(formatTimeLeft(left - wait + 1), formatTimeLeft(left), `${left}`);
    }
  });
});

describe('ExpiryTimer', () => {
  let at: TokenServiceFixture;
  let clock: FakeClock;
  let expiryTimer: ExpiryTimer;
  let acme: Profile;
  /** What the status bar showed, without repetitions. */
  let shown: string[];

  beforeEach(async () => {
    at = new TokenServiceFixture();
    ({ clock } = at);
    acme = await at.addProfile();
    expiryTimer = new ExpiryTimer(at.tokenService, clock);
    shown = [];
    expiryTimer.onDidChangeTimeLeft(() => {
      const { text = '-' } = statusBarView(at.tokenService.status, clock.now(), 5) ?? {};
      if (text !== shown.at(-1)) shown.push(text);
    });
  });
  afterEach(() => {
    expiryTimer.dispose();
  });

  it('counts minutes, then the seconds of the last one, and stops at the end', async () => {
    await at.issue(acme, 'a', 'T1', 180);
    shown.length = 0;
    expiryTimer.refresh();
    clock.pass(hour);
    assert.deepEqual(shown.slice(0, 5), ['acme 3m', 'acme 2m', 'acme 60s', 'acme 59s', 'acme 58s']);
    assert.deepEqual(shown.slice(-2), ['acme 1s', 'acme expired']);
    assert.deepEqual([shown.length, clock.waiting], [63, 0]);
  });

  it('wakes up at most once a minute until the last minute', async () => {
    await at.issue(acme, 'a', 'T1', 3600);
    clock.wakeUps = 0;
    clock.pass(59 * minute);
    assert.ok(clock.wakeUps <= 62, `${clock.wakeUps}`);
    assert.equal(shown.at(-1), 'acme 60s');
    clock.pass(minute);
    assert.ok(clock.wakeUps <= 62 + 60, `${clock.wakeUps}`);
    assert.equal(shown.at(-1), 'acme expired');
  });

  it('has one timer, whatever happens', async () => {
    await at.issue(acme, 'a', 'T1');
    await at.issue(acme, 'b', 'T2');
    for (let count = 0; count < 10; count++) expiryTimer.refresh();
    await at.tokenService.restore();
    assert.equal(clock.waiting, 1);
  });

  it('has no timer without a live token', async () => {
    assert.equal(clock.waiting, 0);
    expiryTimer.refresh();
    assert.deepEqual([clock.waiting, shown], [0, ['acme no token']]);
    await at.issue(acme, 'a', 'T1', 60);
    assert.equal(clock.waiting, 1);
    await at.tokenService.forget(acme);
    assert.equal(clock.waiting, 0);
    await at.issue(acme, 'a', 'T2', 60);
    await at.addProfile('bcme');
    assert.equal(clock.waiting, 0);
    await at.profiles.remove(acme);
    clock.pass(hour);
    assert.equal(clock.waiting, 0);
  });

  it('shows the right time after the machine wakes up, although the timer fires late', async () => {
    await at.issue(acme, 'a', 'T1', 3600);
    clock.jump(30 * minute);
    clock.pass(minute);
    assert.equal(shown.at(-1), 'acme 29m');
    clock.jump(hour);
    clock.pass(minute);
    assert.deepEqual([shown.at(-1), clock.waiting], ['acme expired', 0]);
  });

  it('follows a clock that is set back, within a minute', async () => {
    await at.issue(acme, 'a', 'T1', 600);
    clock.jump(-3 * hour);
    clock.pass(minute);
    assert.match(shown.at(-1) ?? '', /^acme 3h \d+m$/);
    clock.jump(3 * hour);
    expiryTimer.refresh();
    assert.equal(shown.at(-1), 'acme 9m');
  });

  it('is live again after the clock was set back, at the next read', async () => {
    await at.issue(acme, 'a', 'T1', 60);
    clock.pass(hour);
    assert.equal(shown.at(-1), 'acme expired');
    clock.jump(-hour);
    expiryTimer.refresh();
    assert.deepEqual([shown.at(-1), clock.waiting], ['acme 60s', 1]);
  });

  it('stops for good when it is disposed', async () => {
    await at.issue(acme, 'a', 'T1', 3600);
    expiryTimer.dispose();
    shown.length = 0;
    await at.issue(acme, 'b', 'T2', 3600);
    assert.equal(clock.waiting, 0);
    clock.pass(hour);
    assert.deepEqual([clock.wakeUps, shown], [0, []]);
  });
});
