import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { checkReferences, type ReferenceState } from '../../../../src/core/requestAnalysis/referenceFindings';
import { authorizingReferencesInSteps } from '../../../../src/core/requestAnalysis/tokenReferences';
import { profileWith } from '../../../support/fakes';

const now = Date.UTC(2026, 10, 6, 9);
const minute = 60_000;
const acme = profileWith();
const prod = profileWith({
  id: 'p2',
  name: 'prod',
  origin: 'https://v1.api.eu.janrain.com',
  customerId: '9zy87x65-4321-0987-w6vu-5t432s10rqp9',
});
/** At the host of `acme`, another customer. */
const twin = profileWith({ id: 'p3', name: 'twin', customerId: '2ab23c45-6789-0123-d4ef-5g678h90ijk1' });
/** The customer of `acme`, another client. */
const admin = profileWith({ id: 'p4', name: 'acme admin', clientId: 'another' });
const at = `${acme.origin}/${acme.customerId}`;
const client = '7ba51661-1a7e-4b1c-9d0f-0123456789ab';

const token = (grantedScope = '.:config/**', left = 60 * minute) => ({ grantedScope, expiresAt: now + left });

/** Everything as it should be. */
const right: ReferenceState = {
  profiles: [acme],
  profile: acme,
  token: token(),
  now,
  warnMilliseconds: 5 * minute,
  sharing: { isTrusted: true, withExtensions: true, withTerminals: false },
  sendsWithRestClient: false,
  renewsAtSending: false,
  isSetByOthers: false,
  mayHaveClient: true,
};

/** The findings of a request, in short. */
function said(
  request: string,
  state: Partial<ReferenceState> = {},
  reference = '{{$processEnv HOSTED_LOGIN_TOKEN}}',
): string {
  const lines = linesOf(`${request}\nAuthorization: Bearer ${reference}\n`);
  const references = finish(authorizingReferencesInSteps(lines, 'http'));
  assert.equal(references.length, 1);
  const [found] = checkReferences(references, { ...right, ...state });
  if (!found) return '-';
  const { finding } = found;
  switch (finding.code) {
    case 'otherHost':
      return [finding.code, finding.origin, ...finding.fitting.map(({ name }) => name)].join(' ');
    case 'otherCustomer':
      return [finding.code, finding.customerId, ...finding.fitting.map(({ name }) => name)].join(' ');
    case 'scopeTooNarrow':
      return `${finding.code} ${finding.need.method} ${finding.need.path} ${finding.need.scope}`;
    case 'tokenEnds':
      return `${finding.code} ${finding.minutes}`;
    case 'expiredToken':
      return finding.isRenewedAtSending ? `${finding.code} renewed` : finding.code;
    case 'notShared':
      return `${finding.code} ${finding.reader}`;
    default:
      return finding.code;
  }
}

