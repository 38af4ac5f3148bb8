import assert from 'node:assert/strict';
import { validateValues, fields, issueOf } from '../../../../src/features/profiles/profileValues';
import { profileWith } from '../../../support/fakes';

const { id: _, ...metadata } = profileWith();
const values = { ...metadata, clientSecret: 'secret' };

describe('the values of a profile', () => {
  it('are trimmed, the origin in its one spelling', () => {
    const padded = Object.fromEntries(fields.map(field => [field, ` ${values[field]} `]));
    const origin = ' HTTPS://V1.api.us.janrain.com:443/ ';
    assert.deepEqual(validateValues({ ...values, ...padded, origin }, []), values);
  });

  it('keep the case of the IDs: the service may tell one from the other', () => {
    const mixed = { ...values, customerId: '1AB23C45-6789-0123-d4ef-5G678H90IJK1', clientId: 'Client-ID' };
    assert.deepEqual(validateValues(mixed, []), mixed);
  });

  it('need no secret when it stays what it is', () => {
    assert.deepEqual(validateValues(metadata, []), metadata);
    assert.throws(() => validateValues({ ...metadata, clientSecret: '' }, []), /clientSecret: Enter/);
  });

  it('are refused with the name of each invalid one', () => {
    const empty = { name: '', origin: '', customerId: '', clientId: '', clientSecret: '' };
    assert.throws(
      () => validateValues(empty, []),
      /name: .*origin: .*customerId: .*clientId: .*clientSecret: /,
    );
    assert.throws(() => validateValues(values, ['ACME']), { kind: 'invalidInput', message: /already/ });
  });

  for (const field of fields) {
    it(`${field}: empty is an issue, what is kept is none`, () => {
      assert.ok(issueOf(field, '', []));
      assert.equal(issueOf(field, values[field], []), undefined);
    });
  }
});
