import assert from 'node:assert/strict';
import type { Fault } from '../../src/sandbox/index';
import { run, sharedToken, useProfile, useSandbox } from '../support/extensionHost';

const json = { 'content-type': 'application/json' };
const answer = (members: object): Fault => ({
  status: 200,
  headers: json,
  body: JSON.stringify({ access_token: 'aaaa', expires_in: 3600, token_type: 'Bearer', ...members }),
});

describe('bad answers of the token endpoint', () => {
  const sandbox = useSandbox();
  useProfile(sandbox, 'faulty');

  const cases: readonly [string, Fault, RegExp][] = [
    [
      '401 with JSON',
      { status: 401, headers: json, body: '{"error":"invalid_client"}' },
      /does not accept the client ID .*Edit the profile/,
    ],
    ['401 without a body', { status: 401, body: '' }, /does not accept the client ID .*Edit the profile/],
    [
      '404 with a page',
      { status: 404, body: '<html>' },
      /may not know this customer ID.*Check the customer ID/,
    ],
    ['500', { status: 500, body: 'oops' }, /reports a server error \(HTTP 500\)/],
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '17' }, body: '' },
      /Too many requests.*17 seconds/,
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://evil.example/' }, body: '' },
      /redirects to https:\/\/evil\.example.*Nothing was sent there/,
    ],
    ['no JSON', { status: 200, body: 'hello' }, /not the JSON of a token endpoint/],
    ['JSON that is cut off', { connection: 'truncate' }, /connection .*failed|not the JSON/],
    ['a connection that ends', { connection: 'destroy' }, /connection to .* failed/],
    ['no expires_in', answer({ expires_in: undefined }), /wrong or missing expires_in/],
    ['expires_in zero', answer({ expires_in: 0 }), /wrong or missing expires_in/],
    ['expires_in negative', answer({ expires_in: -5 }), /wrong or missing expires_in/],
    ['expires_in a word', answer({ expires_in: 'soon' }), /wrong or missing expires_in/],
    ['a token with a line break', answer({ access_token: 'aa\r\nX: y' }), /wrong or missing access_token/],
    ['another token type', answer({ token_type: 'mac' }), /wrong or missing token_type/],
  ];
  for (const [name, fault, message] of cases) {
    it(`${name}: says what happened and what to do, and keeps the previous token`, async () => {
      await run('requestToken', { scope: '.:config/**' });
      const before = sharedToken();
      assert.ok(before);
      sandbox().fail({ path: '/login/token', ...fault });
      await assert.rejects(run('renewToken'), (error: Error) => {
        assert.match(error.message, message);
        assert.ok(!error.message.includes(sandbox().clientSecret));
        return true;
      });
      assert.equal(sharedToken(), before);
    });
  }

  it('does not read an answer of 50 MB', async () => {
    sandbox().fail({
      path: '/login/token',
      status: 200,
      headers: json,
      body: new Uint8Array(50 * 1024 * 1024),
    });
    await assert.rejects(run('requestToken', { scope: '.:config/**' }), /larger than \d+ MB/);
  });
});
