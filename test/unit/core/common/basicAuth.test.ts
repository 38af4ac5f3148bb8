import assert from 'node:assert/strict';
import { basicAuthorizations, decodeBasicAuthorization } from '../../../../src/core/common/basicAuth';

const decoded = (value: string | undefined) =>
  Buffer.from(value?.replace('Basic ', '') ?? '', 'base64').toString();
const encode = (text: string | Uint8Array) => Buffer.from(text).toString('base64');

describe('basicAuthorizations', () => {
  // Client ID, secret, as RFC 6749 §2.3.1 writes them; where that is left out, both encodings are the same.
  const cases: readonly [id: string, secret: string, encoded?: string][] = [
    ['7ba51661-1a7e', 'abc_DEF-123.*'],
    ['id', 'a:b', 'id:a%3Ab'],
    ['id', '100%', 'id:100%25'],
    ['id', 'a b+c', 'id:a+b%2Bc'],
    ['id', 'ü€😀', 'id:%C3%BC%E2%82%AC%F0%9F%98%80'],
    ['id', "a/b=c&d~!'()", 'id:a%2Fb%3Dc%26d%7E%21%27%28%29'],
    ['cl:ient', 'x', 'cl%3Aient:x'],
    // The example of RFC 6749 §2.3.1 and of RFC 7617 §2.
    ['s6BhdRkqt3', 'gX1fBat3bV'],
    ['Aladdin', 'open sesame', 'Aladdin:open+sesame'],
  ];
  for (const [clientId, clientSecret, encoded] of cases) {
    it(`${clientId}:${clientSecret}`, () => {
      const plain = `${clientId}:${clientSecret}`;
      const values = basicAuthorizations({ clientId, clientSecret });
      assert.deepEqual(values.map(decoded), encoded === undefined ? [plain] : [encoded, plain]);
      for (const value of values) assert.match(value, /^Basic [A-Za-z0-9+/]+=*$/);
    });
  }

  it('takes a very long secret', () => {
    const clientSecret = 'ü'.repeat(80_000);
    assert.equal(decoded(basicAuthorizations({ clientId: 'id', clientSecret })[1]), `id:${clientSecret}`);
  });
});

describe('decodeBasicAuthorization', () => {
  const secrets = [
    'x',
    'a:b:c',
    ':x',
    'x:',
    '100%',
    'a b',
    'ü€😀',
    'ÿþ',
    '\u00a0',
    '+/=_-',
    'a'.repeat(5000),
  ];
  for (const clientSecret of secrets) {
    it(`reads back ${JSON.stringify(clientSecret.slice(0, 20))}`, () => {
      const client = { clientId: '7ba51661-1a7e', clientSecret };
      assert.deepEqual(decodeBasicAuthorization(basicAuthorizations(client).at(-1) ?? ''), client);
      const bare = encode(`7ba51661-1a7e:${clientSecret}`);
      const urlSafe = bare.replaceAll('+', '-').replaceAll('/', '_');
      for (const value of [bare, `basic  ${bare}`, ` BASIC ${bare}\n`, bare.replace(/=+$/, ''), urlSafe]) {
        assert.deepEqual(decodeBasicAuthorization(value), client);
      }
    });
  }

  const none: Readonly<Record<string, string>> = {
    nothing: '',
    'the word alone': 'Basic',
    'another scheme': 'Bearer aWQ6c2VjcmV0',
    'no base64': 'Basic ???',
    'a placeholder': 'Basic <Base64-encoded-client_id:client_secret>',
    'two values': 'Basic aWQ6c2VjcmV0 aWQ6c2VjcmV0',
    'base64 of an impossible length': 'Basic aWQ6c',
    'padding in the middle': 'Basic aWQ6=c2VjcmV0',
    'no colon': encode('id secret'),
    'no ID': encode(':secret'),
    'no secret': encode('id:'),
    'no UTF-8': encode(new Uint8Array([0x69, 0x3a, 0xff, 0xfe])),
    'control characters': encode('id:a\nb'),
    'the text itself': 'id:secret',
  };
  for (const [what, value] of Object.entries(none)) {
    it(`reads nothing from ${what}`, () => {
      assert.equal(decodeBasicAuthorization(value), undefined);
    });
  }
});
