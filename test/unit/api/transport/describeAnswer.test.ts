import assert from 'node:assert/strict';
import { describeAnswer } from '../../../../src/api/transport/describeAnswer';
import { SentSecretMasks } from '../../../../src/api/transport/sentSecrets';
import { basicAuthorizations } from '../../../../src/core/common/basicAuth';

const client = { clientId: 'client-1', clientSecret: 'pa:ss w%rd ü/+=' };
const [authorization, plain = ''] = basicAuthorizations(client);
const token = 'abc1deA2BfgCDEFhGiHjIJKkL3l4MmnNopOPqQR-Srst-5T6UuvV7WXw8YZx9y0A';

describe('describeAnswer', () => {
  const lines = (
    body: string,
    headers: readonly (readonly [string, string])[] = [],
    request: { headers: Record<string, string>; body?: string } = { headers: { authorization } },
  ) =>
    describeAnswer(new SentSecretMasks().of(request).maskText, headers, body)
      .split('\n')
      .slice(1)
      .map(line => line.trim());

  it('has the headers, and the beginning of the body on one line', () => {
    const headers = [
      ['connection', 'keep-alive'],
      ['content-type', 'application/json'],
      ['x-request-id', '1ab23c45-6789-0123-d4ef-5g678h90ijk1'],
      ['set-cookie', 'session=abcdefgh'],
      ['x-auth-token', 'abcdefgh'],
    ] as const;
    assert.deepEqual(lines('{\n  "errors":\u0007 "No"\r\n}', headers), [
      'content-type: application/json',
      'x-request-id: 1ab23c45-6789-0123-d4ef-5g678h90ijk1',
      'set-cookie: •••',
      'x-auth-token: •••',
      '{ "errors": "No" }',
    ]);
    assert.deepEqual(lines(''), ['(no body)']);
  });

  it('ends after 1000 characters, and says how many there are', () => {
    const [line = ''] = lines('word '.repeat(1_000_000));
    assert.ok(line.endsWith('… (5000000 characters)'));
    assert.ok(line.length < 1100);
  });

  const { clientSecret } = client;
  const sent: readonly [
    what: string,
    value: string,
    request: { headers: Record<string, string>; body?: string },
  ][] = [
    ['a client secret', clientSecret, { headers: { authorization } }],
    ['a client secret, sent plainly', clientSecret, { headers: { Authorization: plain } }],
    ['a client secret in JSON', JSON.stringify(clientSecret), { headers: { authorization } }],
    ['a client secret, encoded', encodeURIComponent(clientSecret), { headers: { authorization } }],
    ['the header', authorization, { headers: { authorization } }],
    ['the header without its scheme', authorization.slice(6), { headers: { authorization } }],
    ['a bearer token', 'short-1', { headers: { authorization: 'Bearer short-1' } }],
    ['a token in a form', 'short-1', { headers: {}, body: 'token=short-1' }],
    ['a secret in JSON', 'short-1', { headers: {}, body: '{"a":{"clientSecret":"short-1"}}' }],
  ];
  for (const [what, value, request] of sent) {
    it(`masks what was sent: ${what}`, () => {
      for (const body of [
        `No: ${value}!`,
        `${'x '.repeat(490)}${value}`,
        JSON.stringify({ errors: value }),
      ]) {
        const said = lines(body, [['x-echo', value]], request).join('\n');
        assert.match(said, /•••/);
        for (const part of [value, 'pa:ss', 'w%rd', 'pa%3Ass', 'w%25rd', 'short-1']) {
          assert.ok(!said.includes(part), said);
        }
      }
    });
  }

  it('masks what was sent also if it is interrupted by other characters', () => {
    for (const between of ['\n', '\u00ad', '\u200b', '\ufe0f', '[]']) {
      const value = token.slice(0, 9) + between + token.slice(9);
      const said = lines(`No ${value}`, [['x-echo', value]], {
        headers: { authorization: `Bearer ${token}` },
      });
      assert.deepEqual(said, ['x-echo: •••', 'No •••'], JSON.stringify(between));
    }
  });

  it('masks what looks like a token, also an unknown one, but no ID and no path', () => {
    assert.deepEqual(lines(`<p>${token}</p> ${'0a'.repeat(20)}`), ['<p>•••</p> •••']);
    const path =
      '/1ab23c45-6789-0123-d4ef-5g678h90ijk1/config/tokenPolicies/1ab23c45-6789-0123-d4ef-5g678h90ijk1';
    assert.deepEqual(lines(`No ${path}`), [`No ${path}`]);
  });

  it('masks headers that look like a token, but not the ID of the request', () => {
    const twice = Buffer.from(Buffer.from(Buffer.from(token).toString('base64')).toString('base64'));
    const headers = [
      ['x-debug', `was ${twice.toString('base64')}`],
      ['x-request-id', '0a'.repeat(16)],
      ['x-session-id', '0a'.repeat(16)],
      ['sid', '0a'.repeat(16)],
      ['access-control-allow-credentials', 'true'],
      ['Access-Control-Expose-Headers', 'x-auth-token'],
      ['x-credential', 'true'],
      ['content-security-policy', "default-src 'none'; report-uri https://csp.example/reports/of/v1/2026"],
    ] as const;
    assert.deepEqual(lines('', headers).slice(0, -1), [
      'x-debug: was •••',
      'x-request-id: 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a',
      'x-session-id: •••',
      'sid: •••',
      'access-control-allow-credentials: true',
      'Access-Control-Expose-Headers: x-auth-token',
      'x-credential: •••',
      "content-security-policy: default-src 'none'; report-uri https://csp.example/reports/of/v1/2026",
    ]);
  });

  it('masks a token of which each header has a piece', () => {
    const pieces = token.match(/.{1,7}/g) ?? [];
    const said = lines(
      '',
      pieces.map((piece, index) => [`x-part-${index}`, piece]),
      { headers: { authorization: `Bearer ${token}` } },
    );
    for (const piece of pieces.filter(each => /\d[a-z]|[a-z]\d/i.test(each)))
      assert.ok(!said.join('\n').includes(piece), said.join('\n'));
  });

  it('shows no half of a secret when a long body is cut', () => {
    for (let before = 19_930; before < 20_010; before += 5) {
      const [line = ''] = lines(
        `"access_token":"${'x'.repeat(before)}" ${token} and more ${'y '.repeat(9999)}`,
      );
      assert.ok(!line.includes(token.slice(0, 8)), String(before));
    }
  });
});