describe('checkReferences', () => {
  const get = `GET ${at}/config/clients`;
  const unknown = 'GET {{origin}}/{{customer}}/config/clients';
  const off = { isTrusted: true, withExtensions: false, withTerminals: false };
  const table: readonly [title: string, request: string, state: Partial<ReferenceState>, expected: string][] =
    [
      ['all is right', get, {}, '-'],
      ['a host and a customer that variables name', unknown, {}, '-'],
      ['no profile', get, { profiles: [], profile: undefined, token: undefined }, 'noProfile'],
      ['no token', get, { token: undefined }, 'noToken'],
      ['no token, and nobody knows where it goes', unknown, { token: undefined }, 'noToken'],
      [
        'no token for one of the login endpoints',
        `GET ${at}/login/introspect`,
        { token: undefined },
        'noToken',
      ],

      ['a millisecond before the warning', get, { token: token('.:config/**', 5 * minute + 1) }, '-'],
      ['exactly at the warning', get, { token: token('.:config/**', 5 * minute) }, 'tokenEnds 5'],
      ['a little less', get, { token: token('.:config/**', 4 * minute + 1) }, 'tokenEnds 5'],
      ['the last minute', get, { token: token('.:config/**', minute) }, 'tokenEnds 1'],
      ['the last millisecond', get, { token: token('.:config/**', 1) }, 'tokenEnds 1'],
      ['no warning wanted', get, { token: token('.:config/**', 1), warnMilliseconds: 0 }, '-'],
      ['exactly at the end', get, { token: token('.:config/**', 0) }, 'expiredToken'],
      ['long after it', get, { token: token('.:config/**', -minute), warnMilliseconds: 0 }, 'expiredToken'],

      [
        'a write with a token that reads',
        `PUT ${at}/config/clients/${client}`,
        {},
        `scopeTooNarrow PUT config/clients/${client} *:config/clients/${client}`,
      ],
      [
        'another collection',
        get,
        { token: token('.:config/tokenPolicies**') },
        'scopeTooNarrow GET config/clients .:config/clients',
      ],
      [
        'a list with a token for one',
        get,
        { token: token(`*:config/clients/${client}`) },
        'scopeTooNarrow GET config/clients .:config/clients',
      ],
      ['more than one scope', get, { token: token('.:config/tokenPolicies** .:config/clients') }, '-'],
      ['HEAD with a token that reads', `HEAD ${at}/config/clients`, {}, '-'],
      [
        'the host in a header, the scope too narrow',
        `GET /${acme.customerId}/config/clients\nHost: ${new URL(acme.origin).host}:443`,
        { token: token('.:config/tokenPolicies**') },
        'scopeTooNarrow GET config/clients .:config/clients',
      ],
      ['what is not below the configuration', `DELETE ${at}/webhooks/1`, {}, '-'],
      [
        'an id that a variable names, a token for one of them',
        `GET ${at}/config/clients/{{id}}`,
        { token: token(`.:config/clients/${client}`) },
        '-',
      ],
      ['an id that a variable names, a token for all', `GET ${at}/config/clients/{{id}}`, {}, '-'],
      [
        'an id that a variable names, a token for others',
        `GET ${at}/config/clients/{{id}}`,
        { token: token('.:config/loginPolicies**') },
        'scopeTooNarrow GET config/clients/* .:config/clients**',
      ],
      [
        'an id that a variable names, a token for the list',
        `GET ${at}/config/clients/{{id}}`,
        { token: token('.:config/clients') },
        'scopeTooNarrow GET config/clients/* .:config/clients**',
      ],
      [
        'a write to what a variable names',
        `PUT ${at}/config/clients/{{id}}`,
        {},
        'scopeTooNarrow PUT config/clients/* *:config/clients**',
      ],
      [
        'a collection that a variable names',
        `GET ${at}/config/{{collection}}`,
        { token: token('.:config/clients') },
        '-',
      ],
      [
        'an id in a variable of the file',
        `@id = ${client}\nPUT ${at}/config/clients/{{id}}`,
        { token: token('*:config/clients/1') },
        `scopeTooNarrow PUT config/clients/${client} *:config/clients/${client}`,
      ],
      [
        'a host in a variable, the scope too narrow',
        'POST {{origin}}/{{customer}}/config/clients',
        {},
        'scopeTooNarrow POST config/clients *:config/clients**',
      ],
      [
        'a scope of users who sign in',
        get,
        { token: token('openid') },
        'scopeTooNarrow GET config/clients .:config/clients',
      ],
      ['a granted scope of an undocumented form', get, { token: token('clients:read') }, '-'],
      ['nothing granted', get, { token: token('') }, 'nothingGranted'],
      ['nothing granted, for whatever', 'GET {{url}}', { token: token('') }, 'nothingGranted'],
      [
        'too narrow and about to end: the scope first',
        `PUT ${at}/config/clients/1`,
        { token: token('.:config/**', 1) },
        'scopeTooNarrow PUT config/clients/1 *:config/clients/1',
      ],
      ['nothing granted and expired: the end first', get, { token: token('', 0) }, 'expiredToken'],

      ['another host', 'GET https://example.com/x', {}, 'otherHost https://example.com'],
      ['another port', `GET ${acme.origin}:8443/x`, {}, `otherHost ${acme.origin}:8443`],
      [
        'the host without encryption',
        `GET ${at.replace('https', 'http')}/config/clients`,
        {},
        `otherHost ${acme.origin.replace('https', 'http')}`,
      ],
      [
        'the host of another profile',
        `GET ${prod.origin}/x`,
        { profiles: [acme, prod] },
        `otherHost ${prod.origin} prod`,
      ],
      [
        'its host in a variable of the file',
        `@host = ${prod.origin}\nGET {{host}}/x`,
        { profiles: [acme, prod] },
        `otherHost ${prod.origin} prod`,
      ],
      [
        'two profiles with that host',
        `GET ${acme.origin}/x`,
        { profiles: [acme, prod, twin], profile: prod },
        `otherHost ${acme.origin} acme twin`,
      ],
      [
        'two with that host, one with that customer',
        `GET ${at}/config/clients`,
        { profiles: [acme, prod, twin], profile: prod },
        `otherHost ${acme.origin} acme`,
      ],
      [
        'two clients of that customer',
        get,
        { profiles: [acme, admin, prod], profile: prod },
        `otherHost ${acme.origin} acme acme admin`,
      ],
      [
        'that host, but a customer nobody has',
        `GET ${prod.origin}/${acme.customerId}/config/clients`,
        { profiles: [acme, prod] },
        `otherHost ${prod.origin}`,
      ],
      [
        'another client of the active customer is no finding',
        get,
        { profiles: [acme, admin], profile: admin },
        '-',
      ],
      [
        'another customer at the same host',
        `GET ${acme.origin}/${twin.customerId}/config/clients`,
        { profiles: [acme, twin] },
        `otherCustomer ${twin.customerId} twin`,
      ],
      [
        'a customer nobody has',
        `GET ${acme.origin}/${twin.customerId}/config/clients`,
        {},
        `otherCustomer ${twin.customerId}`,
      ],
      [
        'another customer, the host in a variable',
        `GET {{origin}}/${prod.customerId}/config/clients`,
        { profiles: [acme, prod] },
        `otherCustomer ${prod.customerId} prod`,
      ],
      ['an id after a variable for all before it', `GET {{clients}}/${client}`, {}, '-'],
      [
        'the customer in other letters',
        `GET ${acme.origin}/${acme.customerId.toUpperCase()}/config/clients`,
        {},
        '-',
      ],
      ['a path without a host', `GET /${twin.customerId}/config/clients`, {}, '-'],
      ['a host that ends elsewhere', 'GET https://{{x}}.evil.com/x', {}, 'otherHost {{x}}.evil.com'],
      ['the same after an origin', 'GET {{origin}}.evil.com/x', {}, 'otherHost {{origin}}.evil.com'],
      ['a host that begins elsewhere', 'GET https://evil.com:{{port}}/x', {}, 'otherHost evil.com:{{port}}'],
      ['a user in front of a host', 'GET {{origin}}@evil.com/x', {}, 'otherHost evil.com'],
      ['a host in a header', 'GET /x/config/clients\nHost: evil.com', {}, 'otherHost http://evil.com'],
      ['a host without slashes', 'GET https:evil.com/x', {}, 'otherHost https://evil.com'],
      [
        'a second value',
        `@h = ${acme.origin}\n@h = https://evil.com\nGET {{h}}/x`,
        {},
        'otherHost https://evil.com',
      ],
      [
        'a part of the host, where the rest is another profile’s',
        'GET https://v1.api.{{x}}.janrain.com:444/x',
        { profiles: [acme, prod] },
        'otherHost v1.api.{{x}}.janrain.com:444',
      ],
      ['a part of the host that fits', 'GET https://v1.api.{{region}}.janrain.com/x', {}, '-'],
      ['the same with its port', 'GET https://v1.api.{{region}}.janrain.com:443/x', {}, '-'],
      ['a scheme that a variable names', `GET {{scheme}}://${acme.origin.slice(8)}/x`, {}, '-'],
      ['a variable that may hold a part of the path', 'GET {{base}}config/clients', {}, '-'],
      ['no host at all', 'GET http://[/x', {}, '-'],
      [
        'another host and no token: the host first',
        'GET https://example.com/x',
        { token: undefined },
        'otherHost https://example.com',
      ],

      ['not shared', get, { sharing: off }, 'notShared extension'],
      [
        'not shared, and no token: sharing first',
        get,
        { sharing: off, token: undefined },
        'notShared extension',
      ],
      [
        'shared with terminals alone, where a client may be',
        get,
        { sharing: { ...off, withTerminals: true } },
        '-',
      ],
      ['not trusted', get, { sharing: { ...off, isTrusted: false } }, 'untrustedWorkspace'],
      [
        'another host where nothing is shared: the host first',
        'GET https://example.com/x',
        { sharing: off },
        'otherHost https://example.com',
      ],

      ['no client', get, { mayHaveClient: false }, 'noClient'],
      ['no client and no token: the token first', get, { mayHaveClient: false, token: undefined }, 'noToken'],
      [
        'no client and about to end: the end first',
        get,
        { mayHaveClient: false, token: token('.:config/**', 1) },
        'tokenEnds 1',
      ],

      [
        'expired, where httpYac gets a renewed one',
        get,
        { token: token('.:config/**', 0), renewsAtSending: true },
        'expiredToken renewed',
      ],
      [
        'somebody else’s value in the variable, and nobody to read it',
        get,
        { isSetByOthers: true, mayHaveClient: false },
        'noClient',
      ],
      [
        'somebody else’s value in the variable',
        'GET https://example.com/x',
        { isSetByOthers: true, token: undefined },
        '-',
      ],
    ];
  for (const [title, request, state, expected] of table) {
    it(title, () => {
      assert.equal(said(request, state), expected);
    });
  }

  it('for REST Client, which does not know how others write it', () => {
    const state = { sendsWithRestClient: true };
    assert.equal(said(get, state, '{{HOSTED_LOGIN_TOKEN}}'), 'otherClient');
    assert.equal(said(get, state, '{{$auth.token("hosted-login")}}'), 'otherClient');
    assert.equal(said(get, { ...state, isSetByOthers: true }, '{{HOSTED_LOGIN_TOKEN}}'), 'otherClient');
    assert.equal(said(get, state), '-');
  });

  it('for JetBrains, whose client requests a token itself', () => {
    assert.equal(said(get, { token: undefined }, '{{$auth.token("hosted-login")}}'), '-');
  });

  for (const form of ['{{$env.HOSTED_LOGIN_TOKEN}}', '{{HOSTED_LOGIN_TOKEN}}'])
    it(`for Kulala, which reads the environment of a terminal: ${form}`, () => {
      const kulala = (state: Partial<ReferenceState>) => said(get, state, form);
      assert.equal(kulala({}), 'notShared terminal');
      assert.equal(kulala({ sharing: { ...off, withTerminals: true }, mayHaveClient: false }), '-');
      assert.equal(kulala({ sharing: { ...off, withTerminals: true }, token: undefined }), 'noToken');
    });
});
