import assert from 'node:assert/strict';
import { grantWarning } from '../../../../src/core/tokens/grantWarning';

const warning = (requestedScope: string, grantedScope: string) =>
  grantWarning({
    ...{ profileId: 'p1', value: 'T0ken-V4lue', issuedAt: 0, expiresAt: 1 },
    ...{ requestedScope, grantedScope },
  });

describe('grantWarning', () => {
  const silent: readonly [requested: string, granted: string][] = [
    ['.:config/**', '.:config/**'],
    ['.:config/clients**', '*:config/**'],
    ['.:a .:b', '.:b .:a'],
    ['.:a', '.:a *:b'],
  ];
  for (const [requested, granted] of silent) {
    it(`${requested}, granted ${granted}: nothing to tell`, () => {
      assert.equal(warning(requested, granted), undefined);
    });
  }

  it('granted nothing: says that the token can do nothing, why, and what to do', () => {
    const text = warning('*:config/**', '') ?? '';
    assert.match(text, /^This access token can do nothing: the service granted no scope\./);
    assert.match(text, /token policy.*Choose another scope.*allowedScopes/);
    // So that VS Code shows one message instead of two.
    assert.equal(warning('.:config/clients**', ''), text);
  });

  it('granted less: names what is missing, and only that', () => {
    const text = warning('.:config/clients** *:config/tokenPolicies**', '.:config/clients**') ?? '';
    assert.match(text, /did not grant \*:config\/tokenPolicies\*\*\. /);
    assert.doesNotMatch(text, /clients/);
  });

  it('makes no link of a scope: a workspace may have set it', () => {
    for (const granted of ['', '.:a']) {
      const text = warning('*:[x](command:workbench.action.quit)', granted) ?? '';
      assert.doesNotMatch(text, /\]\(|command:/);
    }
  });
});
