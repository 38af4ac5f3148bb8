import assert from 'node:assert/strict';
import { resourceScopes } from '../../../../src/core/resourceRules/resourceScopes';

const client = { kind: 'clients', id: '1ab23456-7c8d' } as const;
const tokenPolicy = { kind: 'tokenPolicies', id: 'a123bcde-4f56' } as const;
const loginPolicy = { kind: 'loginPolicies', id: '1ab23c45-6789' } as const;

describe('resourceScopes', () => {
  it('read one, or configure it, and no other', () => {
    assert.equal(resourceScopes([loginPolicy], 'read'), '.:config/loginPolicies/1ab23c45-6789');
    assert.equal(resourceScopes([tokenPolicy], 'configure'), '*:config/tokenPolicies/a123bcde-4f56');
  });

  it('configure all of a property, in the order of the documentation’s last example', () => {
    assert.equal(
      resourceScopes([client, loginPolicy, tokenPolicy], 'configure'),
      '*:config/tokenPolicies/a123bcde-4f56 *:config/loginPolicies/1ab23c45-6789 *:config/clients/1ab23456-7c8d',
    );
  });

  it('are those of the collection when no scope can name the id', () => {
    assert.equal(resourceScopes([{ kind: 'clients', id: 'a b' }], 'read'), '.:config/clients**');
  });
});
