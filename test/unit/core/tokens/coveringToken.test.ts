import assert from 'node:assert/strict';
import { chooseToken, findCoveringToken, findReusable } from '../../../../src/core/tokens/coveringToken';

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

describe('chooseToken', () => {
  const hour = 3_600_000;
  const lasting = (grantedScope: string) => token(grantedScope, hour);
  const ending = (grantedScope: string) => ({ ...token(grantedScope, 30_000), issuedAt: now - hour });
  const expired = (grantedScope: string) => ({ ...token(grantedScope, -1), issuedAt: now - hour });
  const clients = '.:config/clients';
  const all = '.:config/**';

  type Token = ReturnType<typeof token>;
  const table: readonly [what: string, active: Token | undefined, others: Token[], expected: 0 | 1 | 2][] = [
    ['the active one, though another may do less', lasting(all), [lasting(clients)], 1],
    ['another one where the active one does not cover it', lasting('.:x'), [lasting(all)], 2],
    ['another one where the active one is about to end', ending(all), [lasting(all)], 2],
    ['the active one to renew where no other covers it', ending(all), [lasting('.:x')], 1],
    ['the active one to renew, also after its end', expired(all), [ending(all)], 1],
    ['another one to renew', lasting('.:x'), [ending(all)], 2],
    ['none', lasting('.:x'), [lasting('.:y'), expired(all)], 0],
    ['none without tokens', undefined, [], 0],
  ];
  for (const [what, active, others, expected] of table) {
    it(`chooses ${what}`, () => {
      const chosen = [undefined, active, others[0]][expected];
      assert.equal(chooseToken(clients, active, others, now), chosen);
      const isReusable = chosen?.expiresAt === now + hour;
      assert.equal(findReusable(clients, active, others, now), isReusable ? chosen : undefined);
    });
  }

  it('chooses the active token if no scope is needed, else the first one', () => {
    const [active, other] = [expired(''), lasting(all)];
    assert.equal(chooseToken(undefined, active, [other], now), active);
    assert.equal(chooseToken(undefined, undefined, [other], now), other);
  });
});
