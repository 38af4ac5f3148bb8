import assert from 'node:assert/strict';
import { linesOf } from '../../../../../src/core/common/lines';
import { finish } from '../../../../../src/core/common/steps';
import {
  withoutRepeatedFindings,
  checkReferences,
  type ReferenceState,
} from '../../../../../src/core/requestAnalysis/referenceFindings';
import { authorizingReferencesInSteps } from '../../../../../src/core/requestAnalysis/tokenReferences';
import { describeFinding } from '../../../../../src/features/requests/references/findingMessages';
import { exampleFor } from '../../../../support/example';
import { profileWith } from '../../../../support/fakes';

const acme = profileWith();
const now = Date.UTC(2026, 10, 6, 9);
const token = (grantedScope: string, minutes = 60) => ({ grantedScope, expiresAt: now + minutes * 60_000 });

const right: ReferenceState = {
  profiles: [acme],
  profile: acme,
  token: token('*:config/**'),
  now,
  warnMilliseconds: 5 * 60_000,
  sharing: { isTrusted: true, withExtensions: true, withTerminals: false },
  sendsWithRestClient: true,
  renewsAtSending: false,
  isSetByOthers: false,
  mayHaveClient: true,
};

/** What is pointed out in a text, as `severity code line`. */
function shown(text: string, state: Partial<ReferenceState>): string[] {
  const references = finish(authorizingReferencesInSteps(linesOf(text), 'http'));
  return withoutRepeatedFindings(checkReferences(references, { ...right, ...state })).map(
    ({ finding, reference }) =>
      `${describeFinding(finding, acme).severity} ${finding.code} ${reference.line + 1}`,
  );
}

describe('describeFinding', () => {
  const example = exampleFor(acme);
  const isolated = { isTrusted: false, withExtensions: true, withTerminals: false };
  const unshared = { isTrusted: true, withExtensions: false, withTerminals: false };
  const first = example.split('\n').findIndex(line => line.includes('Bearer')) + 1;
  const states: readonly [title: string, state: Partial<ReferenceState>, ...expected: string[]][] = [
    ['a token for everything', {}],
    ['no profile', { profiles: [], profile: undefined, token: undefined }, `information noProfile ${first}`],
    ['no token', { token: undefined }, `information noToken ${first}`],
    ['an expired token', { token: token('*:config/**', -1) }, `information expiredToken ${first}`],
    ['a token that ends soon', { token: token('*:config/**', 2) }, `information tokenEnds ${first}`],
    ['a token that can do nothing', { token: token('') }, `information nothingGranted ${first}`],
    ['Restricted Mode', { sharing: isolated }, `information untrustedWorkspace ${first}`],
    ['sharing turned off', { sharing: unshared }, `information notShared ${first}`],
    ['no REST client', { mayHaveClient: false }, `hint noClient ${first}`],
  ];
  for (const [title, state, ...expected] of states) {
    it(`in the example, with ${title}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(shown(example, state), expected);
    });
  }

  it('in the example, with a token that only reads: a hint at each request that writes', () => {
    const found = shown(example, { token: token('.:config/**') });
    const writes = example.match(/^(?:POST|PUT|DELETE) .*\/config\//gm) ?? [];
    assert.ok(found.length > 0 && found.length === writes.length, `${found.length} of ${writes.length}`);
    for (const each of found) assert.match(each, /^hint scopeTooNarrow /);
  });

  it('is a warning if the token would go to another service, at each such request', () => {
    const request =
      'GET https://elsewhere.example/x\nAuthorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}\n';
    assert.deepEqual(shown(`${request}\n###\n${request}`, {}), [
      'warning otherHost 2',
      'warning otherHost 6',
    ]);
  });

  it('is a warning when the client cannot read the reference, at each', () => {
    const request = `GET ${acme.origin}/x\nAuthorization: Bearer {{HOSTED_LOGIN_TOKEN}}\n`;
    assert.deepEqual(shown(`${request}\n###\n${request}`, {}), [
      'warning otherClient 2',
      'warning otherClient 6',
    ]);
  });

  it('treats terminals and extensions separately', () => {
    const request = (reference: string) => `GET ${acme.origin}/x\nAuthorization: Bearer {{${reference}}}\n`;
    const text = `${request('$processEnv HOSTED_LOGIN_TOKEN')}\n###\n${request('HOSTED_LOGIN_TOKEN')}`;
    assert.deepEqual(shown(text, { sharing: unshared, sendsWithRestClient: false }), [
      'information notShared 2',
      'hint notShared 6',
    ]);
  });

  const reference = '{{$processEnv HOSTED_LOGIN_TOKEN}}';
  const get = `GET ${acme.origin}/${acme.customerId}/config/clients`;
  const schemes: readonly [title: string, text: string, ...expected: string[]][] = [
    ['no scheme', `${get}\nAuthorization: ${reference}`, 'warning otherScheme 2'],
    ['Basic', `${get}\nAuthorization: Basic ${reference}`, 'warning otherScheme 2'],
    ['curl’s user', `${get.replace('GET', 'curl')} -u x:${reference}`, 'warning otherScheme 1'],
    ['a variable without scheme', `@t = ${reference}\n${get}\nAuthorization: {{t}}`, 'warning otherScheme 3'],
    [
      'a path of ours',
      `GET {{o}}/{{c}}/config/clients\nAuthorization: ${reference}`,
      'warning otherScheme 2',
    ],
    ['the scheme in a variable', `@a = Bearer ${reference}\n${get}\nAuthorization: {{a}}`],
    ['another service’s own scheme, perhaps', `GET {{other}}/x\nAuthorization: ${reference}`],
    [
      'a login endpoint',
      `POST ${acme.origin}/${acme.customerId}/login/introspect\nAuthorization: ${reference}`,
    ],
  ];
  for (const [title, text, ...expected] of schemes) {
    it(`of ${title}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(shown(text, {}), expected);
      const none = shown(text, { token: undefined });
      assert.ok(expected.length === 0 || none.join() === expected.join(), 'comes before a missing token');
    });
  }

  it('of the token that JetBrains requests, without scheme', () => {
    const text = `${get}\nAuthorization: {{$auth.token("hosted-login")}}`;
    assert.deepEqual(shown(text, { sendsWithRestClient: false }), ['warning otherScheme 2']);
  });
});
