import assert from 'node:assert/strict';
import { keepsAccess } from '../../../../src/core/resourceRules/lockoutRules';
import type { Resource } from '../../../../src/core/resources/resource';
import { growthOfSteps } from '../../../support/stepCounter';

function resource(kind: Resource['kind'], members: Resource['members']): Resource {
  return { kind, id: 'x', title: 'x', body: JSON.stringify(members), members };
}

describe('Whether a token policy keeps its access', () => {
  it('is found in steps that grow with its scopes alone', () => {
    const growth = growthOfSteps(
      (scopes: readonly string[]) => {
        const policy = resource('tokenPolicies', { allowedScopes: scopes });
        const access = { client: resource('clients', {}), policy, scopes, granted: scopes };
        keepsAccess(access, { does: 'replace', key: policy, members: { allowedScopes: ['*:config/x'] } });
      },
      size => Array.from({ length: size }, (_, n) => `*:config/clients/${n}`),
      200,
    );
    assert.ok(growth < 2.4, `${growth.toFixed(2)} times the steps for twice the scopes`);
  });
});
