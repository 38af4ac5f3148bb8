import assert from 'node:assert/strict';
import { belonging, sentTarget } from '../../../src/core/requestTarget';
import { leavingRequest } from '../../../src/features/sending/httpyacRequest';
import { profileWith } from '../../support/fakes';

describe('a request of httpYac that is about to leave', () => {
  const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
  const profile = profileWith({ origin: 'https://good.example', customerId });
  const url = `https://good.example/${customerId}/config/clients`;
  const kindOf = (request: object, config: object = {}) =>
    belonging(sentTarget(leavingRequest({ protocol: 'HTTP', url, ...request }, { config })), [profile]).kind;

  it('goes where its own headers and those of options say', () => {
    const headers = { hOST: 'evil.example' };
    assert.equal(kindOf({}), 'yes');
    assert.equal(kindOf({ headers }), 'no');
    assert.equal(kindOf({ options: { headers } }), 'no');
    assert.equal(kindOf({}, { request: { headers } }), 'no');
  });

  it('is uncertain where no certificate is checked, however that is said', () => {
    assert.equal(kindOf({ noRejectUnauthorized: true }), 'unknown');
    assert.equal(kindOf({ noRejectUnauthorized: 'yes' }), 'unknown');
  });
});
