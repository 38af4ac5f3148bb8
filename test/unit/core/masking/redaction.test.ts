import assert from 'node:assert/strict';
import { encodedForms, minSecretLength, plainText, Redactor } from '../../../../src/core/masking/redaction';

describe('Redactor', () => {
  const secret = 'pä:ss "w%r\\d" /+=~!?1';
  let redactor: Redactor;
  beforeEach(() => {
    redactor = new Redactor();
    redactor.add(secret);
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const form = new URLSearchParams({ x: secret }).toString().slice(2);
  const forms: Readonly<Record<string, string>> = {
    'as it is': secret,
    'percent-encoded': encodeURIComponent(secret),
    'percent-encoded in lower case': encodeURIComponent(secret).replace(/%../g, code => code.toLowerCase()),
    'form-encoded': form,
    'in JSON': JSON.stringify({ x: secret }).slice(6, -2),
    'in base64': base64(secret),
    'in base64 after one character': base64(`1${secret}`),
    'in base64 after two': base64(`12${secret}`),
    'in base64 of a pair': base64(`7ba51661-1a7e:${secret}`),
    'form-encoded in base64 of a pair': base64(`7ba51661-1a7e:${form}`),
    'in base64 for URLs': Buffer.from(`id:${secret}`).toString('base64url'),
    'in base64 with more after': base64(`id:${secret} and more`),
  };
  for (const [how, text] of Object.entries(forms)) {
    it(`masks a value ${how}`, () => {
      const redacted = redactor.redact(`before ${text} after ${text}`);
      assert.match(redacted, /^before .*•••.* after .*•••.*$/);
      // In base64 a character at each end may stay: it also has bits of the next one.
      const whole = how.includes('base64')
        ? ['', '1', '12'].flatMap(before => [secret, form].map(value => base64(before + value).slice(4, -4)))
        : [text];
      for (const part of whole.flatMap(each => each.match(/.{10}/g) ?? [])) {
        assert.ok(!redacted.includes(part), `${part} in ${redacted}`);
      }
    });
  }

  it('masks the longer one of two, whichever came first', () => {
    for (const values of [
      ['abcdef', 'abcdef-ghijkl'],
      ['abcdef-ghijkl', 'abcdef'],
    ]) {
      const two = new Redactor();
      for (const value of values) two.add(value);
      assert.equal(two.redact('x abcdef-ghijkl y abcdef z'), 'x ••• y ••• z');
    }
  });

  it('leaves nothing of two that overlap', () => {
    const two = new Redactor();
    two.add('abcdefgh');
    two.add('fghijklmnop');
    assert.equal(two.redactKnown('x abcdefghijklmnop y'), 'x ••• y');
    assert.equal(two.redactKnown('abcdefghabcdefgh'), '••••••');
  });

  it('masks each of thousands, whatever their beginnings', () => {
    const many = new Redactor();
    const values = Array.from({ length: 2_000 }, (_, index) => `eyJhbGciOi${index * 7}.${index}`);
    for (const value of values) many.add(value);
    for (const value of values) assert.equal(many.redactKnown(`x ${value} y`), 'x ••• y');
  });

  it('encodes each value of the least length into forms that are long enough to be found', () => {
    for (const value of [
      'abcd',
      'äöüß',
      '😀😀',
      '\ud800abc',
      '\u0000'.repeat(4),
      '"'.repeat(4),
      '\\'.repeat(8),
    ]) {
      for (const form of encodedForms(value)) assert.ok(form.length >= minSecretLength, JSON.stringify(form));
    }
  });

  it('forgets a token an hour after its end, and never what does not end', () => {
    let now = 0;
    const timed = new Redactor(() => now);
    timed.add('a client secret');
    timed.add('an early token', 1_000);
    const masked = () => timed.redactKnown('a client secret, an early token, a late token');
    const addMany = () => {
      for (let count = 0; count < 500; count++) timed.add(`token ${now} number ${count}`, now);
    };
    timed.add('a late token', 5_000_000);
    now = 3_600_000;
    addMany();
    assert.equal(masked(), '•••, •••, •••');
    now = 3_700_000;
    addMany();
    assert.equal(masked(), '•••, an early token, •••');
  });

  it('leaves short values and ordinary words', () => {
    redactor.add('');
    redactor.add('abc');
    const text = 'abc: POST https://v1.api.us.janrain.com/x/login/token → 200 (12 ms)';
    assert.equal(redactor.redact(text), text);
  });

  it('takes any text as a value', () => {
    for (const value of [
      'half \ud800 a character',
      '$& $1 $$ ^.*+?()[]{}|\\',
      '\u0000'.repeat(6),
      '😀😀😀😀',
    ]) {
      redactor.add(value);
      assert.equal(redactor.redact(`x ${value} y`), 'x ••• y');
    }
  });

  describe('masks everything in a place for credentials', () => {
    const cases: readonly [text: string, redacted: string][] = [
      ['Authorization: Basic aWQ6c2VjcmV0', 'Authorization: Basic •••'],
      ['authorization: bearer abc1deA2BfgC-._~+/==', 'authorization: bearer •••'],
      ["-H 'Authorization: Bearer abcdefg'", "-H 'Authorization: Bearer •••'"],
      ['{"access_token":"abc","expires_in":1}', '{"access_token":"•••","expires_in":1}'],
      ['{"clientSecret" : "a\\"b", "x": 1}', '{"clientSecret" : "•••", "x": 1}'],
      ['{"secret":"s","client_secret":"t"}', '{"secret":"•••","client_secret":"•••"}'],
      ['"{\\"access_token\\":\\"abc\\"}"', '"{\\"access_token\\":\\"•••\\"}"'],
      ["{ access_token: 'abc', x: 1 }", "{ access_token: '•••', x: 1 }"],
      ['grant_type=x&token=abc&y=z', 'grant_type=x&token=•••&y=z'],
      ['client_secret=abc', 'client_secret=•••'],
      [`${'x'.repeat(60)}secret=abc`, `${'x'.repeat(60)}secret=•••`],
      [`{ ${'x'.repeat(60)}Secret: 'abc' }`, `{ ${'x'.repeat(60)}Secret: '•••' }`],
      ['{"Authorization":"abc","id_token":"x"}', '{"Authorization":"•••","id_token":"•••"}'],
      ['{"userPassword":"hunter2","api-key":"k"}', '{"userPassword":"•••","api-key":"•••"}'],
      ["{ refreshToken: 'abc', private_key: 'k' }", "{ refreshToken: '•••', private_key: '•••' }"],
      ['x=1&password=abc&proxy-authorization=y', 'x=1&password=•••&proxy-authorization=•••'],
      ['https://id:secret@host.example/x', 'https://•••@host.example/x'],
      ['http://id:sec@ret@proxy.example:80', 'http://•••@proxy.example:80'],
    ];
    for (const [text, redacted] of cases) {
      it(text, () => {
        assert.equal(redactor.redact(text), redacted);
      });
    }
  });

  it('leaves the reference text readable, and what is masked already', () => {
    for (const text of [
      'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}',
      'Authorization: Bearer {{token}}',
      'Authorization: Basic •••',
      '{"tokenPolicy":"id","accessTokenLifetime":"3600","secretary":"x","passwordRules":"y"}',
      'The password is too short.',
    ]) {
      assert.equal(redactor.redact(text), text);
    }
  });
});

describe('a text that is made to be slow', () => {
  const token = `${'a'.repeat(8_000)}/`;

  it('is masked from there on', () => {
    const redactor = new Redactor();
    redactor.add(token);
    const redacted = redactor.redactKnown(`before ${'a'.repeat(100_000)} ${token}`);
    assert.match(redacted, /^before a*•••$/);
    assert.ok(redacted.length < 10_000, String(redacted.length));
  });

  it('is none because it has many tokens of the same beginning', () => {
    const redactor = new Redactor();
    const head = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9'.repeat(3);
    for (let index = 0; index < 20; index++) redactor.add(`${head}.${index}.known`);
    const text = Array.from({ length: 100 }, (_, index) => `${head}.${index}.other`).join(' ');
    assert.equal(redactor.redactKnown(text), text);
    assert.equal(redactor.redactKnown(`${text} ${head}.7.known`), `${text} •••`);
  });
});

describe('plainText', () => {
  const cases: readonly [text: string, plain: string][] = [
    ['', ''],
    ['invalid_client: Client authentication failed.', 'invalid_client: Client authentication failed.'],
    ["('title',) field required", "('title',) field required"],
    ['  a\r\n\tb\u0000c\u2028d  ', 'a b c d'],
    ['a\u202eb\u200bc\u009bd', 'a b c d'],
    ['[click](command:workbench.action.quit)', ''],
    ['[click](https://evil.example)', ''],
    ['run command:workbench.action.quit', ''],
    ['run COMMAND:x', ''],
    ['run com[mand:x', ''],
    ['run com$mand:x', ''],
    ['[a] `b` $(flame) <script>', 'a b (flame) script'],
    ['die Straße über 日本', 'die Straße über 日本'],
  ];
  for (const [text, plain] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(plainText(text), plain);
    });
  }

  it('is cut to a length, but never inside of a character', () => {
    assert.equal(plainText('x'.repeat(200)), 'x'.repeat(200));
    assert.equal(plainText('x'.repeat(201)), `${'x'.repeat(199)}…`);
    assert.equal(plainText('😀😀😀', 4), '😀…');
  });
});
