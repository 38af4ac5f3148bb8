import assert from 'node:assert/strict';
import { isBinary, textOf } from '../../../../src/features/leaks/fileBytes';

describe('textOf and isBinary', () => {
  it('are read as UTF-8', () => {
    assert.equal(textOf(Buffer.from('größer token')), 'größer token');
  });

  it('are read as UTF-16 when they begin with its mark, and are not binary then', () => {
    const little = Buffer.from('\ufeffa token', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big]) {
      assert.ok(!isBinary(bytes));
      assert.ok(textOf(bytes).endsWith('a token'));
    }
  });

  it('show what is ASCII in any other encoding', () => {
    assert.match(textOf(Buffer.from('gr\xf6\xdfer token', 'latin1')), /er token$/);
  });

  it('are binary when one of the first is 0', () => {
    assert.ok(isBinary(Buffer.from('GIF\0')));
    assert.ok(!isBinary(Buffer.from('')));
    assert.ok(!isBinary(Buffer.from(`${'x'.repeat(512)}\0`)));
  });
});
