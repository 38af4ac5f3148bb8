import assert from 'node:assert/strict';
import { leftOutText, withReasons } from '../../../../src/core/configurationFiles/reasons';

describe('withReasons', () => {
  const entry = (address: string, reason: string) => ({ address, reason });

  it('names each address with its reason, and a reason that several have once', () => {
    const entries = [entry('clients/a', 'broken'), entry('clients/b', 'used'), entry('clients/c', 'broken')];
    assert.equal(withReasons(entries), 'clients/a, clients/c (broken); clients/b (used)');
    assert.equal(leftOutText(entries), 'Left out: clients/a, clients/c (broken); clients/b (used)');
    assert.equal(leftOutText([]), '');
  });

  it('names a few of many, and says how many more there are', () => {
    const same = Array.from({ length: 500 }, (_, index) => entry(`clients/${index}`, 'used'));
    assert.equal(withReasons(same), 'clients/0, clients/1, clients/2 and 497 more (used)');
    const other = same.map(({ address }, index) => entry(address, `reason ${index}`));
    assert.match(
      withReasons(other),
      /^clients\/0 \(reason 0\).*clients\/2 \(reason 2\); and 497 more reasons$/,
    );
  });
});
