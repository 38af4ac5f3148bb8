import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { findHostedLoginRequestsInSteps } from '../../../../src/core/requestAnalysis/hostedLoginRequests';
import { profileWith } from '../../../support/fakes';

describe('requests below a line that is longer than an expression has stack for', () => {
  for (const beginning of ['GET http://x/', 'GET {{x}}/', 'GET ', 'curl x/']) {
    it(`are read below “${beginning}”`, () => {
      const acme = profileWith();
      const request = `GET ${acme.origin}/${acme.customerId}/config/clients`;
      const text = `${beginning}${'a'.repeat(30_000_000)}\n###\n${request}\n`;
      const found = finish(findHostedLoginRequestsInSteps(linesOf(text), 'http', acme));
      assert.deepEqual(
        found.map(({ requestLine }) => requestLine),
        [2],
      );
    });
  }
});
