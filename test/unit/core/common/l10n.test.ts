import assert from 'node:assert/strict';
import { t, useBundle } from '../../../../src/core/common/l10n';

describe('t', () => {
  afterEach(() => {
    useBundle(undefined);
  });

  const cases: readonly [message: string, args: readonly (string | number)[], text: string][] = [
    ['plain', [], 'plain'],
    ['{0} at {1}', ['a', 'b'], 'a at b'],
    ['{1} {0} {1}', ['a', 'b'], 'b a b'],
    ['{0} and {1}', ['a'], 'a and {1}'],
    ['{0}', [0], '0'],
    ['{0}', [''], ''],
    ['{0} {1}', ['{1}', '$&'], '{1} $&'],
    ['{x} {}', ['a'], '{x} {}'],
    ['Delete “{0}”?', ['a\n\nb \u202ec'], 'Delete “a b c”?'],
    ['Delete “{0}”?', ['a'.repeat(1000)], `Delete “${'a'.repeat(199)}…”?`],
    ['{0}: {1}', ['a\nb', 'c'.repeat(300)], `a\nb: ${'c'.repeat(300)}`],
  ];
  for (const [message, args, text] of cases) {
    it(`${message} with ${JSON.stringify(args)}: ${text}`, () => {
      assert.equal(t(message, ...args), text);
    });
  }

  it('cuts a name also where the translation has other quotes', () => {
    useBundle({ 'Delete “{0}”?': '„{0}“ löschen?' });
    assert.equal(t('Delete “{0}”?', 'a\nb'), '„a b“ löschen?');
  });

  it('uses the translation if there is one', () => {
    useBundle({ '{0} at {1}': 'bei {1}: {0}' });
    assert.deepEqual([t('{0} at {1}', 'a', 'b'), t('other {0}', 1)], ['bei b: a', 'other 1']);
  });
});
