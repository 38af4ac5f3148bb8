import assert from 'node:assert/strict';
import { EchoMask } from '../../../../src/core/masking/echoMask';
import { maskSecretLikeWords } from '../../../../src/core/masking/secretLikeWords';

const token = 'tokenTOKEN0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM98765';
const secret = 'p@ss!w*rd/x~y&z';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const credentials = base64(`client-1:${secret}`);
const each = (text: string, write: (code: number, character: string) => string) =>
  Array.from(text, character => write(character.codePointAt(0) ?? 0, character)).join('');
const base32 = (text: string) =>
  (each(text, code => code.toString(2).padStart(8, '0')).match(/.{1,5}/g) ?? [])
    .map(bits => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(bits.padEnd(5, '0'), 2)))
    .join('');
const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');

describe('EchoMask', () => {
  const { mask } = new EchoMask([token, secret, credentials]);

  const echoes: Readonly<Record<string, string>> = {
    'the value': token,
    'most of it': token.slice(0, -2),
    'its end': token.slice(20),
    'eight characters of it': token.slice(8, 16),
    'its halves as two reasons': `${token.slice(0, 16)}: ${token.slice(16, 32)}`,
    'it in lower case, as in a host': `https://${token.toLowerCase()}.evil.example`,
    'it in full-width characters': each(token, code => String.fromCodePoint(code + 0xfee0)),
    'it in mathematical letters': each(token, (code, character) =>
      /[a-z]/.test(character) ? String.fromCodePoint(code - 97 + 0x1d41a) : character,
    ),
    'it with soft hyphens': each(token, (_, character) => `${character}\u00ad`),
    'it broken into lines of mail': `${token.slice(0, 30)}=\r\n${token.slice(30)}`,
    'it escaped for JSON': each(token, code => `\\u${hex(code, 4)}`),
    'it escaped for JSON twice': each(token, code => `\\\\u${hex(code, 4)}`),
    'it escaped for JSON four times': each(token, code => `\\\\\\\\u${hex(code, 4)}`),
    'it escaped for a script': each(token, code => `\\x${hex(code, 2)}`),
    'it escaped by code points': each(token, code => `\\u{${hex(code, 1)}}`),
    'it with an entity': token.replace('e', '&#101;'),
    'it in entities': each(token, code => `&#x${hex(code, 2)};`),
    'it in decimal entities without an end': each(token, code => `&#${code}\u200b`),
    'it in entities, written twice': each(token, code => `&amp;#${code};`),
    'it in percent codes': each(token, code => `%${hex(code, 2)}`),
    'it in percent codes of percent codes': each(token, code => `%2525${hex(code, 2)}`),
    'it in hex': Buffer.from(token).toString('hex'),
    'it in capital hex': Buffer.from(token).toString('hex').toUpperCase(),
    'it in base64 of base64': base64(base64(token)),
    'it in base64 of base64 within more': base64(`a ${base64(token)} b`),
    'it as a Buffer of Node': JSON.stringify([...Buffer.from(token)]),
    'it as numbers on lines': each(token, code => `, ${code}`)
      .slice(2)
      .replaceAll(', ', ',\n      ')
      .replace(/^/, '[')
      .replace(/$/, ']'),
    'it in octal': each(token, code => `\\${code.toString(8).padStart(3, '0')}`),
    'it taken for an object': JSON.stringify(Object.fromEntries(Object.entries(token.split('')))),
    'it in base32': base32(token),
    'the secret, percent-encoded by RFC 3986': 'p%40ss%21w%2Ard%2Fx~y%26z',
    'the secret, percent-encoded with slashes': 'p%40ss%21w%2Ard/x%7Ey%26z',
    'the secret in entities': 'p&#64;ss!w*rd&#x2F;x~y&amp;z',
    'the secret in named entities': 'p&commat;ss&excl;w&ast;rd&sol;x~y&amp;z',
    'the secret without its last characters': secret.slice(0, -3),
    'the credentials without their last characters': credentials.slice(0, -3),
    'the end of the credentials': credentials.slice(9),
  };
  for (const [what, echo] of Object.entries(echoes)) {
    it(`masks ${what}, and nothing around it`, () => {
      const masked = mask(`It is no good: ${echo} (read the manual).`);
      assert.match(
        masked,
        /^It is no good: (?:https:\/\/|[\w\\]{0,4}|\{|\[)•••[\w=]{0,4}\W{0,2}(?:\.evil\.example)? \(read the manual\)\.$/,
      );
    });
  }

  it('masks the right place after letters that are longer in lower case', () => {
    assert.equal(mask(`İİİ ﷺ ${token.toLowerCase()} x`), 'İİİ ﷺ ••• x');
  });

  it('masks whole values with few letters, in any encoding', () => {
    const odd = new EchoMask(['Pä$$-ß7!', 'пароль клиента']);
    for (const echo of [
      'Pä$$-ß7!',
      'P&#228;$$-&#xdf;7&excl;',
      'P\\u00e4[$$]-ß7!',
      'P%C3%A4%24%24-%C3%9F7%21',
    ])
      assert.match(odd.mask(`No: ${echo}`), /^No: •••!?$/, echo);
    for (const echo of ['пароль клиента', 'пароль\u200b[клиента]', encodeURIComponent('пароль клиента')])
      assert.match(odd.mask(`No: ${echo}`), /^No: •••\]?$/, echo);
  });

  it('masks a secret beyond ASCII in capitals, in any encoding', () => {
    for (const value of ['пароль клиента', 'straße-geheim-7ä', 'Pä$$-ß7!Übermut', 'Λόγος-ΣΊΣΥΦΟΣ-9']) {
      const odd = new EchoMask([value]);
      for (const cased of [value.toUpperCase(), value.toLowerCase()]) {
        for (const echo of [
          cased,
          encodeURIComponent(cased),
          encodeURIComponent(cased).toLowerCase(),
          JSON.stringify(each(cased, code => `\\u${hex(code, 4)}`)),
          each(cased, code => `\\U${hex(code, 4).toUpperCase()}`),
          each(cased, code => `&#${code};`),
          Buffer.from(cased).toString('hex').toUpperCase(),
          base64(cased),
        ])
          assert.match(odd.mask(`No: ${echo}.`), /^No: ["\\]{0,3}•••["!=]{0,2}(?:%[\da-f]{2})?\.$/i, echo);
      }
    }
    const short = new EchoMask(['Pä$$-ß7!']);
    for (const echo of ['PÄ$$-SS7!', 'P%C3%84%24%24-SS7%21'])
      assert.match(short.mask(`No: ${echo}`), /^No: •••!?$/, echo);
    assert.equal(new EchoMask(['пароль от клиента']).mask('Пароль От Клиента'), '•••', 'each word');
  });

  const innocent: readonly string[] = [
    '',
    'invalid_client: Client authentication failed (unknown client, no client authentication included, or unsupported authentication method).',
    'invalid_request: The access token expired, or the request lacks a client secret or password.',
    'Unexpected token < in JSON at position 0',
    "('title',) field required; ('allowedScopes', 0) string does not match regex",
    'There is no token policy 1ab23c45-6789-0123-d4ef-567890ab1234 for /config/tokenPolicies.',
    'The authorization code was issued to another client on 2026-11-28T07:00:00.123456789Z',
    '{"id":"1ab23c45-6789-0123-d4ef-567890ab1234","name":"Staff & Partner","redirectURIs":["https://app.example/cb?x=%2Fhome%3Fa%3D1"],"tokenPolicy":"5c8d23e0-5a5c-4b1c-9d0f-012345670123","type":"confidential","clientSecret":"<hidden>"}',
    '{"title":"Café \\u00fcber \\ud83d\\ude00","accessTokenLifetime":3600,"allowedScopes":["*:**"],"customClaims":"{\\"email\\": \\"{{user.email}}\\"}"}',
    'Access Denied Reference #18.2d351602.1700000000.1234abc',
    '{"codes":[100,101,102,103,104,105,106,107,108],"0":"a"}',
    'der Schlüssel passt nicht: パスワードが違います',
  ];
  for (const text of innocent) {
    it(`leaves ${JSON.stringify(text.slice(0, 60))} as it is`, () => {
      assert.equal(mask(text), text);
      assert.equal(maskSecretLikeWords(text), text);
    });
  }

  it('masks short pieces of a token that come together, but not one alone', () => {
    const drawn = 'k3v9Qz7xB2m8Wp4t';
    const { mask: maskDrawn } = new EchoMask([`${drawn}Rh6y`]);
    assert.equal(maskDrawn('1: k3v9Qz7 2: xB2m8W 3: p4tRh6'), '1: ••• 2: ••• 3: •••');
    assert.equal(maskDrawn('It ends in k3v9Qz7.'), 'It ends in k3v9Qz7.');
    assert.equal(maskDrawn('k3v9Q z7xB2'), 'k3v9Q z7xB2'.replace('k3v9Q z7xB2', '•••'));
    const worded = new EchoMask(['oauth2-client-of-sha256']);
    assert.equal(worded.mask('The client uses oauth2 only.'), 'The client uses oauth2 only.');
  });

  it('masks a long token, and each half of it', () => {
    const long = Array.from({ length: 4_000 }, (_, at) => ((at * at * 7919 + at) % 36).toString(36)).join('');
    const known = new EchoMask([long]);
    for (const part of [long, long.slice(0, 2_000), long.slice(2_000), base64(long).slice(9)])
      assert.equal(known.mask(`No: ${part}!`), 'No: •••!');
  });

  it('leaves words of a message that are part of a secret', () => {
    const wordy = new EchoMask(['my-client-secret-1', 'a password of 2026']);
    const text =
      'The client secret for this token is wrong; the password of the client must be renewed in 2026.';
    assert.equal(wordy.mask(text), text);
    assert.equal(wordy.mask('No: my%2Dclient%2dsecret%2D1'), 'No: •••', 'written otherwise, it is masked');
  });

  it('leaves every text when nothing was sent', () => {
    const none = new EchoMask(['', 'abc']);
    assert.equal(none.mask(`abc ${token}`), `abc ${token}`);
  });
});

describe('maskSecretLikeWords', () => {
  it('masks words that look random, but no path, scope or ID', () => {
    const drawn = 'abc1deA2BfgCDEFhGiHjIJKkL3l4MmnNopOPqQR-Srst-5T6UuvV7WXw8YZx9y0A';
    assert.equal(maskSecretLikeWords(`No ${drawn} here`), 'No ••• here');
    assert.equal(maskSecretLikeWords(`x=${'0a'.repeat(20)}`), '•••');
    const path = 'config/tokenPolicies/1ab23c45-6789-0123-d4ef-567890ab1234';
    for (const text of [path, `/${path}`, `*:${path}`, `1ab23c45-6789-0123-d4ef-567890ab1234/${path}`])
      assert.equal(maskSecretLikeWords(text), text);
  });
});
