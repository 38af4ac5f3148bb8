import assert from 'node:assert/strict';
import { isLoginEndpoint, mayBeHost, urlParts, withoutUserInfo } from '../../../../src/core/requests/host';

describe('the host of a URL', () => {
  const origins: [url: string, origin: string][] = [
    ['https://a.example/b', 'https://a.example'],
    [' HTTPS://A.Example:443/{{b}}', 'https://a.example'],
    ['http://user:pass@a:8080?x={{y}}', 'http://a:8080'],
    ['a.example:8080/b', 'http://a.example:8080'],
    ['localhost', 'http://localhost'],
    ['http://[::1]:80#x', 'http://[::1]'],
    ['wss://a/b', 'wss://a'],
    ['http:a/b', 'http://a'],
    ['https:/a\\b', 'https://a'],
    ['https:\\\\a/b', 'https://a'],
    ['https:////a/b', 'https://a'],
    ['ht\ttps://a\n.b/c', 'https://a.b'],
    ['https://a\\@b/c', 'https://a'],
    ['https://a@b@c/d', 'https://c'],
    ['https://ä.example', 'https://xn--4ca.example'],
    ['https://a%2Eexample', 'https://a.example'],
    ['https://a./b', 'https://a.'],
    ['http://unix:/run/a.sock:/b', 'http://unix'],
  ];
  for (const [url, origin] of origins) {
    it(`is the origin ${origin} for ${url}`, () => {
      assert.deepEqual(urlParts(url).host, { kind: 'origin', origin });
    });
  }
  const variables: [url: string, written: string][] = [
    ['{{host}}/a', '{{host}}'],
    ['{{', '{{'],
    ['https://{{host}}:80/a', '{{host}}:80'],
    ['https://{{a/b}}/c', '{{a/b}}'],
    ['a.{{b}}/c', 'a.{{b}}'],
    ['{{base}}a/b', '{{base}}'],
    ['{{host}}.example.com/b', '{{host}}.example.com'],
    ['{{scheme}}://example.com/b', 'example.com'],
  ];
  for (const [url, written] of variables) {
    it(`is variable for ${url}`, () => {
      assert.deepEqual(urlParts(url).host, { kind: 'variable', written });
    });
  }

  it('leaves names and passwords out, however many variables there are', () => {
    const many = '{{a}}'.repeat(10_000);
    assert.deepEqual(urlParts(`https://${many}`).host, { kind: 'variable', written: many });
    for (const [text, expected] of [
      ['http://me:secret@h/x@y', 'http://h/x@y'],
      ['me:{{secret}}@{{h}}', '{{h}}'],
      ['https://{{a@b}}/x', 'https://{{a@b}}/x'],
      ['h', 'h'],
      ['', ''],
    ] as const) {
      assert.equal(withoutUserInfo(text), expected);
    }
  });

  const mayBe: [host: string, origin: string, expected: boolean][] = [
    ['{{x}}', 'https://a.example', true],
    ['{{', 'https://a.example', true],
    ['{{x}}.example', 'https://a.example', true],
    ['a.exam', 'https://a.example', false],
    ['a.example', 'https://a.example', true],
    ['A.{{x}}', 'https://a.example', true],
    ['{{x}}.evil', 'https://a.example', false],
    ['evil.{{x}}', 'https://a.example', false],
    ['a.{{x}}a.example', 'https://a.example', false],
    ['a{{x}}e{{y}}e', 'https://a.example', true],
    ['a{{x}}z{{y}}e', 'https://a.example', false],
    ['{{x}}:443', 'https://a.example', true],
    ['{{x}}:80', 'http://localhost', true],
    ['{{x}}:443', 'http://localhost:8080', false],
    ['localhost:{{port}}', 'http://localhost:8080', true],
  ];
  for (const [host, origin, expected] of mayBe) {
    it(`${host} ${expected ? 'may be' : 'is not'} the host of ${origin}`, () => {
      assert.equal(mayBeHost({ kind: 'variable', written: host }, origin), expected);
    });
  }
  for (const url of ['', '/a', '?b', 'https://', 'http://a b/', 'grpc://a/b', 'https://a:99999/', '//a/b']) {
    it(`is unknown for "${url}"`, () => {
      assert.equal(urlParts(url).host, undefined);
    });
  }
});

describe('a login endpoint', () => {
  const rows: readonly [url: string, expected: boolean][] = [
    ['https://a.example/1/login/token', true],
    ['https://a.example/login/token?x=1', true],
    ['{{origin}}/{{customerId}}/login/.well-known/openid-configuration', true],
    ['{{issuer}}/login/authorize', true],
    ['/1/login/token', true],
    ['https://a.example/1/config/clients/login/x', false],
    ['https://a.example/1/config/clients?next=/login/token', false],
    ['https://a.example/1/config/clients#/login/token', false],
    ['https://login.example/login/', false],
    ['https://a.example/1/login', false],
    ['{{origin}}/{{customerId}}/config/loginPolicies', false],
  ];
  for (const [url, expected] of rows) {
    it(`${expected ? 'is' : 'is not'} ${url}`, () => {
      assert.equal(isLoginEndpoint(url), expected);
    });
  }
});
