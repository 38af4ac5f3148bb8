import assert from 'node:assert/strict';
import { redirectUriDoubt, type RedirectUriDoubt } from '../../../../src/core/migration/redirectUris';

describe('redirectUriDoubt', () => {
  const cases: readonly (readonly [uri: string, doubt: RedirectUriDoubt | undefined])[] = [
    ['https://app.example/cb', undefined],
    ['https://app.example:8443/cb?x=1', undefined],
    ['http://localhost:3000/cb', 'loopback'],
    ['http://127.0.0.1/cb', 'loopback'],
    ['http://[::1]:4/cb', 'loopback'],
    ['https://localhost/cb', 'loopback'],
    ['http://app.example/cb', 'plainHttp'],
    ['com.example.app://cb', 'customScheme'],
    ['com.example.app:/cb', 'customScheme'],
    ['https://*.app.example/cb', 'wildcard'],
    ['https://app.example/*', 'wildcard'],
    ['https://app.example/#cb', 'fragment'],
    ['https://app.example/#', 'fragment'],
    ['https://me:secret@app.example/', 'userInfo'],
    ['javascript:alert(1)', 'dangerousScheme'],
    ['data:text/html,x', 'dangerousScheme'],
    ['', 'invalid'],
    ['/cb', 'invalid'],
    ['app.example/cb', 'invalid'],
    ['https://', 'invalid'],
    [' https://app.example/', 'invalid'],
    ['https://app.example/a b', 'invalid'],
    ['https://app.example/\u202e', 'invalid'],
  ];
  for (const [uri, doubt] of cases) {
    it(`says ${doubt ?? 'nothing'} about ${JSON.stringify(uri)}`, () => {
      assert.equal(redirectUriDoubt(uri), doubt);
    });
  }
});
