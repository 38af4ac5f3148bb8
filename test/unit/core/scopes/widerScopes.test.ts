import assert from 'node:assert/strict';
import { widerScopes } from '../../../../src/core/scopes/widerScopes';

describe('widerScopes', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['.:config/tokenPolicies/1', ['.:config/tokenPolicies**', '.:config/**', '*:config/**', '.:**', '*:**']],
    ['*:config/clients/1/secret', ['*:config/clients**', '*:config/**', '*:**']],
    ['*:config/clients**', ['*:config/**', '*:**']],
    ['.:config/clients', ['.:config/clients**', '.:config/**', '*:config/**', '.:**', '*:**']],
    ['.:config/**', ['*:config/**', '.:**', '*:**']],
    ['*:config/**', ['*:**']],
    ['*:**', []],
    ['*:webhooks/**', []],
    [
      '*:config/clients/1 .:config/clients/2 .:config/loginPolicies/3',
      [
        '*:config/clients** .:config/clients** .:config/loginPolicies**',
        '*:config/** .:config/**',
        '*:config/**',
        '*:** .:**',
        '*:**',
      ],
    ],
  ];
  for (const [scope, expected] of cases) {
    it(`${scope}: ${expected.join(', then ') || 'nothing wider'}`, () => {
      assert.deepEqual(widerScopes(scope), [scope, ...expected]);
    });
  }
});
