import assert from 'node:assert/strict';
import { parseTree } from 'jsonc-parser';
import { secretNodes } from '../../../../src/core/resources/secretPlaces';

/** The values that a document masks, as JSON. */
function maskedIn(document: unknown): string {
  const text = JSON.stringify(document);
  return [...secretNodes(parseTree(text))]
    .map(({ offset, length }) => text.slice(offset, offset + length))
    .sort()
    .join(' ');
}

describe('what a document masks', () => {
  const rows: readonly [what: string, document: unknown, masked: string][] = [
    ['a secret', { clientSecret: 'a', client_secret: 'b', SECRET: 'c' }, '"a" "b" "c"'],
    ['a secret that is a number', { clientSecret: 1, pin: 2 }, '1'],
    ['all of several secrets', { secrets: [{ id: 'a', value: 1 }, ['b']] }, '"a" "b" 1'],
    ['a password or token', { password: 'a', accessToken: 'b', apiKey: 'c' }, '"a" "b" "c"'],
    ['the passwords of a list', { passwords: ['a', 'b'] }, '"a" "b"'],
    ['the texts of credentials', { credentials: { user: 'a', deep: { key: 'b', port: 1 } } }, '"a" "b"'],
    ['the texts of keys and tokens', { privateKeys: [{ kid: 'a' }], tokens: { x: 'b' } }, '"a" "b"'],
    ['a secret among rules', { password: { minimum: 'a', secret: 'b' } }, '"b"'],
    ['not rules for passwords', { password: { minLength: 8, pattern: 'a' } }, ''],
    ['not how ID tokens are made', { idToken: 'a', id_token: { claim: 'b' } }, ''],
    ['an ID token among credentials', { credentials: { idToken: 'a' } }, '"a"'],
    ['not numbers and flags', { accessToken: 1, credentials: { port: 1, on: true }, secret: null }, ''],
    ['no empty text', { clientSecret: '', credentials: { key: '' } }, ''],
    [
      'not what only resembles them',
      { tokenPolicy: 'a', accessTokenLifetime: 3600, secretary: 'b', tokenURL: 'c', passwordless: 'd' },
      '',
    ],
  ];
  for (const [what, document, masked] of rows) {
    it(what, () => {
      assert.equal(maskedIn(document), masked);
    });
  }
});
