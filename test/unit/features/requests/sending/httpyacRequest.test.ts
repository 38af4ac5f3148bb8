import assert from 'node:assert/strict';
import { matchProfiles, sentTarget } from '../../../../../src/core/requestAnalysis/matchProfiles';
import {
  someText,
  changeTexts,
  restrictTokens,
  toOutgoingRequest,
} from '../../../../../src/features/requests/sending/httpyacRequest';
import { profileWith } from '../../../../support/fakes';

/** What got runs before it sends, after a redirect to this URL. */
function sentTo(url: string, request: Record<string, unknown>, sent: object): void {
  const { hooks } = request['options'] as { hooks: { beforeRequest: ((sent: object) => void)[] } };
  for (const hook of hooks.beforeRequest) hook({ url: new URL(url), ...sent });
}

describe('tokens of a request of httpYac, after a redirect', () => {
  const own = ['tokenOne-0123456789_abc', 'tokenTwo-9876543210_xyz'];
  const basic = (token: string) => Buffer.from(`me:${token}`).toString('base64');
  const headers = () => ({
    'x-a': own[1],
    'x-b': [`Bearer ${own[0]}`, 'plain'],
    'x-c': basic(own[1] ?? ''),
    'x-d': encodeURIComponent(own[0] ?? ''),
    [(own[0] ?? '').toLowerCase()]: '1',
    accept: 'plain',
  });

  it('are sent only to the origin of the request: each of them, in each form, also in names', () => {
    const request: Record<string, unknown> = { url: 'https://good.example/a' };
    restrictTokens(request, own, []);
    const same = { headers: headers() };
    sentTo('https://good.example/b', request, same);
    assert.deepEqual(same.headers, headers());
    const other = { headers: headers() };
    sentTo('https://evil.example/b', request, other);
    assert.equal(other.headers.accept, 'plain');
    assert.equal(other.headers['x-a'], '');
    assert.deepEqual(other.headers['x-b'], ['Bearer ', 'plain']);
    const shown = JSON.stringify(other).toLowerCase();
    for (const token of own)
      for (const form of [token, basic(token).slice(4, -4)])
        assert.ok(!shown.includes(form.toLowerCase()), form);
  });

  it('stop a request that has one in its body', () => {
    const request: Record<string, unknown> = { url: 'https://good.example/a' };
    restrictTokens(request, own, []);
    for (const body of [own[1], Buffer.from(`{"a":"${own[0]}"}`), `u=${basic(own[1] ?? '')}`]) {
      assert.throws(() => {
        sentTo('https://evil.example/b', request, { body });
      }, /must not get the access token/);
    }
    sentTo('https://evil.example/b', request, { body: 'plain' });
  });

  it('are found in the names of headers, too', () => {
    const request = { url: '', headers: { 'a-token': '1', plain: '2' } };
    assert.ok(someText(request, text => text.includes('a-token')));
    changeTexts(request, text => text.replaceAll('a-token', ''));
    assert.deepEqual(request.headers, { plain: '2' });
  });
});

describe('a request of httpYac that is about to leave', () => {
  const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
  const profile = profileWith({ origin: 'https://good.example', customerId });
  const url = `https://good.example/${customerId}/config/clients`;
  const kindOf = (request: object, config: object = {}) =>
    matchProfiles(sentTarget(toOutgoingRequest({ protocol: 'HTTP', url, ...request }, { config })), [profile])
      .kind;

  it('goes where its own headers and those of options say', () => {
    const headers = { hOST: 'evil.example' };
    assert.equal(kindOf({}), 'yes');
    assert.equal(kindOf({ headers }), 'no');
    assert.equal(kindOf({ options: { headers } }), 'no');
    assert.equal(kindOf({}, { request: { headers } }), 'no');
  });

  it('goes where the pseudo-headers of HTTP/2 say', () => {
    assert.equal(kindOf({ headers: { ':authority': 'evil.example' } }), 'no');
    assert.equal(kindOf({ headers: { ':authority': 'good.example' } }), 'yes');
    assert.equal(kindOf({}, { request: { headers: { ':Authority': 'evil.example' } } }), 'no');
    assert.equal(kindOf({ headers: { host: 'good.example', ':authority': 'evil.example' } }), 'unknown');
    assert.equal(kindOf({ headers: { ':path': '/another/config/clients' } }), 'unknown');
    assert.equal(kindOf({ options: { headers: { ':scheme': 'http' } } }), 'unknown');
  });

  it('has no certain target if certificates are not checked, in whichever way that is set', () => {
    assert.equal(kindOf({ noRejectUnauthorized: true }), 'unknown');
    assert.equal(kindOf({ noRejectUnauthorized: 'yes' }), 'unknown');
  });
});
