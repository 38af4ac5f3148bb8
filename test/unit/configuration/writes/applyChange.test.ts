import assert from 'node:assert/strict';
import { membersChangedByServer, outcomeOf } from '../../../../src/configuration/writes/applyChange';

const rounded = '{"title":"Shop","limit":9007199254740992}';
const exact = '{"title":"Shop","limit":9007199254740993}';

describe('membersChangedByServer', () => {
  it('names a number that the service rounded, although JavaScript rounds it too', () => {
    assert.deepEqual(membersChangedByServer('tokenPolicies', rounded, exact), ['limit']);
  });

  it('names no member that is only spelled differently, or left out with its default', () => {
    const sent = '{"accessTokenLifetime":3600,"limit":1.50,"title":"Caf\\u00e9","more":{"a":1,"b":2}}';
    const found = '{"more":{"b":2,"a":1},"title":"Café","limit":15e-1}';
    assert.deepEqual(membersChangedByServer('tokenPolicies', found, sent), []);
    assert.deepEqual(membersChangedByServer('clients', found, sent), ['accessTokenLifetime']);
  });
});

describe('outcomeOf', () => {
  it('finds that a number was changed that JavaScript rounds', () => {
    assert.equal(outcomeOf('tokenPolicies', exact, rounded, exact), 'made');
    assert.equal(outcomeOf('tokenPolicies', rounded, rounded, exact), 'notMade');
    assert.equal(outcomeOf('tokenPolicies', rounded, '{"title":"Shop","limit":1}', exact), 'changed');
  });
});
