import assert from 'node:assert/strict';
import { createCopyText } from '../../../../src/core/resourceRules/resourceCopy';

describe('createCopyText', () => {
  it('leaves out what the service sets, and converts numbers and booleans for a POST', () => {
    const held = {
      ...{ id: 'p', title: 'T', accessTokenLifetime: '0600', refreshTokenLifetime: '1e3' },
      ...{ useAccessJWT: 'true', new: '5', _links: {} },
    };
    assert.deepEqual(JSON.parse(createCopyText('tokenPolicies', JSON.stringify(held))), {
      ...{ title: 'T', accessTokenLifetime: 600, refreshTokenLifetime: '1e3', useAccessJWT: true, new: '5' },
    });
    assert.equal(createCopyText('clients', '{"id": "c", "name": "600"}'), '{"name": "600"}');
  });

  it('gives the copy another title, and keeps other members to the byte', () => {
    const body = String.raw`{"x":9007199254740993,"id":"c","name":"A","y": [1e400, 1.50, "\u0041"]}`;
    assert.equal(
      createCopyText('clients', body, 'A “2”'),
      String.raw`{"name": "A “2”", "x":9007199254740993, "y": [1e400, 1.50, "\u0041"]}`,
    );
  });
});
