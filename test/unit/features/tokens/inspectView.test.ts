import assert from 'node:assert/strict';
import type { Introspection } from '../../../../src/api/token/introspection';
import type { AccessToken } from '../../../../src/core/tokens/accessToken';
import { inspectedToken, inspectionText } from '../../../../src/features/tokens/inspectView';
import { profileWith } from '../../../support/fakes';

const minute = 60_000;
const hour = 60 * minute;
const now = new Date(2026, 10, 6, 14, 17).getTime();
const profile = profileWith({ clientId: 'client-1' });
const scope = '.:config/** *:config/clients/42';
const token: AccessToken = {
  profileId: 'p1',
  requestedScope: scope,
  grantedScope: scope,
  value: 'T0ken-V4lue',
  issuedAt: now - 17 * minute,
  expiresAt: now + 43 * minute,
};
const said: Introspection = {
  isActive: true,
  scope,
  clientId: 'client-1',
  subject: 'client-1',
  audience: ['client-1'],
  issuedAt: token.issuedAt,
  expiresAt: token.expiresAt,
};
const inactive: Introspection = { isActive: false, scope: '', audience: [] };

const textOf = (answer: Introspection, ours = token) =>
  inspectionText(inspectedToken(profile, ours, answer, now), now);

describe('the document about an inspected token', () => {
  it('says what it can do, until when, and whose it is', () => {
    assert.equal(
      textOf(said),
      `Access token of “acme” at v1.api.us.janrain.com

Active: the service accepts it.

It can:
  Read all token policies, login policies and clients
      .:config/**
  Read and configure client 42
      *:config/clients/42

Issued     14:00
Expires    15:00, in 43 minutes
Client ID  client-1

Checked at 14:17. Run Inspect Access Token to check again.
`,
    );
  });

  it('says of an inactive token only that', () => {
    assert.equal(
      textOf(inactive),
      `Access token of “acme” at v1.api.us.janrain.com

Not active: the service does not accept it.
According to the local clock it has 43 minutes left: it was revoked, or its client changed.
Renew it.

Checked at 14:17. Run Inspect Access Token to check again.
`,
    );
  });

  it('leaves out what the service does not say', () => {
    const text = textOf({ isActive: true, scope, audience: [] });
    for (const label of ['Issued', 'Expires', 'Client ID', 'Subject', 'Audience']) {
      assert.ok(!text.includes(label), text);
    }
  });

  it('shows subject and audience when they are not the client', () => {
    const text = textOf({ ...said, subject: 'someone', audience: ['client-1', 'urn:a', 'urn:b'] });
    assert.match(text, /^Subject +someone\nAudience +urn:a, urn:b$/m);
  });

  const expired: AccessToken = { ...token, expiresAt: now - minute };
  const remarks: Readonly<Record<string, [answer: Introspection, ours: AccessToken, remark: RegExp | '']>> = {
    agrees: [said, token, ''],
    'agrees but for the order of the scopes': [
      { ...said, scope: scope.split(' ').reverse().join(' ') },
      token,
      '',
    ],
    'agrees but for some seconds': [{ ...said, expiresAt: token.expiresAt + 59_000 }, token, ''],
    'knows another end': [
      { ...said, expiresAt: token.expiresAt + hour },
      token,
      /expires at 15:00\. The clock/,
    ],
    'accepts what we hold for expired': [
      said,
      expired,
      /^According to the local clock it has expired\. Renew it/,
    ],
    'holds it for expired as we do': [inactive, expired, /^It has expired\. Renew it\.$/],
    'grants other scopes than before': [{ ...said, scope: '.:config/**' }, token, /granted: .*clients\/42$/],
    'grants more than nothing': [said, { ...token, grantedScope: '' }, /granted: nothing$/],
    'knows another client': [{ ...said, clientId: 'x', subject: 'x' }, token, /another client ID: client-1$/],
  };
  for (const [what, [answer, ours, remark]] of Object.entries(remarks)) {
    it(`says where the service ${what}`, () => {
      const { remarks: found } = inspectedToken(profile, ours, answer, now);
      if (remark === '') assert.deepEqual(found, []);
      else assert.match(found.join('\n'), remark);
      assert.equal(found.length, remark === '' ? 0 : 1);
    });
  }

  it('says of a token without a scope that it can do nothing', () => {
    assert.match(textOf({ ...said, scope: '' }), /It can do nothing: the service granted no scope\./);
  });

  it('shows no markup, command or control character of the service', () => {
    const evil = '[x](command:evil)';
    const { clientId, audience, scopes } = inspectedToken(
      profile,
      token,
      { ...said, clientId: evil, audience: [`a\u202eb`], scope: evil },
      now,
    );
    assert.ok(!JSON.stringify([clientId, audience, scopes]).includes('command:'));
    assert.ok(!JSON.stringify(audience).includes('\u202e'));
  });

  it('never holds the token', () => {
    assert.ok(
      !JSON.stringify([inspectedToken(profile, token, said, now), textOf(said)]).includes(token.value),
    );
  });
});
