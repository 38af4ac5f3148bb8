import assert from 'node:assert/strict';
import { parseUrl } from '../../../../src/core/common/parseUrl';

describe('parseUrl', () => {
  it('reads a URL with characters beyond ASCII, also after it was compiled', () => {
    for (let times = 0; times < 100_000; times++)
      assert.equal(parseUrl('https://bücher.example')?.hostname, 'xn--bcher-kva.example');
  });

  it('is undefined for other texts', () => {
    assert.equal(parseUrl('bücher.example'), undefined);
    assert.equal(parseUrl('/path'), undefined);
    assert.equal(parseUrl('/path', 'https://host.example')?.href, 'https://host.example/path');
  });
});
