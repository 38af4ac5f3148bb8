import assert from 'node:assert/strict';
import { findCoveringToken } from '../../../../src/core/tokens/coveringToken';

const now = Date.UTC(2026, 10, 6, 9);
const token = (grantedScope: string, left = 60, requestedScope = grantedScope) => ({
  profileId: 'p1',
  requestedScope,
  grantedScope,
  value: `${grantedScope} ${left}`,
  issuedAt: now - 1000,
  expiresAt: now + left,
});

describe('findCoveringToken', () => {
  const everything = token('*:config/**');
  const reads = token('.:config/**');
  const clients = token('.:config/clients**', 30);
  const renewed = token('.:config/clients**', 40);
  const policies = token('.:config/tokenPolicies** .:config/loginPolicies**');
  const refused = token('', 60, '*:config/**');
  const expired = token('*:config/**', 0);

  const table: [scope: string, tokens: (typeof reads)[], expected: typeof reads | undefined][] = [
    ['.:config/clients/1', [], undefined],
    ['.:config/clients/1', [reads], reads],
    ['*:config/clients/1', [reads, policies], undefined],
    ['.:config/clients', [everything, reads, clients], clients],
    ['.:config/clients', [clients, reads, everything], clients],
    ['.:config/clients', [policies, everything, clients, renewed], renewed],
    ['.:config/clients', [renewed, clients], renewed],
    ['.:config/loginPolicies/1 .:config/tokenPolicies/1', [reads, policies, clients], policies],
    ['.:config/loginPolicies/1 .:config/clients/1', [policies, clients], undefined],
    ['.:config/**', [refused, expired], undefined],
    ['another:form', [everything, token('another:form')], token('another:form')],
  ];
  for (const [scope, tokens, expected] of table) {
    it(`${scope} of ${tokens.map(({ value }) => value).join(', ')}`, () => {
      assert.deepEqual(findCoveringToken(scope, tokens, now), expected);
    });
  }
});
