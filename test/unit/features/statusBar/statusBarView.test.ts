import assert from 'node:assert/strict';
import type { TitleOf } from '../../../../src/core/scopes/describeScope';
import type { AccessToken } from '../../../../src/core/tokens/accessToken';
import { statusBarView } from '../../../../src/features/statusBar/statusBarView';
import { tooltipSentences } from '../../../../src/features/statusBar/tooltipSentences';
import { profileWith } from '../../../support/fakes';

const minute = 60_000;
const hour = 60 * minute;
const now = new Date(2026, 10, 6, 9).getTime();

function tokenWith(left: number, grantedScope = '.:config/**'): AccessToken {
  return {
    profileId: 'p1',
    requestedScope: '.:config/**',
    grantedScope,
    value: 'T0ken-V4lue',
    issuedAt: now - hour,
    expiresAt: now + left,
  };
}

describe('statusBarView', () => {
  const profile = profileWith();
  const view = (token: AccessToken | undefined, warnMinutes = 5, isRequesting = false, name = 'acme') =>
    statusBarView({ profile: { ...profile, name }, token, isRequesting }, now, warnMinutes);

  const tooltip = (token: AccessToken, titleOf?: TitleOf) => {
    const shown = view(token);
    return shown ? tooltipSentences(shown, titleOf) : [];
  };

  const cases: readonly [
    what: string,
    token: AccessToken | undefined,
    warnMinutes: number,
    text: string,
    isWarning: boolean,
    offers: string,
  ][] = [
    ['a fresh token', tokenWith(42 * minute), 5, 'acme 42m', false, 'token'],
    ['hours', tokenWith(2 * hour + 5 * minute), 5, 'acme 2h 5m', false, 'token'],
    ['just before the last minutes', tokenWith(5 * minute + 1), 5, 'acme 6m', false, 'token'],
    ['in the last minutes', tokenWith(5 * minute), 5, 'acme 5m', true, 'token'],
    ['in the last minute', tokenWith(minute), 5, 'acme 60s', true, 'token'],
    ['at the last millisecond', tokenWith(1), 5, 'acme 1s', true, 'token'],
    ['never a warning', tokenWith(1), 0, 'acme 1s', false, 'token'],
    ['a warning all day', tokenWith(hour), 1440, 'acme 60m', true, 'token'],
    ['at the end', tokenWith(0), 5, 'acme expired', false, 'expired'],
    ['long after the end', tokenWith(-48 * hour), 5, 'acme expired', false, 'expired'],
    ['no token', undefined, 5, 'acme no token', false, 'noToken'],
  ];
  for (const [what, token, warnMinutes, text, isWarning, offers] of cases) {
    it(`${what}: ${text}${isWarning ? ', warning' : ''}`, () => {
      const shown = view(token, warnMinutes);
      assert.deepEqual(
        [shown?.icon, shown?.text, shown?.isWarning, shown?.offers],
        ['key', text, isWarning, offers],
      );
    });
  }

  it('is hidden when there is no profile', () => {
    for (const isRequesting of [true, false]) {
      assert.equal(
        statusBarView({ profile: undefined, token: tokenWith(hour), isRequesting }, now, 5),
        undefined,
      );
    }
  });

  it('spins while requesting, whatever token is there', () => {
    for (const token of [undefined, tokenWith(1), tokenWith(-1)]) {
      const shown = view(token, 5, true);
      assert.deepEqual(
        [shown?.icon, shown?.text, shown?.isWarning, shown?.offers],
        ['sync~spin', 'acme', false, 'nothing'],
      );
    }
  });

  it('says in words what the icon and the short form mean', () => {
    const labels = [
      view(tokenWith(42 * minute)),
      view(tokenWith(0)),
      view(undefined),
      view(undefined, 5, true),
    ].map(shown => shown?.label);
    assert.deepEqual(labels, [
      'Hosted Login acme: the access token expires in 42 minutes',
      'Hosted Login acme: the access token has expired',
      'Hosted Login acme: no access token',
      'Hosted Login acme: requesting an access token',
    ]);
  });

  it('has in the tooltip when, what the token may do, and until when', () => {
    const sentences = tooltip(tokenWith(42 * minute));
    assert.equal(sentences[0], 'acme at v1.api.us.janrain.com');
    assert.match(sentences[1] ?? '', /^Read/);
    assert.equal(sentences[2], 'Until 09:42');
  });

  it('names the day if the token does not expire today', () => {
    const until = (left: number) => tooltip(tokenWith(left)).at(-1) ?? '';
    assert.ok(until(24 * hour).length > until(hour).length);
    assert.match(until(24 * hour), /7/);
  });

  it('says of a token without a grant that it can do nothing', () => {
    const shown = view(tokenWith(hour, ''));
    assert.deepEqual(
      [shown?.text, shown?.isWarning, shown?.offers, shown?.label],
      ['acme: nothing granted', true, 'nothingGranted', 'Hosted Login acme: the access token can do nothing'],
    );
    const sentences = tooltip(tokenWith(hour, ''));
    assert.match(sentences[1] ?? '', /granted nothing.*can do nothing/);
    assert.equal(sentences[2], 'Requested: .:config/**');
    assert.equal(view(tokenWith(0, ''))?.offers, 'expired');
  });

  it('calls a resource by its title when that is known', () => {
    const titleOf: TitleOf = ({ kind, id }) => (kind === 'loginPolicies' && id === 'l1' ? 'Shop' : undefined);
    const token = tokenWith(hour, '.:config/loginPolicies/l1 *:config/clients/c1');
    assert.deepEqual(tooltip(token, titleOf).slice(1, 3), [
      'Read login policy “Shop”',
      'Read and configure client c1',
    ]);
  });

  it('never shows the token', () => {
    for (const token of [tokenWith(hour), tokenWith(0), tokenWith(1, '')]) {
      assert.doesNotMatch(JSON.stringify([view(token), view(token, 5, true), tooltip(token)]), /T0ken/);
    }
  });
});

describe('the tooltip', () => {
  it('names at most eight scopes, however many the service sends', () => {
    const scopes = Array.from({ length: 5000 }, (_, index) => `.:config/clients/id-${index}`).join(' ');
    const view = statusBarView(
      { profile: profileWith(), token: tokenWith(hour, scopes), isRequesting: false },
      now,
      5,
    );
    assert.ok(view);
    const sentences = tooltipSentences(view);
    assert.equal(sentences.length, 11);
    assert.equal(sentences[9], 'and 4992 more');
  });
});
