import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/common/problem';
import {
  checkProfile,
  describeFailure,
  fieldToCorrect,
} from '../../../../src/features/profiles/profileCheck';
import { profileWith } from '../../../support/fakes';

describe('the check of a profile', () => {
  it('that is cancelled says nothing about the values', async () => {
    const controller = new AbortController();
    const checked = checkProfile(
      () => {
        controller.abort();
        return Promise.reject(new Problem('cancelled', 'Cancelled.'));
      },
      profileWith(),
      'secret',
      controller.signal,
    );
    assert.deepEqual(await checked, { failed: 'unchecked' });
    const { message, detail } = describeFailure({ failed: 'unchecked' });
    assert.equal(`${message} ${detail}`, 'The values were not checked. The profile is not saved yet.');
  });

  it('that fails says why, and that nothing is saved', async () => {
    const problem = new Problem('dns', 'There is no host v1.example.', 'Check the origin.');
    const result = await checkProfile(
      () => Promise.reject(problem),
      profileWith(),
      'secret',
      new AbortController().signal,
    );
    assert.deepEqual(result, { failed: 'service', problem });
    const { message, detail } = describeFailure({ failed: 'service', problem });
    assert.match(message, /Host and customer ID could not be confirmed/);
    assert.match(detail, /There is no host.*Check the origin\.\n\n.*were not tried\..*not saved yet\./s);
  });

  it('reports wrong credentials without naming a profile that is not saved', () => {
    const problem = new Problem(
      'invalidClient',
      'The client is not accepted.',
      'Edit the profile: check it.',
    );
    const { detail } = describeFailure({ failed: 'credentials', problem });
    assert.match(
      detail,
      /^The client is not accepted\. Check the client ID and enter the client secret again\.\n/,
    );
    assert.doesNotMatch(detail, /Edit the profile/);
  });

  const toCorrect = [
    ['credentials', 'invalidClient', 'clientSecret'],
    ['credentials', 'timeout', undefined],
    ['service', 'unknownCustomer', 'customerId'],
    ['service', 'dns', 'origin'],
  ] as const;
  for (const [failed, kind, field] of toCorrect) {
    it(`that fails with ${kind} at the ${failed} leads to the field ${String(field)}`, () => {
      assert.equal(fieldToCorrect({ failed, problem: new Problem(kind, 'Failed.') }), field);
    });
  }

  it('that was cancelled leads to no field', () => {
    assert.equal(fieldToCorrect({ failed: 'unchecked' }), undefined);
  });
});
