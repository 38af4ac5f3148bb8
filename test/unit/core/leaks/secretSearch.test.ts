import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { fingerprintOf, type FingerprintKey, LeakSearch } from '../../../../src/core/leaks/secretSearch';

const key: FingerprintKey = {
  base: randomBytes(4).readUInt32LE() | 1,
  digest: text => createHmac('sha256', 'a key').update(text).digest('base64'),
};

/** A search for these values; results are their indices in the list. */
const searchFor = (...values: readonly string[]) =>
  new LeakSearch(
    key,
    values.flatMap((value, secret) => {
      const fingerprint = fingerprintOf(key, value);
      return fingerprint ? [{ fingerprint, secret }] : [];
    }),
  );

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl_-~+/==';
const other = 'Zm9vYmFyYmF6-other_0123456789';

describe('LeakSearch', () => {
  const cases: readonly [name: string, text: string, found: readonly number[]][] = [
    ['nothing', '', []],
    ['the value alone', '{0}', [0]],
    ['a header', 'Authorization: Bearer {0}\r\nAccept: */*', [0]],
    ['quotes and commas', `["{0}",'{1}',{0}]`, [0, 1, 0]],
    ['glued to characters that tokens have', `Bearer={0}x.{1}{0}{0}=`, [0, 1, 0, 0]],
    ['base64 before and after', `AAAA{0}AAAA`, [0]],
    ['a URL', `https://x.example/?token={1}&b={0}#`, [1, 0]],
    ['several on each of several lines', `{0} {1}\r\n{1} {0}\n\r{0}`, [0, 1, 1, 0, 0]],
    ['umlauts and emoji around', `ä😀{1}😀`, [1]],
    ['cut by a line break', `${token.slice(0, 20)}\n${token.slice(20)}`, []],
    ['the first character missing', token.slice(1), []],
    ['the last character missing', token.slice(0, -1), []],
    ['another case', token.toUpperCase(), []],
    ['the end of it', token.slice(-12).repeat(5), []],
    ['the beginning of it', token.slice(0, 12).repeat(5), []],
  ];
  for (const [name, template, found] of cases) {
    it(`finds ${found.length} in ${name}`, () => {
      const text = template.replaceAll('{0}', token).replaceAll('{1}', other);
      const leaks = searchFor(token, other).find(text);
      assert.deepEqual(
        leaks.map(({ secret }) => secret),
        found,
      );
      for (const { start, end, secret } of leaks)
        assert.equal(text.slice(start, end), [token, other][secret]);
    });
  }

  it('misses no value by one character anywhere', () => {
    const search = searchFor(token);
    for (let at = 0; at < token.length; at++) {
      const near = `${token.slice(0, at)}\u0001${token.slice(at + 1)}`;
      assert.deepEqual(search.find(` ${near} `), [], `character ${at}`);
    }
  });

  it('finds the longer of two values that end alike', () => {
    const [leak] = searchFor('0123456789', 'abc0123456789').find('abc0123456789');
    assert.deepEqual(leak, { start: 0, end: 13, secret: 1 });
  });

  it('finds no place twice if a value overlaps itself', () => {
    const leaks = searchFor('abcdabcd').find('abcdabcdabcdabcd');
    assert.deepEqual(
      leaks.map(({ start }) => start),
      [0, 8],
    );
  });

  it('does not search values shorter than eight characters', () => {
    assert.equal(fingerprintOf(key, '1234567'), undefined);
    assert.deepEqual(searchFor('1234567').find('1234567'), []);
    assert.equal(searchFor('12345678').find('12345678').length, 1);
  });

  it('keeps nothing of the value in a fingerprint', () => {
    const text = JSON.stringify(fingerprintOf(key, token));
    for (let at = 0; at + 4 <= token.length; at++) assert.ok(!text.includes(token.slice(at, at + 4)));
  });

  it('finds exactly the values in random texts', () => {
    const alphabet = 'ab01-_.=" \n';
    const random = (length: number) =>
      Array.from(randomBytes(length), byte => alphabet[byte % alphabet.length]).join('');
    for (let round = 0; round < 1000; round++) {
      const values = [random(9), random(20)];
      const text = Array.from(randomBytes(6), byte => values[byte % 4] ?? random(byte % 30)).join('');
      const leaks = searchFor(...values).find(text);
      for (const { start, end, secret } of leaks) assert.equal(text.slice(start, end), values[secret]);
      // Whatever is left holds none: each place was found, or overlaps one that was.
      for (const value of values) {
        for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
          assert.ok(
            leaks.some(({ start, end }) => start < at + value.length && at < end),
            JSON.stringify({ text, value, leaks }),
          );
        }
      }
    }
  });

  it('computes digests only if both ends of a value match', () => {
    let digests = 0;
    const digest = (text: string) => {
      digests += 1;
      return key.digest(text);
    };
    const fingerprint = fingerprintOf(key, `a${'x'.repeat(4000)}`);
    assert.ok(fingerprint);
    const search = new LeakSearch({ ...key, digest }, [{ fingerprint, secret: 0 }]);
    assert.deepEqual(search.find('x'.repeat(100_000)), []);
    assert.equal(digests, 0);
    assert.equal(search.find(`${'x'.repeat(100)}a${'x'.repeat(100_000)}`).length, 1);
    assert.equal(digests, 1);
  });
});
