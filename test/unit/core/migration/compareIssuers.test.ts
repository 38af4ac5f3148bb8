import assert from 'node:assert/strict';
import { compareIssuers, issuerText } from '../../../../src/core/migration/compareIssuers';
import { readApplications } from '../../../../src/core/migration/readApplications';
import { readSandbox } from '../../../support/migration/sandboxSnapshot';
import { closeAll } from '../../api/servers';

const today = {
  issuer: 'https://old.example/login',
  token_endpoint: 'https://old.example/login/token',
  scopes_supported: ['openid', 'profile', 'email'],
  response_types_supported: ['code', 'id_token token'],
  id_token_signing_alg_values_supported: ['RS256'],
};

describe('compareIssuers', () => {
  const membersOf = (rows: readonly { readonly member: string }[]) => rows.map(({ member }) => member);

  it('finds nothing different between an issuer and itself', () => {
    const { same, different } = compareIssuers(today, today);
    assert.deepEqual([different, membersOf(same).includes('issuer')], [[], true]);
  });

  it('tells what is missing apart from what moved, and puts it first', () => {
    const next = {
      ...today,
      issuer: 'https://new.example/',
      scopes_supported: ['openid', 'email', 'offline_access'],
      response_types_supported: ['code', 'token id_token'],
      extra: { nested: true },
    };
    const { same, different } = compareIssuers(today, next);
    assert.deepEqual(
      different.map(({ member, missing }) => [member, missing]),
      [
        ['scopes_supported', ['profile']],
        ['issuer', []],
        ['extra', []],
      ],
    );
    assert.ok(membersOf(same).includes('response_types_supported'), 'the order of words means nothing');
  });

  it('takes a member that is left out for its standard', () => {
    const next = { ...today, token_endpoint_auth_methods_supported: ['client_secret_basic'] };
    assert.deepEqual(compareIssuers(today, next).different, []);
    const none = { ...today, token_endpoint: undefined };
    assert.deepEqual(membersOf(compareIssuers(today, none).different), ['token_endpoint']);
  });

  it('shows the name of a member on one line', () => {
    const forged = compareIssuers(today, { ...today, 'x\n\n# The same\n\nissuer': 'y' });
    assert.doesNotMatch(issuerText(forged, 'next').split('# The same\n')[0] ?? '', /^issuer$/m);
    assert.match(issuerText(forged, 'next'), /^x # The same issuer$/m);
  });

  it('misses the scopes and claims that applications use', async () => {
    const { applications, discovery = {} } = readApplications(await readSandbox(), 'Sandbox');
    const next = {
      ...discovery,
      scopes_supported: ['openid', 'profile', 'email', 'phone'],
      claims_supported: ['sub', 'loyalty_tier'],
    };
    assert.deepEqual(
      compareIssuers(discovery, next, applications).different.map(({ member, missing }) => [member, missing]),
      [
        ['scopes_supported', ['address']],
        ['claims_supported', ['home_store']],
      ],
    );
    await closeAll();
  });

  it('shows each side line by line, with what is missing on the new one', () => {
    const next = { ...today, scopes_supported: ['openid', 'email'] };
    const compared = compareIssuers(today, next);
    const [left, right] = [issuerText(compared, 'today'), issuerText(compared, 'next')];
    assert.match(left, /^# Different\n\nscopes_supported\n {2}# .+\n {2}email\n {2}openid\n {2}profile\n/);
    assert.match(
      right,
      /^# Different\n\nscopes_supported\n {2}# .+\n {2}email\n {2}openid\n {2}! Missing: profile\n/,
    );
  });
});
